import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, GroupCommit, GroupCommitFull, KeyRing, LOGGER } from '../../platform/index.js';
import { leaseKey, type SittingClaim } from '../../sitting/index.js';
import { addressPart } from '../domain/address-part.js';
import { Allowances } from '../domain/allowances.js';
import { detailOf, inOrder, type DeviceSignal } from '../domain/signal.js';
import { dueSlot, wantedSlot } from '../domain/snapshot-moment.js';
import { writeBeats, type Beat, type Camera } from '../store/beat-store.js';
import { beginStates, standingsOf, type Standing } from '../store/standing-store.js';
import { KeepSignals } from './keep-signals.js';

/** What a device sends now and then. */
export interface Report {
  readonly signals: readonly DeviceSignal[];
  readonly camera: Camera;
  /** The slot of the last snapshot that was kept; 0 for none. */
  readonly lastSlot: number;
  /** This page has not heard yet which of its signals are on disk: another process may have them. */
  readonly first?: boolean;
}

export interface Heard {
  /** Signals up to this number are on disk, or dropped where a sitting has more of them than anybody reads. */
  readonly acknowledged: number;
  /** Seconds: report again after so long in which nothing was saved. */
  readonly quiet: number;
  /** Seconds: report at least so often. */
  readonly longest: number;
  /** The slot of which a snapshot is wanted now, or null. */
  readonly snapshot: number | null;
}

const HEARD = { quiet: 10, longest: 60, snapshot: null } as const;
/** A device reports each ten seconds and at each signal; who sends more often than this wants to flood. */
const RATE = { most: 30, perSecond: 1 } as const;
const KNOWN_FOR = 60_000;
const MOST_KNOWN = 50_000;
const GATHER = 1000;
/** Changes of address that wait for a database that takes nothing: more than these are lost. */
const MOST_UNTOLD = 1000;

/** A device that came by another address. */
interface Moved {
  readonly beat: Beat;
  /** By `performance.now()`. */
  readonly at: number;
}

/**
 * Hears of candidates' devices: that they are there, and what happened on them. That they are there is gathered and written
 * once a second; a report that has nothing else to say costs a look into memory.
 *
 * Refusals: WATCH.FLOOD, WATCH.NOT_WATCHED (also where nothing was agreed to), WATCH.OUT_OF_ORDER, those of {@link KeepSignals}.
 */
