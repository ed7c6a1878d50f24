import { Injectable } from '@nestjs/common';
import { ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, clockTime, rows, type Principal } from '../../platform/index.js';
import { isTimeZone } from '../../session/index.js';
import { statusOf } from '../domain/candidate-status.js';
import { overlaps } from '../domain/overlaps.js';
import { candidatesOf } from '../store/candidate-store.js';
import { candidateIn, reasonOf, subjectOf, whileSitting, type Where } from './in-commission.js';

export interface SlotWish {
  readonly startsAt: Date;
  readonly minutes: number;
  /** IANA name, in which the candidate reads the time. */
  readonly timeZone: string;
  /** An address, or a link. */
  readonly place: string;
  /** Why it is another one than before; needed where there was one. */
  readonly reason: string;
}

/**
 * When and where a candidate is heard. A change is on record with its reason; the newest one holds.
 *
 * Refusals: COMMISSION.NO_CANDIDATE, COMMISSION.HEARD, REQUEST.INVALID with fields (COMMISSION.TIME_ZONE,
 * COMMISSION.PAST, COMMISSION.PLACE), COMMISSION.OVERLAPS, COMMISSION.SAY_WHY, those of {@link whileSitting}.
 */
@Injectable()
export class PlanSlot {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    where: Where,
    applicationId: string,
    wish: SlotWish,
  ): Promise<Result<{ startsAt: Date }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const candidate = await candidateIn(tx, at, applicationId);
      if (!candidate.ok) return candidate;
      if (statusOf(candidate.value) !== 'waits')
        return refuse('conflict', 'COMMISSION.HEARD', 'This candidate was heard already, or did not come.');
      const now = await clockTime(tx);
      const faults = {
        ...(!isTimeZone(wish.timeZone) && { timeZone: 'COMMISSION.TIME_ZONE' }),
        ...(wish.startsAt <= now && { startsAt: 'COMMISSION.PAST' }),
        ...(wish.place.trim() === '' && { place: 'COMMISSION.PLACE' }),
      };
      if (Object.keys(faults).length > 0) return refuseFields(faults);
      const others = (await candidatesOf(tx, at.commission.id, at.stage)).filter(
        (one) => one.applicationId !== applicationId && !one.absence,
      );
      const taken = others.find(({ slot }) => slot !== null && overlaps(slot, wish));
      if (taken)
        return refuse('conflict', 'COMMISSION.OVERLAPS', `It overlaps with that of ${taken.number}.`, {
          fields: { startsAt: 'COMMISSION.OVERLAPS' },
          data: { number: taken.number },
        });
      const before = candidate.value.slot;
      const reason = before ? reasonOf(wish.reason) : ok(null);
      if (!reason.ok) return reason;
      const [planned] = await rows<{ id: string }>(
        tx,
        `INSERT INTO commission_slot (commission_id, application_id, starts_at, minutes, time_zone, place, reason, decided_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [
          at.commission.id,
          applicationId,
          wish.startsAt,
          wish.minutes,
          wish.timeZone,
          wish.place.trim(),
          reason.value,
          principal.accountId,
        ],
      );
      await recordDecision(tx, principal, {
        action: before ? 'commission-slot-changed' : 'commission-slot-planned',
        subject: subjectOf(at, candidate.value.number),
        scopeId: where.competitionId,
        ...(reason.value !== null && { reason: reason.value }),
      });
      await postNotice(tx, {
        kind: before ? 'interview-changed' : 'interview-planned',
        personId: candidate.value.personId,
        about: `${at.commission.id}/${applicationId}/${planned?.id ?? ''}`,
        details: {
          competition: at.competition.title,
          time: { at: wish.startsAt.toISOString(), zone: wish.timeZone },
          place: wish.place.trim(),
          ...(reason.value !== null && { reason: reason.value }),
        },
        path: `/competitions/${where.competitionId}/interview`,
      });
      return ok({ startsAt: wish.startsAt });
    });
  }
}
