import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Bus, Database, KeyRing, rows, type Principal, type Tx } from '../../platform/index.js';
import {
  accommodationsFrom,
  type AccommodationBasis,
  type Accommodations,
} from '../domain/accommodations.js';
import { addTime, allowedMilliseconds, stands, type SittingClock } from '../domain/time-allowance.js';
import { applicantById, insertAccommodation, revokeStanding } from '../store/accommodation-store.js';
import { breakUse, moveBreakEnds } from '../store/break-store.js';
import { lockClocks, writeClocks, type HeldClock } from '../store/clock-store.js';
import { Closings } from './closings.js';

export interface AccommodationWish extends Required<Accommodations> {
  readonly applicationId: string;
  readonly basis: AccommodationBasis;
  /** Which paper it rests on: its number and date, no diagnosis. */
  readonly document: string;
}

interface Moved {
  readonly now: number;
  readonly clocks: readonly (SittingClock & { readonly sittingId: string })[];
}

/**
 * A named officer grants a candidate accommodations, in place of those that stood, or revokes them. Where the candidate is
 * sitting, both take effect at once: the deadline is set anew and the device is told.
 *
 * Refusals: SITTING.NO_APPLICANT, SITTING.NOTHING_GRANTED, SITTING.NO_ACCOMMODATION.
 */
@Injectable()
export class GrantAccommodations {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly bus: Bus,
    private readonly closings: Closings,
  ) {}

  async grant(
    principal: Principal,
    competitionId: string,
    wish: AccommodationWish,
  ): Promise<Result<{ accommodationId: string }>> {
    const granted = accommodationsFrom(wish);
    if (Object.keys(granted).length === 0) {
      return refuse('invalid', 'SITTING.NOTHING_GRANTED', 'Nothing is granted here.', {
        fields: { extraTimePercent: 'SITTING.NOTHING_GRANTED' },
      });
    }
    return this.#change(competitionId, async (tx) => {
      // Two grants for one candidate take their turn.
      await tx.query('SELECT 1 FROM application WHERE id = $1 FOR NO KEY UPDATE', [wish.applicationId]);
      const applicant = await applicantById(tx, competitionId, wish.applicationId);
      if (!applicant) {
        return refuse('not-found', 'SITTING.NO_APPLICANT', 'Nobody has applied here under this id.');
      }
      const id = newId();
      const { ciphertext, keyId } = this.keys.encrypt('personal-data', wish.document);
      await revokeStanding(tx, wish.applicationId, principal);
      const { document: _, ...decided } = wish;
      await insertAccommodation(tx, {
        ...decided,
        id,
        document: ciphertext,
        documentKey: keyId,
        accountId: principal.accountId,
        official: principal.official,
      });
      await recordDecision(tx, principal, {
        action: 'accommodation-granted',
        subject: id,
        scopeId: competitionId,
      });
      return ok({ applicationId: wish.applicationId, granted, value: { accommodationId: id } });
    });
  }

  async revoke(
    principal: Principal,
    competitionId: string,
    accommodationId: string,
  ): Promise<Result<{ accommodationId: string }>> {
    return this.#change(competitionId, async (tx) => {
      const [found] = await rows<{ application_id: string }>(
        tx,
        `SELECT c.application_id FROM accommodation c JOIN application a ON a.id = c.application_id
         WHERE c.id = $1 AND a.competition_id = $2 AND c.revoked_at IS NULL FOR UPDATE OF c`,
        [accommodationId, competitionId],
      );
      if (!found) {
        return refuse('not-found', 'SITTING.NO_ACCOMMODATION', 'There is no such accommodation that stands.');
      }
      await revokeStanding(tx, found.application_id, principal);
      await recordDecision(tx, principal, {
        action: 'accommodation-revoked',
        subject: accommodationId,
        scopeId: competitionId,
      });
      return ok({ applicationId: found.application_id, granted: {}, value: { accommodationId } });
    });
  }

  /** Changes what is granted, and the time of whoever is sitting with it, in one transaction. */
  async #change<T>(
    competitionId: string,
    work: (
      tx: Tx,
    ) => Promise<
      Result<{ readonly applicationId: string; readonly granted: Accommodations; readonly value: T }>
    >,
  ): Promise<Result<T>> {
    let moved: Moved | undefined;
    const result = await this.database.attempt(async (tx) => {
      // Whoever starts holds its session: they have begun before this, or see what is granted here.
      await tx.query(
        `SELECT 1 FROM exam_session WHERE competition_id = $1 AND state = 'open' ORDER BY id FOR NO KEY UPDATE`,
        [competitionId],
      );
      const changed = await work(tx);
      if (!changed.ok) return changed;
      moved = await regrant(tx, changed.value.applicationId, changed.value.granted);
      return ok(changed.value.value);
    });
    if (result.ok && moved) {
      for (const { sittingId } of moved.clocks) await this.bus.publish('sitting', { sittingId });
      this.closings.expect(moved.now, moved.clocks);
    }
    return result;
  }
}

/** Sets the clocks of an application's open sittings to what is granted now. */
async function regrant(tx: Tx, applicationId: string, granted: Accommodations): Promise<Moved> {
  const { now, clocks } = await lockClocks(tx, { applicationId });
  const changed = await Promise.all(clocks.map((clock) => changedClock(tx, clock, now, granted)));
  await writeClocks(tx, changed);
  await tx.query('UPDATE sitting SET accommodations = $2 WHERE id = ANY($1::uuid[])', [
    clocks.map(({ sittingId }) => sittingId),
    JSON.stringify(granted),
  ]);
  return { now, clocks: changed };
}

async function changedClock(
  tx: Tx,
  clock: HeldClock,
  now: number,
  granted: Accommodations,
): Promise<SittingClock & { readonly sittingId: string }> {
  const { sittingId, minutes, accommodations } = clock;
  const more = allowedMilliseconds(minutes, granted) - allowedMilliseconds(minutes, accommodations);
  const changed = { sittingId, ...addTime(clock, now, more) };
  const { used, running } = await breakUse(tx, sittingId);
  if (!running || !stands(clock, now)) return changed;
  // The break in hand ends when the minutes that are granted now are used up.
  const untilAt = now + Math.max(0, (granted.breakMinutes ?? 0) * 60_000 - used);
  await moveBreakEnds(tx, [{ sittingId, untilAt }]);
  return { ...changed, deadline: untilAt + (changed.pausedLeft ?? 0) };
}
