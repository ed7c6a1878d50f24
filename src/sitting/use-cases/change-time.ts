import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Bus, Database, type Principal, type Tx } from '../../platform/index.js';
import { lockSession, type SessionView, noSession } from '../../session/index.js';
import { addTime, runClock, stopClock, type SittingClock } from '../domain/time-allowance.js';
import { beginBreaks, endBreaks, takeInterrupted } from '../store/break-store.js';
import { lockClocks, writeClocks, type HeldClock } from '../store/clock-store.js';
import { setHeld, setPaused, timeChangeById, writeTimeChange } from '../store/time-change-store.js';
import { sittingByNumber } from '../store/sitting-store.js';
import { Closings } from './closings.js';
import { actTaken, isSameAct, type DoneOnce } from './done-once.js';

/** What staff do to the clock, always with a reason. Without `candidateNumber` it is the whole session's. */
export type TimeChange = {
  readonly reason: string;
  readonly candidateNumber?: string | undefined;
  /** Drawn by whoever sends: done once, however often it is sent. */
  readonly actId?: string | undefined;
} & (
  | { readonly kind: 'pause' | 'resume' }
  /** `forLater`: whoever begins from now on has it too; of a whole session alone. */
  | { readonly kind: 'extend'; readonly minutes: number; readonly forLater: boolean }
);

interface Moved extends SittingClock {
  readonly sittingId: string;
}

/**
 * Stops the clock of a session or of one sitting, lets it run on, or adds time: by name, with a reason, for all open
 * sittings in one transaction, and told to their devices at once.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SITTING.ALREADY_PAUSED, SITTING.NOT_PAUSED,
 * SITTING.NO_SUCH_NUMBER, SITTING.OVER, SITTING.ACT_TAKEN.
 */
@Injectable()
export class ChangeTime {
  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly closings: Closings,
  ) {}

  /** @returns how many open sittings it reached, and whether that was before. */
  async run(
    principal: Principal,
    sessionId: string,
    change: TimeChange,
  ): Promise<Result<DoneOnce & { readonly sittings: number }>> {
    let moved: readonly Moved[] = [];
    let now = 0;
    const result = await this.database.attempt(async (tx) => {
      // Whoever starts holds the session: this waits for them, and they for this.
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      const { candidateNumber = null } = change;
      const wish = {
        sessionId: session.id,
        kind: change.kind,
        milliseconds: change.kind === 'extend' ? change.minutes * 60_000 : null,
        forLater: change.kind === 'extend' && candidateNumber === null && change.forLater,
        reason: change.reason,
      };
      const done = change.actId === undefined ? undefined : await timeChangeById(tx, change.actId);
      if (done) {
        return isSameAct(principal, done, { ...wish, candidateNumber })
          ? ok({ sittings: done.sittings, doneBefore: true })
          : actTaken();
      }
      if (session.state !== 'open') {
        return refuse('conflict', 'SITTING.SESSION_STATE', 'The clock runs in open sessions alone.');
      }
      const target = await this.#target(tx, session, change);
      if (!target.ok) return target;
      const sittingId = target.value;
      const held = await lockClocks(tx, sittingId === null ? { sessionId: session.id } : { sittingId });
      if (sittingId !== null && held.clocks.length === 0) {
        return refuse('gone', 'SITTING.OVER', 'The time of this sitting is over.');
      }
      const clocks = await this.#move(tx, session, sittingId, change, held);
      if (!clocks.ok) return clocks;
      await writeClocks(tx, clocks.value);
      await writeTimeChange(tx, principal, {
        id: change.actId ?? newId(),
        ...wish,
        sittingId,
        sittings: clocks.value.length,
      });
      await recordDecision(tx, principal, {
        action: ACTION[change.kind],
        subject: change.candidateNumber ?? sessionId,
        scopeId: sessionId,
        reason: change.reason,
      });
      ({ now } = held);
      moved = clocks.value;
      return ok({ sittings: moved.length, doneBefore: false });
    });
    if (result.ok) {
      await this.bus.publish('session', { sessionId });
      this.closings.expect(now, moved);
    }
    return result;
  }

  async #target(tx: Tx, session: SessionView, change: TimeChange): Promise<Result<string | null>> {
    if (change.candidateNumber === undefined) return ok(null);
    const sitting = await sittingByNumber(tx, session.id, change.candidateNumber);
    return sitting
      ? ok(sitting.id)
      : refuse('invalid', 'SITTING.NO_SUCH_NUMBER', 'Nobody sits here under this number.', {
          fields: { candidateNumber: 'SITTING.NO_SUCH_NUMBER' },
        });
  }

  async #move(
    tx: Tx,
    session: SessionView,
    sittingId: string | null,
    change: TimeChange,
    { now, clocks }: { readonly now: number; readonly clocks: readonly HeldClock[] },
  ): Promise<Result<readonly Moved[]>> {
    if (change.kind === 'extend') {
      const milliseconds = change.minutes * 60_000;
      if (sittingId === null && change.forLater) {
        await tx.query('UPDATE exam_session SET extended_ms = extended_ms + $2 WHERE id = $1', [
          session.id,
          milliseconds,
        ]);
      }
      return ok(
        clocks.map((clock) => ({ sittingId: clock.sittingId, ...addTime(clock, now, milliseconds) })),
      );
    }
    const pausing = change.kind === 'pause';
    const isPaused = sittingId === null ? session.pausedAt !== null : clocks.some(({ held }) => held);
    if (isPaused === pausing) {
      return pausing
        ? refuse('conflict', 'SITTING.ALREADY_PAUSED', 'This clock is stopped already.')
        : refuse('conflict', 'SITTING.NOT_PAUSED', 'This clock is not stopped.');
    }
    if (sittingId === null) await setPaused(tx, session.id, pausing);
    else await setHeld(tx, sittingId, pausing);
    // A clock stands while its session does, or while it is held itself: only the last stop that goes lets it run.
    const free = clocks.filter(({ held }) => (sittingId === null ? !held : session.pausedAt === null));
    return ok(pausing ? await stopAll(tx, free, now) : await runAll(tx, free, now));
  }
}

const ACTION = { pause: 'clock-paused', resume: 'clock-resumed', extend: 'time-extended' } as const;

const idsOf = (clocks: readonly HeldClock[]): string[] => clocks.map(({ sittingId }) => sittingId);

async function stopAll(tx: Tx, clocks: readonly HeldClock[], now: number): Promise<Moved[]> {
  await endBreaks(tx, idsOf(clocks), now, true);
  return clocks.map((clock) => ({ sittingId: clock.sittingId, ...stopClock(clock, now) }));
}

/** Lets clocks run on, but for those whose candidates are on a break that the stop had interrupted: it goes on. */
async function runAll(tx: Tx, clocks: readonly HeldClock[], now: number): Promise<Moved[]> {
  const used = await takeInterrupted(tx, idsOf(clocks));
  const onBreak = clocks.flatMap(({ sittingId, accommodations }) => {
    const left = (accommodations.breakMinutes ?? 0) * 60_000 - (used.get(sittingId) ?? Infinity);
    return left > 0 ? [{ sittingId, beganAt: now, untilAt: now + left }] : [];
  });
  await beginBreaks(tx, onBreak);
  const until = new Map(onBreak.map(({ sittingId, untilAt }) => [sittingId, untilAt]));
  return clocks.map((clock) => ({
    sittingId: clock.sittingId,
    ...(until.has(clock.sittingId)
      ? stopClock(clock, now, (until.get(clock.sittingId) ?? now) - now)
      : runClock(clock, now)),
  }));
}
