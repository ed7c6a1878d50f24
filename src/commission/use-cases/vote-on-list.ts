import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { namesCandidate, seatOf, subjectOf, textNames, whileSitting, type Where } from './in-commission.js';
import { listToVoteOn } from './list-to-vote-on.js';

export interface VoteWish {
  readonly approve: boolean;
  /** A dissenting opinion, for the protocol; may be empty. */
  readonly opinion: string;
  /** Hex, of the list that the member saw. */
  readonly listHash: string;
}

/**
 * A member's vote on the list, once. Where the list changes afterwards, members vote on the new one.
 *
 * Refusals: COMMISSION.NOT_A_MEMBER, COMMISSION.NOT_DONE, COMMISSION.LIST_CHANGED, COMMISSION.TEXT_NAMES,
 * COMMISSION.VOTED, those of {@link whileSitting}.
 */
@Injectable()
export class VoteOnList {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, where: Where, wish: VoteWish): Promise<Result<{ approve: boolean }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const seat = seatOf(at.commission, principal);
      if (!seat.ok) return seat;
      const list = await listToVoteOn(tx, at);
      if (!list.ok) return list;
      if (list.value.hash !== wish.listHash)
        return refuse('conflict', 'COMMISSION.LIST_CHANGED', 'The list is another one by now.');
      const opinion = wish.opinion.trim();
      if (opinion !== '' && (await namesCandidate(tx, at, opinion))) return textNames('opinion');
      const [voted] = await rows(
        tx,
        `INSERT INTO commission_vote (commission_id, member_id, list_hash, approve, opinion)
         VALUES ($1, $2, decode($3, 'hex'), $4, $5) ON CONFLICT DO NOTHING RETURNING voted_at`,
        [at.commission.id, seat.value.id, wish.listHash, wish.approve, opinion === '' ? null : opinion],
      );
      if (!voted) return refuse('conflict', 'COMMISSION.VOTED', 'You have voted on this list.');
      await recordDecision(tx, principal, {
        action: wish.approve ? 'commission-voted-for' : 'commission-voted-against',
        subject: subjectOf(at),
        scopeId: where.competitionId,
        ...(opinion !== '' && { reason: opinion }),
      });
      return ok({ approve: wish.approve });
    });
  }
}
