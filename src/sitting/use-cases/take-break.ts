import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Bus, Database, type Principal } from '../../platform/index.js';
import { runClock, stands, stopClock, type SittingClock } from '../domain/time-allowance.js';
import { beginBreaks, breakUse, endBreaks } from '../store/break-store.js';
import { lockClocks, writeClocks } from '../store/clock-store.js';
import { sittingById } from '../store/sitting-store.js';
import { Closings } from './closings.js';

/**
 * A candidate to whom breaks were granted stops the clock, or goes on. When the granted minutes are used up the clock runs
 * on by itself: the deadline that is set here says so. Beginning while on a break, or ending without one, changes nothing.
 *
 * Refusals: SITTING.NOT_FOUND (also for somebody else's), SITTING.CLOSED, SITTING.PAUSED (staff have stopped the clock),
 * SITTING.NO_BREAK (none was granted), SITTING.NO_BREAK_LEFT.
 */
@Injectable()
export class TakeBreak {
  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly closings: Closings,
  ) {}

  async run(principal: Principal, sittingId: string, action: 'begin' | 'end'): Promise<Result<undefined>> {
    let moved: { readonly now: number; readonly clock: SittingClock; readonly sessionId: string } | undefined;
    const result = await this.database.attempt<undefined>(async (tx) => {
      const sitting = await sittingById(tx, sittingId);
      if (!sitting || sitting.personId !== principal.personId) {
        return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting of yours.');
      }
      const { sessionId } = sitting;
      const {
        now,
        clocks: [clock],
      } = await lockClocks(tx, { sittingId });
      if (!clock) return refuse('gone', 'SITTING.CLOSED', 'This sitting is over.');
      const granted = clock.accommodations.breakMinutes ?? 0;
      if (granted === 0) return refuse('conflict', 'SITTING.NO_BREAK', 'No breaks were granted to you.');
      const { used, running } = await breakUse(tx, sittingId);
      if (action === 'end') {
        // Also where staff have stopped the clock meanwhile: then the break does not go on with it.
        await endBreaks(tx, [sittingId], now, false);
        if (!running) return ok(undefined);
        moved = { now, sessionId, clock: runClock(clock, now) };
      } else {
        if (running) return ok(undefined);
        if (stands(clock, now)) {
          return refuse(
            'conflict',
            'SITTING.PAUSED',
            'An official has stopped the clock; it stands already.',
          );
        }
        const left = granted * 60_000 - used;
        if (left <= 0) return refuse('conflict', 'SITTING.NO_BREAK_LEFT', 'Your breaks are used up.');
        await endBreaks(tx, [sittingId], now, false);
        await beginBreaks(tx, [{ sittingId, beganAt: now, untilAt: now + left }]);
        moved = { now, sessionId, clock: stopClock(clock, now, left) };
      }
      await writeClocks(tx, [{ sittingId, ...moved.clock }]);
      return ok(undefined);
    });
    if (result.ok && moved) {
      await this.bus.publish('sitting', { sittingId, sessionId: moved.sessionId });
      this.closings.expect(moved.now, [{ sittingId, ...moved.clock }]);
    }
    return result;
  }
}
