import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { candidateIn, chairOf, reasonOf, subjectOf, whileSitting, type Where } from './in-commission.js';

/**
 * The chair says by name that a candidate did not come, and can take it back until the commission concludes.
 *
 * Refusals: COMMISSION.NOT_A_MEMBER, COMMISSION.CHAIR_ONLY, COMMISSION.NO_CANDIDATE, COMMISSION.SAY_WHY,
 * COMMISSION.ABSENT, COMMISSION.WAS_HEARD, COMMISSION.NOT_ABSENT, those of {@link whileSitting}.
 */
@Injectable()
export class RecordAbsence {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    where: Where,
    applicationId: string,
    why: string,
  ): Promise<Result<{ absent: boolean }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const chair = chairOf(at.commission, principal);
      if (!chair.ok) return chair;
      const candidate = await candidateIn(tx, at, applicationId);
      if (!candidate.ok) return candidate;
      const reason = reasonOf(why);
      if (!reason.ok) return reason;
      const { absence, rounds, standings, number } = candidate.value;
      if (absence) return refuse('conflict', 'COMMISSION.ABSENT', 'This is on record already.');
      if (rounds.some(({ closedAt }) => closedAt) || standings.some(({ sealed }) => sealed))
        return refuse('conflict', 'COMMISSION.WAS_HEARD', 'Somebody has scored this candidate.');
      await tx.query(
        `INSERT INTO commission_absence (commission_id, application_id, reason, decided_by, official)
         VALUES ($1, $2, $3, $4, $5)`,
        [at.commission.id, applicationId, reason.value, principal.accountId, principal.official],
      );
      await recordDecision(tx, principal, {
        action: 'commission-absent',
        subject: subjectOf(at, number),
        scopeId: where.competitionId,
        reason: reason.value,
      });
      return ok({ absent: true });
    });
  }

  async takeBack(
    principal: Principal,
    where: Where,
    applicationId: string,
  ): Promise<Result<{ absent: boolean }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const chair = chairOf(at.commission, principal);
      if (!chair.ok) return chair;
      const candidate = await candidateIn(tx, at, applicationId);
      if (!candidate.ok) return candidate;
      const taken = await rows(
        tx,
        `UPDATE commission_absence SET revoked_by = $3, revoked_at = clock_timestamp()
         WHERE commission_id = $1 AND application_id = $2 AND revoked_at IS NULL RETURNING id`,
        [at.commission.id, applicationId, principal.accountId],
      );
      if (taken.length === 0)
        return refuse('conflict', 'COMMISSION.NOT_ABSENT', 'Nobody said that this candidate did not come.');
      await recordDecision(tx, principal, {
        action: 'commission-absence-taken-back',
        subject: subjectOf(at, candidate.value.number),
        scopeId: where.competitionId,
      });
      return ok({ absent: false });
    });
  }
}
