import { Injectable } from '@nestjs/common';
import { Bus, Database, type Tx } from '../../platform/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import { addTime, allowedMilliseconds, stands, type SittingClock } from '../domain/time-allowance.js';
import { accommodationsOf, unsettledApplications } from '../store/accommodation-store.js';
import { breakUse, moveBreakEnds } from '../store/break-store.js';
import { lockClocks, setAccommodations, writeClocks, type HeldClock } from '../store/clock-store.js';
import { Closings } from './closings.js';

export interface Regranted {
  readonly now: number;
  readonly clocks: readonly (SittingClock & { readonly sittingId: string })[];
}

/** Brings sittings that run to what is granted to their candidates now: deadline, break in hand, and what is shown. */
@Injectable()
export class Regrant {
  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly closings: Closings,
  ) {}

  /** Sets the clocks of an application's open sittings in the caller's transaction; {@link tell} comes after it. */
  async run(tx: Tx, applicationId: string): Promise<Regranted> {
    const { now, clocks } = await lockClocks(tx, { applicationId });
    const granted = await accommodationsOf(tx, applicationId);
    const changed = await Promise.all(clocks.map((clock) => changedClock(tx, clock, now, granted)));
    await writeClocks(tx, changed);
    await setAccommodations(
      tx,
      clocks.map(({ sittingId }) => sittingId),
      granted,
    );
    return { now, clocks: changed };
  }

  async tell({ now, clocks }: Regranted): Promise<void> {
    for (const { sittingId } of clocks) await this.bus.publish('sitting', { sittingId });
    this.closings.expect(now, clocks);
  }

  /**
   * A step of the sweeper: whoever began in the moment of a grant may have begun without it. @returns how many
   * applications were settled.
   */
  async settle(): Promise<number> {
    const unsettled = await unsettledApplications(this.database.tx);
    for (const applicationId of unsettled) {
      await this.tell(await this.database.transaction((tx) => this.run(tx, applicationId)));
    }
    return unsettled.length;
  }
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
