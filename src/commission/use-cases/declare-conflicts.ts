import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { isSettled, statusOf } from '../domain/candidate-status.js';
import { mayDeclare, type Declaration } from '../domain/declare.js';
import { closeIfAllIn } from './close-if-all-in.js';
import { candidateIn, seatOf, subjectOf, whileSitting, type Where } from './in-commission.js';

export interface DeclarationWish {
  readonly applicationId: string;
  readonly kind: Declaration;
}

/**
 * A member says of candidates whether anything keeps them from judging: all of them are kept, or none. Whoever has a
 * conflict does not score that candidate, and the quorum is counted without them.
 *
 * Refusals: COMMISSION.NOT_A_MEMBER, COMMISSION.NO_CANDIDATE, COMMISSION.SETTLED, those of {@link mayDeclare} and
 * {@link whileSitting}.
 */
@Injectable()
export class DeclareConflicts {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    where: Where,
    wishes: readonly DeclarationWish[],
  ): Promise<Result<{ declared: number }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const seat = seatOf(at.commission, principal);
      if (!seat.ok) return seat;
      for (const { applicationId, kind } of wishes) {
        const candidate = await candidateIn(tx, at, applicationId);
        if (!candidate.ok) return candidate;
        const status = statusOf(candidate.value);
        if (isSettled(status))
          return refuse('conflict', 'COMMISSION.SETTLED', 'The commission is done with this candidate.');
        const own = candidate.value.standings.find(({ memberId }) => memberId === seat.value.id);
        const allowed = mayDeclare(own?.declared ?? null, kind, own?.sealed ?? false);
        if (!allowed.ok) return allowed;
        await tx.query(
          `INSERT INTO commission_declaration (commission_id, member_id, application_id, kind) VALUES ($1, $2, $3, $4)`,
          [at.commission.id, seat.value.id, applicationId, kind],
        );
        await recordDecision(tx, principal, {
          action: kind === 'none' ? 'commission-no-conflict' : 'commission-conflict',
          subject: subjectOf(at, candidate.value.number),
          scopeId: where.competitionId,
        });
        // Others may have waited for this member alone.
        await closeIfAllIn(tx, at, applicationId);
      }
      return ok({ declared: wishes.length });
    });
  }
}
