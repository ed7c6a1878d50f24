import { Injectable } from '@nestjs/common';
import { isUuid, ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, KeyRing, rows, type Principal } from '../../platform/index.js';
import { OTHER_DOCUMENT } from '../domain/application-rules.js';
import type { ScreeningOutcome } from '../domain/screening-state.js';
import { formOf, rulesOf } from '../store/form-store.js';
import { keepDecisions } from '../store/screening-store.js';
import { tellDecision } from './tell-decision.js';

export interface ScreeningWish {
  readonly outcome: ScreeningOutcome;
  /** Of not eligible: the rule that is not met. */
  readonly ruleCode?: string | undefined;
  /** Told to the candidate; needed unless the outcome is eligible. */
  readonly reason?: string | undefined;
  /** Of more: until when the candidate may add to it. */
  readonly moreUntil?: Date | undefined;
  /** How many decisions there were when the officer looked. */
  readonly seen?: number | undefined;
}

/**
 * An officer decides on an application by name. A later decision corrects an earlier one, which stays on record.
 *
 * Refusals: APPLICATION.NO_APPLICATION, APPLICATION.RULE, APPLICATION.REASON, APPLICATION.UNTIL, APPLICATION.DECIDED_MEANWHILE.
 */
@Injectable()
export class DecideApplication {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  async run(
    principal: Principal,
    competitionId: string,
    applicationId: string,
    wish: ScreeningWish,
  ): Promise<Result<{ outcome: ScreeningOutcome }>> {
    return this.database.attempt(async (tx) => {
      if (!isUuid(applicationId)) return noApplication();
      await tx.query('SELECT 1 FROM application WHERE id = $1 FOR NO KEY UPDATE', [applicationId]);
      const form = await formOf(tx, this.keys, { id: applicationId });
      if (form?.competitionId !== competitionId || form.state !== 'submitted') return noApplication();
      const { rules } = await rulesOf(tx, competitionId);
      const { outcome, ruleCode, moreUntil } = wish;
      const reason = wish.reason?.trim() ?? '';
      const [soon] = await rows<{ isLater: boolean }>(
        tx,
        'SELECT $1::timestamptz > clock_timestamp() AS "isLater"',
        [moreUntil ?? null],
      );
      // A competition without rules has none to name.
      const codes = [...rules.map(({ code }) => code), OTHER_DOCUMENT];
      const fields = {
        ...(outcome === 'not-eligible' &&
          !codes.includes(ruleCode ?? '') && { ruleCode: 'APPLICATION.RULE' }),
        ...(outcome !== 'eligible' && reason === '' && { reason: 'APPLICATION.REASON' }),
        ...(outcome === 'more' && soon?.isLater !== true && { moreUntil: 'APPLICATION.UNTIL' }),
      };
      if (Object.keys(fields).length > 0) return refuseFields(fields);
      if (wish.seen !== undefined && wish.seen !== (form.decision?.number ?? 0)) {
        return refuse('conflict', 'APPLICATION.DECIDED_MEANWHILE', 'Somebody has decided since you looked.');
      }
      await keepDecisions(tx, [applicationId], {
        outcome,
        ruleCode: outcome === 'not-eligible' ? (ruleCode ?? null) : null,
        reason: reason === '' ? null : reason,
        moreUntil: outcome === 'more' ? (moreUntil ?? null) : null,
        together: null,
        accountId: principal.accountId,
        official: principal.official,
      });
      await tellDecision(tx, competitionId, [applicationId]);
      await recordDecision(tx, principal, {
        action: `application-${outcome}`,
        subject: applicationId,
        scopeId: competitionId,
        ...(outcome === 'not-eligible' && { reason: ruleCode ?? '' }),
      });
      return ok({ outcome });
    });
  }
}

export const noApplication = () =>
  refuse('not-found', 'APPLICATION.NO_APPLICATION', 'There is no such application here.');
