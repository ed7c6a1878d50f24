import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { Database, KeyRing, rows, type Principal } from '../../platform/index.js';
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
      const [handed] = await rows<{ turn: string }>(
        tx,
        `UPDATE application_form SET handed_in_at = clock_timestamp() WHERE application_id = $1
         RETURNING handed_in_at::text AS turn`,
        [form.id],
      );
      await tx.query(`UPDATE application SET state = 'submitted' WHERE id = $1`, [form.id]);
      await postNotice(tx, {
        kind: 'application-received',
        personId: form.personId,
        // What is added afterwards is handed in again.
        about: `${form.id} ${handed?.turn ?? ''}`,
        details: { competition: (await competitionById(tx, competitionId))?.title ?? {} },
        path: `/competitions/${competitionId}/apply`,
      });
      return ok({ applicationId: form.id });
    });
  }
}
