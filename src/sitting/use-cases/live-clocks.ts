import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Bus, Database, LOGGER } from '../../platform/index.js';
import { clockAnswer, type ClockAnswer } from '../domain/clock-answer.js';
import { leaseKey, type SittingClaim } from '../domain/sitting-token.js';
import { clocksOf } from '../store/clock-store.js';

/** Where a device listens. */
export interface Listener {
  tell(clock: ClockAnswer): void;
  beat(): void;
  /** There will be nothing more: the process ends, or a newer stream of this device takes its place. */
  end(): void;
}

interface Open {
  readonly claim: SittingClaim;
  readonly listener: Listener;
  /** Known after the first look at the record. */
  sessionId: string | null;
}

const HEARTBEAT_MS = 25_000;
const BATCH = 1000;
// A device has one stream, and for a moment a second while the first is noticed to be dead.
const MOST_FOR_ONE_LEASE = 2;

/**
 * Tells devices their clock: at once when they begin to listen, and after each change. One subscription and one timer for
 * the whole process, however many listen; a change asks the record once for all whom it concerns, and what changes
 * meanwhile is asked for in the next round.
 */
@Injectable()
export class LiveClocks implements OnModuleDestroy {
  readonly #bySitting = new Map<string, Set<Open>>();
  readonly #due = new Set<Open>();
  #count = 0;
  #asking = false;
  #subscriptions: (() => void)[] = [];
  #heart: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** How many streams one process holds open. */
  readonly capacity = 20_000;

  /** @returns what ends the listening, or null where this process has no room. */
  listen(claim: SittingClaim, listener: Listener): (() => void) | null {
    if (this.#ended || this.#count >= this.capacity) return null;
    this.#begin();
    const open: Open = { claim, listener, sessionId: null };
    const all = this.#bySitting.get(claim.sittingId) ?? new Set();
    this.#bySitting.set(claim.sittingId, all);
    const same = [...all].filter((one) => one.claim.lease === claim.lease);
    for (const one of same.slice(0, same.length + 1 - MOST_FOR_ONE_LEASE)) {
      this.#drop(one);
      one.listener.end();
    }
    this.#bySitting.set(claim.sittingId, all.add(open));
    this.#count += 1;
    this.#ask([open]);
    return () => {
      this.#drop(open);
    };
  }

  onModuleDestroy(): void {
    this.#ended = true;
    for (const stop of this.#subscriptions) stop();
    clearInterval(this.#heart);
    for (const open of this.#all()) open.listener.end();
    this.#bySitting.clear();
    this.#count = 0;
  }

  #begin(): void {
    if (this.#heart) return;
    this.#heart = setInterval(() => {
      for (const open of this.#all()) open.listener.beat();
    }, HEARTBEAT_MS).unref();
    this.#subscriptions = [
      this.bus.subscribe('sitting', (hint) => {
        this.#ask(hint ? (this.#bySitting.get(hint['sittingId'] ?? '') ?? []) : this.#all());
      }),
      this.bus.subscribe('session', (hint) => {
        const sessionId = hint?.['sessionId'];
        // A stream that has not looked yet is looking now, and may look at what was before this change.
        this.#ask(
          this.#all().filter((open) => !hint || open.sessionId === null || open.sessionId === sessionId),
        );
      }),
    ];
  }

  #all(): Open[] {
    return [...this.#bySitting.values()].flatMap((all) => [...all]);
  }

  #drop(open: Open): void {
    const all = this.#bySitting.get(open.claim.sittingId);
    if (!all?.delete(open)) return;
    this.#count -= 1;
    this.#due.delete(open);
    if (all.size === 0) this.#bySitting.delete(open.claim.sittingId);
  }

  #ask(open: Iterable<Open>): void {
    for (const one of open) this.#due.add(one);
    if (!this.#asking && this.#due.size > 0) void this.#answerAll();
  }

  async #answerAll(): Promise<void> {
    this.#asking = true;
    // Whoever connects in the same turn joins the first round.
    await new Promise(setImmediate);
    while (this.#due.size > 0 && !this.#ended) {
      const round = [...this.#due].slice(0, BATCH);
      for (const open of round) this.#due.delete(open);
      try {
        await this.#answer(round);
      } catch (error) {
        this.logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'clocks not told');
        // The record is away: they come again, and are told then.
        for (const open of round) {
          this.#drop(open);
          open.listener.end();
        }
      }
    }
    this.#asking = false;
  }

  async #answer(round: readonly Open[]): Promise<void> {
    const claims = new Map(round.map(({ claim }) => [leaseKey(claim), claim]));
    const clocks = await clocksOf(this.database.tx, [...claims.values()]);
    const found = new Map(clocks.map((clock) => [leaseKey(clock), clock]));
    for (const open of round) {
      const clock = found.get(leaseKey(open.claim));
      if (!clock) {
        this.#drop(open);
        open.listener.end();
        continue;
      }
      open.sessionId = clock.sessionId;
      if (this.#bySitting.get(open.claim.sittingId)?.has(open)) open.listener.tell(clockAnswer(clock));
    }
  }
}
