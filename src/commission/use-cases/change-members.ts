import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal } from '../../platform/index.js';
import type { Seat } from '../domain/composition.js';
import { commissionFormedFact } from '../facts.js';
import { commissionOf } from '../store/commission-store.js';
import { guideOf } from '../store/guide-store.js';
import { endSeats, haveOpenEntries, insertSeats } from '../store/seat-store.js';
import { checkSeats } from './check-seats.js';
import { namesCandidate, reasonOf, subjectOf, textNames, whileSitting, type Where } from './in-commission.js';

/**
 * Another composition while a commission sits, by the HR officer's name: where too many must step aside from a candidate,
 * or somebody cannot go on. It is a public fact of its own, with the reason; scores that were given stay.
 *
 * Refusals: COMMISSION.SAY_WHY, COMMISSION.TEXT_NAMES, COMMISSION.IN_ROUND where somebody who would leave, or whose seat
 * would change, has sealed scores that wait for others, COMMISSION.SAME_MEMBERS, those of {@link checkSeats} and
 * {@link whileSitting}.
 */
@Injectable()
export class ChangeMembers {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    where: Where,
    members: readonly Seat[],
    why: string,
  ): Promise<Result<{ version: number }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const reason = reasonOf(why);
      if (!reason.ok) return reason;
      if (await namesCandidate(tx, at, reason.value)) return textNames('reason');
      const seats = await checkSeats(tx, at.competition, members);
      if (!seats.ok) return seats;
      const isSame = (one: Seat, other: Seat) =>
        one.accountId === other.accountId &&
        one.function === other.function &&
        one.outside === other.outside &&
        one.organisation === other.organisation;
      const leaving = at.commission.members.filter((one) => !seats.value.some((seat) => isSame(one, seat)));
      const coming = seats.value.filter((seat) => !at.commission.members.some((one) => isSame(one, seat)));
      if (leaving.length + coming.length === 0)
        return refuse('conflict', 'COMMISSION.SAME_MEMBERS', 'The same people sit already.');
      const ids = leaving.map(({ id }) => id);
      if (await haveOpenEntries(tx, ids))
        return refuse('conflict', 'COMMISSION.IN_ROUND', 'Sealed scores of theirs wait for others.');
      await endSeats(tx, ids);
      await insertSeats(tx, at.commission.id, coming);
      const [changed] = await rows<{ at: Date }>(
        tx,
        'UPDATE commission SET version = version + 1 WHERE id = $1 RETURNING clock_timestamp() AS at',
        [at.commission.id],
      );
      const commission = await commissionOf(tx, where.stageId);
      if (!commission || !changed) throw new Error('It was there a moment ago.');
      await recordDecision(tx, principal, {
        action: 'commission-members-changed',
        subject: subjectOf(at),
        scopeId: where.competitionId,
        reason: reason.value,
      });
      await stateFact(
        tx,
        commissionFormedFact({
          ...at,
          commission,
          guide: await guideOf(tx, commission),
          reason: reason.value,
          official: principal.official,
          time: changed.at,
        }),
      );
      return ok({ version: commission.version });
    });
  }
}
