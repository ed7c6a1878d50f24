import { Injectable } from '@nestjs/common';
import { ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { Database, KeyRing, type Principal } from '../../platform/index.js';
import { keepAnswers, lockForm, rulesOf } from '../store/form-store.js';
import { outcomesOf } from '../domain/eligibility.js';
import { notOpen } from './save-answers.js';

/**
 * A candidate hands an application in: for the first time, or with what was asked for afterwards. Every question has an
 * answer; whether the answers meet the rules, and whether a document is missing, a person decides.
 *
 * Refusals: APPLICATION.NOT_BEGUN, APPLICATION.NOT_CHANGEABLE, APPLICATION.UNANSWERED by field.
 */
@Injectable()
export class HandIn {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  async run(principal: Principal, competitionId: string): Promise<Result<{ applicationId: string }>> {
    return this.database.attempt(async (tx) => {
      const form = await lockForm(tx, this.keys, competitionId, principal.personId ?? '');
      if (!form) return refuse('not-found', 'APPLICATION.NOT_BEGUN', 'You have not begun to apply here.');
      // Handing in twice is no fault.
      if (form.state === 'submitted' && form.changeable === null && form.handedInAt) {
        return ok({ applicationId: form.id });
      }
      if (!form.changeable) return notOpen();
      const { rules, on } = await rulesOf(tx, competitionId);
      const outcomes = outcomesOf(rules, form.answers, on);
      const open = Object.entries(outcomes).filter(([, outcome]) => outcome === 'unanswered');
      if (open.length > 0) {
        return refuseFields(Object.fromEntries(open.map(([code]) => [code, 'APPLICATION.UNANSWERED'])));
      }
      await keepAnswers(tx, this.keys, form.id, form.answers, outcomes);
      await tx.query(
        'UPDATE application_form SET handed_in_at = clock_timestamp() WHERE application_id = $1',
        [form.id],
      );
      await tx.query(`UPDATE application SET state = 'submitted' WHERE id = $1`, [form.id]);
      return ok({ applicationId: form.id });
    });
  }
}
