import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { lockSession, noSession } from '../../session/index.js';
import { hasMarks } from '../store/mark-store.js';

/**
 * Sets by how much two marks of one text may differ in a session before a third marker decides. From the first mark on it
 * stays as it is. Refusals: SITTING.NO_SESSION, MARKING.BEGUN.
 */
@Injectable()
export class SetMarkingRule {
  constructor(private readonly database: Database) {}

  /** @param tolerance hundredths of an item's point, 0 to 100. */
  async run(
    principal: Principal,
    sessionId: string,
    tolerance: number,
  ): Promise<Result<{ tolerance: number }>> {
    return this.database.attempt(async (tx) => {
      if (!(await lockSession(tx, sessionId))) return noSession();
      if (await hasMarks(tx, sessionId))
        return refuse('conflict', 'MARKING.BEGUN', 'Marks are given already: the rule stays as it is.');
      await tx.query(
        `INSERT INTO marking_rule (session_id, tolerance, set_by) VALUES ($1, $2, $3)
         ON CONFLICT (session_id) DO UPDATE
           SET tolerance = excluded.tolerance, set_by = excluded.set_by, set_at = clock_timestamp()`,
        [sessionId, tolerance, principal.accountId],
      );
      await recordDecision(tx, principal, {
        action: 'marking-rule-set',
        subject: sessionId,
        scopeId: sessionId,
        reason: String(tolerance),
      });
      return ok({ tolerance });
    });
  }
}
