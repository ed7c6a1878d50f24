import { Injectable } from '@nestjs/common';
import { hashJson, newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { clearApplications, keepDecisions } from '../store/screening-store.js';
import { tellDecision } from './tell-decision.js';

/** The list that an officer confirms, so that what is confirmed is what was shown. */
export const listDigest = (applicationIds: readonly string[]): string =>
  hashJson([...applicationIds]).toString('hex');

/**
 * Finds eligible, with one confirmation, all who wait and whose answers meet every rule with every document that is
 * needed. Each has a decision of its own by the officer's name.
 *
 * Refusals: APPLICATION.LIST_CHANGED where the list is not the one that was shown, APPLICATION.LIST_EMPTY.
 */
@Injectable()
export class DecideTogether {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, competitionId: string, digest: string): Promise<Result<{ count: number }>> {
    return this.database.attempt(async (tx) => {
      // One officer at a time: of two who confirm one list, the second finds it changed.
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      await clearApplications(tx, competitionId, true);
      // Read again: what somebody held is as they left it.
      const ids = (await clearApplications(tx, competitionId)).map(({ id }) => id);
      if (listDigest(ids) !== digest) {
        return refuse('conflict', 'APPLICATION.LIST_CHANGED', 'The list has changed since you looked.');
      }
      if (ids.length === 0) return refuse('conflict', 'APPLICATION.LIST_EMPTY', 'Nobody is on the list.');
      const together = newId();
      const { accountId, official } = principal;
      await keepDecisions(tx, ids, {
        outcome: 'eligible',
        ruleCode: null,
        reason: null,
        moreUntil: null,
        together,
        accountId,
        official,
      });
      await tellDecision(tx, competitionId, ids);
      await recordDecision(tx, principal, {
        action: 'applications-eligible',
        subject: together,
        scopeId: competitionId,
        reason: String(ids.length),
      });
      return ok({ count: ids.length });
    });
  }
}
