import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { statusOf } from '../domain/candidate-status.js';
import { LAST_ROUND } from '../domain/judge-round.js';
import {
  candidateIn,
  chairOf,
  namesCandidate,
  reasonOf,
  subjectOf,
  textNames,
  whileSitting,
  type Where,
} from './in-commission.js';

/**
 * After a void round the commission talks about it, the chair writes down what was said, and all score again. The scores of
 * the first round stay on record.
 *
 * Refusals: COMMISSION.NOT_A_MEMBER, COMMISSION.CHAIR_ONLY, COMMISSION.NO_CANDIDATE, COMMISSION.NOT_VOID,
 * COMMISSION.SAY_WHY, COMMISSION.TEXT_NAMES (it stands in the protocol), those of {@link whileSitting}.
 */
@Injectable()
export class OpenSecondRound {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    where: Where,
    applicationId: string,
    discussion: string,
  ): Promise<Result<{ round: number }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const chair = chairOf(at.commission, principal);
      if (!chair.ok) return chair;
      const candidate = await candidateIn(tx, at, applicationId);
      if (!candidate.ok) return candidate;
      if (statusOf(candidate.value) !== 'void')
        return refuse('conflict', 'COMMISSION.NOT_VOID', 'No void round waits here.');
      const note = reasonOf(discussion, 'discussion');
      if (!note.ok) return note;
      if (await namesCandidate(tx, at, note.value)) return textNames('discussion');
      await tx.query(
        `INSERT INTO commission_round (id, commission_id, application_id, number, discussion, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [newId(), at.commission.id, applicationId, LAST_ROUND, note.value, principal.accountId],
      );
      await recordDecision(tx, principal, {
        action: 'commission-second-round',
        subject: subjectOf(at, candidate.value.number),
        scopeId: where.competitionId,
        reason: note.value,
      });
      return ok({ round: LAST_ROUND });
    });
  }
}