@Injectable()
export class HearDevice implements OnModuleDestroy {
  // What is known is asked anew after a while, however much of it has changed since.
  readonly #known = new LRUCache<string, Standing>({ max: MOST_KNOWN, ttl: KNOWN_FOR, noUpdateTTL: true });
  readonly #allowances = new Allowances(RATE);
  readonly #beats = new Map<string, Beat>();
  /** The beat that told of it has taken the place of the one before: nothing else knows of it any more. */
  #untold: Moved[] = [];
  readonly #looks: GroupCommit<SittingClaim, Standing | undefined>;
  readonly #addressKey: Buffer;
  readonly #momentKey: Buffer;
  #ahead = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly keepSignals: KeepSignals,
    private readonly keys: KeyRing,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#addressKey = keys.derive('personal-data', 'watch-address');
    this.#momentKey = keys.derive('sitting-tokens', 'snapshot-moments');
    this.#looks = new GroupCommit(leaseKey, (claims) => this.#look(claims));
  }

  /** @param address of the device, of which a keyed hash is kept. */
  async run(claim: SittingClaim, report: Report, address: string): Promise<Result<Heard>> {
    if (!this.#allowances.take(leaseKey(claim), performance.now())) return FLOOD;
    const sound = inOrder(report.signals);
    if (!sound.ok) return sound;
    if (report.first) this.#known.delete(leaseKey(claim));
    const standing = await this.#standing(claim);
    if (standing === null) return BUSY;
    if (!standing?.isWatched) return NOT_WATCHED;
    const { sessionId, mayTellLast } = standing;
    // After the end only what was not told before is heard.
    if (mayTellLast && report.first && report.signals.length === 0)
      return ok({ ...HEARD, acknowledged: standing.leaseSeq });
    if (!standing.isActive && !(mayTellLast && report.signals.length > 0)) return OVER;
    let acknowledged = standing.leaseSeq;
    // Also where it says nothing and comes from another device than the last: that is one.
    if (report.signals.length > 0 || standing.knownLease !== claim.lease) {
      const signals = report.signals.map((signal) => ({ ...signal, detail: detailOf(signal) }));
      const kept = await this.keepSignals.run(sessionId, { ...claim, signals });
      if (!kept.ok) {
        this.#known.delete(leaseKey(claim));
        return kept;
      }
      ({ acknowledged } = kept.value);
      if (!kept.value.isOpen) {
        this.#known.delete(leaseKey(claim));
        return ok({ ...HEARD, acknowledged });
      }
      this.#remember({ ...standing, knownLease: claim.lease, leaseSeq: acknowledged });
    }
    this.#heard({
      sittingId: claim.sittingId,
      sessionId,
      lease: claim.lease,
      camera: report.camera,
      address: this.keys.macWith(this.#addressKey, `${claim.sittingId} ${addressPart(address)}`),
    });
    return ok({ ...HEARD, acknowledged, snapshot: this.#snapshot(standing, report) });
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const beats = [...this.#beats.values()];
    this.#beats.clear();
    if (beats.length + this.#untold.length > 0) this.#writing = this.#writing.then(() => this.#write(beats));
    await this.#writing;
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  /** @returns undefined where there is no such lease, null where too many ask. */
  async #standing(claim: SittingClaim): Promise<Standing | undefined | null> {
    const known = this.#known.get(leaseKey(claim));
    if (known) return known;
    try {
      const standing = await this.#looks.add(claim);
      if (standing) this.#ahead = standing.now - performance.now();
      if (standing?.isActive && standing.isWatched) this.#remember(standing);
      return standing;
    } catch (error) {
      if (error instanceof GroupCommitFull) return null;
      throw error;
    }
  }

  #remember(standing: Standing): void {
    this.#known.set(leaseKey(standing), standing);
  }

  async #look(claims: readonly SittingClaim[]): Promise<(Standing | undefined)[]> {
    const { tx } = this.database;
    const found = new Map((await standingsOf(tx, claims)).map((one) => [leaseKey(one), one]));
    const fresh = [...found.values()].filter(
      ({ knownLease, isActive, mayTellLast, isWatched }) =>
        knownLease === null && (isActive || mayTellLast) && isWatched,
    );
    if (fresh.length > 0) await beginStates(tx, fresh);
    return claims.map((claim) => found.get(leaseKey(claim)));
  }

  #heard(beat: Beat): void {
    this.#beats.set(beat.sittingId, beat);
    this.#timer ??= setTimeout(() => void this.flush(), GATHER).unref();
  }

  /** A beat that is lost is no fault: the next one brings it again. */
  async #write(beats: readonly Beat[]): Promise<void> {
    const moved = this.#untold;
    this.#untold = [];
    try {
      const others = beats.length > 0 ? await writeBeats(this.database.tx, beats) : new Set();
      const at = performance.now();
      moved.push(...beats.filter(({ sittingId }) => others.has(sittingId)).map((beat) => ({ beat, at })));
    } catch (error) {
      this.#failed(error);
    }
    const isTold = await Promise.all(moved.map((one) => this.#tellMoved(one)));
    this.#untold = moved.filter((_, index) => !isTold[index]).slice(0, MOST_UNTOLD);
  }

  /** @returns false where it has to be told again. */
  async #tellMoved({ beat: { sittingId, sessionId, lease }, at }: Moved): Promise<boolean> {
    const ago = Math.round(performance.now() - at);
    const signal = { seq: 0, kind: 'address-changed', ago, lasted: null, detail: null };
    try {
      const kept = await this.keepSignals.run(sessionId, { sittingId, lease, signals: [signal] });
      return kept.ok || kept.refusal.kind !== 'unavailable';
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #failed(error: unknown): void {
    this.logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'beats not written');
  }

  #snapshot({ sittingId, snapshotsAnHour }: Standing, { camera, lastSlot }: Report): number | null {
    if (snapshotsAnHour === 0 || camera !== 'on') return null;
    const now = this.#now();
    return wantedSlot(this.slotOf(sittingId, snapshotsAnHour, now), lastSlot, now);
  }

  /** PostgreSQL's clock, by the last look at the record: a host's counts for differences alone. */
  #now(): number {
    return this.#ahead + performance.now();
  }

  /** When a sitting's snapshot is due. */
  slotOf(sittingId: string, snapshotsAnHour: number, now: number) {
    return dueSlot((text) => this.keys.macWith(this.#momentKey, text), sittingId, snapshotsAnHour, now);
  }
}

const FLOOD = refuse('limited', 'WATCH.FLOOD', 'This device reports far more often than is needed.', {
  retryAfter: 10,
});
const NOT_WATCHED = refuse(
  'conflict',
  'WATCH.NOT_WATCHED',
  'Nothing is watched here, or nothing was agreed to.',
);
const OVER = refuse('gone', 'WATCH.OVER', 'Nothing more is taken from this device.');
const BUSY = refuse(
  'unavailable',
  'WATCH.BUSY',
  'Many devices report at this moment. Try again in a while.',
  {
    retryAfter: 5,
  },
);
