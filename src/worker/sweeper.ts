import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { ClearDocuments, EnqueueScans } from '../application/index.js';
import { EnqueueForeseen, FinishRegrades } from '../appeal/index.js';
import { RemindOfOffers, SettleOffers } from '../appointment/index.js';
import { EnqueueRehearsals } from '../desk/index.js';
import { EnqueueAssemblies, EnqueueSealing } from '../form/index.js';
import { EnqueueOwed, ReleaseSigned, SettleHeld } from '../grading/index.js';
import { EnqueueStatistics } from '../measurement/index.js';
import { EnqueueNotices } from '../notice/index.js';
import { beat, Database, forgetSignIns, LOGGER } from '../platform/index.js';
import { ClearWatched, NoteSilence } from '../proctoring/index.js';
import { AskWitnesses, DrainOutbox, StateKeys } from '../registry/index.js';
import { CloseOverdue, Regrant } from '../sitting/index.js';

/** Touched at the end of each round: what a health check of this worker looks at. */
export const HEARTBEAT = path.join(os.tmpdir(), 'openmerit-worker.heartbeat');

const BEAT_EVERY = 5_000;
const LISTEN_EVERY = 5_000;
// Whether statistics are owed is a count of everybody's sheets. A pause that grew with how long the last count took would,
// after one slow moment of the machine, leave people waiting for half a minute and more.
const COUNT_EVERY = 5_000;
// A witness need not see each of two checkpoints a second: the newest covers those before it.
const ASK_EVERY = 3_000;
// What is kept for years need not go within a second.
const CLEAR_EVERY = 60_000;

/**
 * Does what the record says is owed, whatever became of the queue: settles accommodations, closes overdue sittings, notes
 * where nothing is heard of a device, enqueues grading, assemblies, sealing, scans and previews of changes, destroys documents past
 * their time, carries out signed releases, settles incidents, brings regrades to their end, publishes facts, has witnesses cosign them. Each step is
 * safe to run in many workers at once.
 */
@Injectable()
export class Sweeper {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #askedAt = -ASK_EVERY;
  readonly #doneAt = new Map<string, number>();
  readonly #asking = new Set<Promise<void>>();
  readonly #leaving = new AbortController();

  constructor(
    private readonly regrant: Regrant,
    private readonly noteSilence: NoteSilence,
    private readonly closeOverdue: CloseOverdue,
    private readonly enqueueOwed: EnqueueOwed,
    private readonly enqueueAssemblies: EnqueueAssemblies,
    private readonly enqueueSealing: EnqueueSealing,
    private readonly enqueueRehearsals: EnqueueRehearsals,
    private readonly enqueueScans: EnqueueScans,
    private readonly clearDocuments: ClearDocuments,
    private readonly clearWatched: ClearWatched,
    private readonly enqueueNotices: EnqueueNotices,
    private readonly releaseSigned: ReleaseSigned,
    private readonly settleHeld: SettleHeld,
    private readonly enqueueStatistics: EnqueueStatistics,
    private readonly settleOffers: SettleOffers,
    private readonly remindOfOffers: RemindOfOffers,
    private readonly enqueueForeseen: EnqueueForeseen,
    private readonly finishRegrades: FinishRegrades,
    private readonly stateKeys: StateKeys,
    private readonly drainOutbox: DrainOutbox,
    private readonly askWitnesses: AskWitnesses,
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One round. A step that fails is logged and does not hold up the others. */
  async sweep(): Promise<void> {
    await this.#step('settle accommodations', () => this.regrant.settle());
    await this.#step('close overdue sittings', () => this.closeOverdue.run());
    await this.#step('note where nothing is heard', () =>
      this.#seldom('silence', LISTEN_EVERY, () => this.noteSilence.run()),
    );
    await this.#step('enqueue owed grading', () => this.enqueueOwed.run());
    await this.#step('enqueue owed assemblies', () => this.enqueueAssemblies.run());
    await this.#step('enqueue owed sealing', () => this.enqueueSealing.run());
    await this.#step('enqueue owed rehearsals', () => this.enqueueRehearsals.run());
    await this.#step('enqueue owed scans', () => this.enqueueScans.run());
    await this.#step('destroy documents past their time', () =>
      this.#seldom('documents', CLEAR_EVERY, () => this.clearDocuments.run()),
    );
    await this.#step('remove what was watched and is past its time', () =>
      this.#seldom('watched', CLEAR_EVERY, () => this.clearWatched.run()),
    );
    await this.#step('forget sign-ins whose time is over', () =>
      this.#seldom('sign-ins', CLEAR_EVERY, () => forgetSignIns(this.database)),
    );
    await this.#step('carry out signed releases', () => this.releaseSigned.run());
    await this.#step('settle incidents', () => this.settleHeld.run());
    await this.#step('enqueue owed statistics', () =>
      this.#seldom('statistics', COUNT_EVERY, () => this.enqueueStatistics.run()),
    );
    await this.#step('enqueue letters', () => this.enqueueNotices.run());
    await this.#step('remind of offers', () => this.remindOfOffers.run());
    await this.#step('end offers whose time is over', () => this.settleOffers.run());
    await this.#step('enqueue what proposed changes would do', () => this.enqueueForeseen.run());
    await this.#step('bring regrades to their end', () => this.finishRegrades.run());
    await this.#step('state signing keys', () => this.stateKeys.run());
    await this.#step('publish facts', () => this.drainOutbox.run());
    this.#ask();
    await this.#step('say that this worker is alive', () =>
      this.#seldom('beat', BEAT_EVERY, () => this.#beat()),
    );
    await writeFile(HEARTBEAT, '').catch(() => undefined);
  }

  /** Sweeps now and then again and again, with a pause of `milliseconds` between rounds, until {@link stop}. */
  start(milliseconds = 500): void {
    const round = (): void => {
      this.#running = this.sweep().finally(() => {
        if (!this.#stopped) this.#timer = setTimeout(round, milliseconds);
      });
    };
    round();
  }

  /** Lets the round under way finish. Witnesses are not waited for: another worker asks them again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    this.#leaving.abort();
    await Promise.all(this.#asking);
  }

  /** Beside the rounds: a witness that takes its time holds up nothing that is owed, nor other witnesses. */
  #ask(): void {
    const now = performance.now();
    if (now - this.#askedAt < ASK_EVERY) return;
    this.#askedAt = now;
    const asking = this.#step('ask witnesses', () => this.askWitnesses.run(this.#leaving.signal)).finally(
      () => this.#asking.delete(asking),
    );
    this.#asking.add(asking);
  }

  /** What the checklist of a session looks at. */
  async #beat(): Promise<number> {
    await beat(this.database, `${os.hostname()} ${String(process.pid)}`);
    return 0;
  }

  /** Once in so many milliseconds. */
  async #seldom(what: string, every: number, work: () => Promise<number>): Promise<number> {
    const now = performance.now();
    if (now - (this.#doneAt.get(what) ?? -every) < every) return 0;
    this.#doneAt.set(what, now);
    return work();
  }

  async #step(what: string, work: () => Promise<number>): Promise<void> {
    try {
      const done = await work();
      if (done > 0) this.logger.info({ what, done }, 'swept');
    } catch (error) {
      this.logger.error({ what, error: error instanceof Error ? error.name : 'unknown' }, 'sweep failed');
    }
  }
}
