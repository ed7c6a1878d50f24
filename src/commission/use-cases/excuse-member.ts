import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { isSettled, statusOf } from '../domain/candidate-status.js';
import { expectedOf, isRecused, neededOf } from '../domain/quorum.js';
import { beginRound } from '../store/entry-store.js';
import { closeIfAllIn } from './close-if-all-in.js';
import { candidateIn, chairOf, reasonOf, subjectOf, whileSitting, type Where } from './in-commission.js';

export interface ExcusalWish {
  readonly applicationId: string;
  readonly memberId: string;
  readonly reason: string;
}

/**
 * The chair says that a member does not score a candidate in the round in hand: they are ill, or came too late. Those who
 * are left must be a quorum, which is still counted with the member who is missing.
 *
 * Refusals: COMMISSION.NOT_A_MEMBER, COMMISSION.CHAIR_ONLY, COMMISSION.NO_CANDIDATE, COMMISSION.SAY_WHY,
 * COMMISSION.ROUND_OVER, COMMISSION.NO_SUCH_MEMBER, COMMISSION.NOT_EXPECTED, COMMISSION.NO_QUORUM, those of
 * {@link whileSitting}.
 */
@Injectable()
export class ExcuseMember {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, where: Where, wish: ExcusalWish): Promise<Result<{ expected: number }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const chair = chairOf(at.commission, principal);
      if (!chair.ok) return chair;
      const candidate = await candidateIn(tx, at, wish.applicationId);
      if (!candidate.ok) return candidate;
      const reason = reasonOf(wish.reason);
      if (!reason.ok) return reason;
      const { standings, rounds, number } = candidate.value;
      const status = statusOf(candidate.value);
      if (isSettled(status) || status === 'void')
        return refuse('conflict', 'COMMISSION.ROUND_OVER', 'The scores of this round are open already.');
      const one = standings.find(({ memberId }) => memberId === wish.memberId);
      if (!one) return refuse('invalid', 'COMMISSION.NO_SUCH_MEMBER', 'There is no such member.');
      if (one.sealed || one.excused || isRecused(one))
        return refuse('conflict', 'COMMISSION.NOT_EXPECTED', 'Nobody waits for this member here.');
      const left = expectedOf(standings).length - 1;
      if (left < neededOf(standings, at.commission.quorum))
        return refuse('conflict', 'COMMISSION.NO_QUORUM', 'Those who are left would be no quorum.');
      const roundId = rounds.at(-1)?.id ?? (await beginRound(tx, at.commission.id, wish.applicationId));
      await tx.query(
        'INSERT INTO commission_excusal (round_id, member_id, reason, decided_by) VALUES ($1, $2, $3, $4)',
        [roundId, wish.memberId, reason.value, principal.accountId],
      );
      await recordDecision(tx, principal, {
        action: 'commission-member-excused',
        subject: subjectOf(at, number),
        scopeId: where.competitionId,
        reason: reason.value,
      });
      await closeIfAllIn(tx, at, wish.applicationId);
      return ok({ expected: left });
    });
  }
}
