import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Database, Files, LOGGER } from '../../platform/index.js';
import {
  abandonSnapshots,
  expireSnapshots,
  leftSnapshots,
  markDestroyed,
  removeLooks,
  removeSignals,
} from '../store/removal-store.js';
import { removeAccommodations, removeArrivals, removeConsents, removeExcuses } from '../store/term-store.js';
import { EvidenceHolds } from './evidence-holds.js';

const AT_ONCE = 200;

/**
 * Removes what was watched once the days that were agreed to are over, and snapshots that never arrived whole; then who arrived, what
 * was agreed to and what was granted, each after its own time. Snapshots that an incident rests on stay until the time for an appeal
 * about it is over; signals, whose words it has, until it is settled.
 *
 * A snapshot is first out of sight, then gone from the store, then on record as removed: a process that dies between leaves
 * nothing that is told gone and is there, and the next round goes on.
 */
@Injectable()
export class ClearWatched {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
    private readonly holds: EvidenceHolds,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how much is gone: snapshots, arrivals, consents, excuses, accommodations, and sittings of which the signals are. */
  async run(): Promise<number> {
    // What somebody agreed to goes last: not while something of it is there.
    const gone = await this.#watched();
    return gone + (await removeConsents(this.database.tx, AT_ONCE));
  }

  async #watched(): Promise<number> {
    const { tx } = this.database;
    let gone = await removeSignals(tx, AT_ONCE);
    await removeLooks(tx, AT_ONCE);
    gone += await removeArrivals(tx, AT_ONCE);
    gone += await removeAccommodations(tx, AT_ONCE);
    gone += await removeExcuses(tx, AT_ONCE);
    await abandonSnapshots(tx);
    // One after another until nothing is left, or the store takes nothing.
    for (;;) {
      await this.database.transaction((own) =>
        expireSnapshots(own, AT_ONCE, (sitting) => this.holds.isHeld(sitting)),
      );
      const left = await leftSnapshots(tx, AT_ONCE);
      const destroyed = await this.#destroy(left);
      gone += destroyed;
      if (left.length < AT_ONCE || destroyed === 0) return gone;
    }
  }

  /** One that the store does not let go is tried again in the next round, and holds up no other. */
  async #destroy(ids: readonly string[]): Promise<number> {
    let destroyed = 0;
    for (const id of ids) {
      try {
        await this.files.delete(id);
      } catch (error) {
        this.logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'snapshot not removed');
        continue;
      }
      await markDestroyed(this.database.tx, id);
      destroyed += 1;
    }
    return destroyed;
  }
}
