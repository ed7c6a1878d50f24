import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import {
  Database,
  DatabaseUnavailable,
  GroupCommit,
  GroupCommitFull,
  type OwnConnection,
} from '../../platform/index.js';
import { MOST_SIGNALS } from '../domain/signal.js';
import { signalBatch, SIGNAL_SESSION, type KeptRun, type SignalRun } from '../store/signal-batch.js';
import { WatchHints } from './watch-hints.js';

const BATCH = 500;
const WAITING = 20_000;

/**
 * Keeps what happened on devices. An acknowledgement means: committed. What is sent again is dropped, and so is what a device
 * tells beyond {@link MOST_SIGNALS}.
 *
 * Refusals: WATCH.OVER (the sitting or this lease is over), WATCH.BUSY.
 */
@Injectable()
export class KeepSignals {
  readonly #connection: OwnConnection;
  readonly #commit: GroupCommit<SignalRun, KeptRun | null>;

  constructor(
    database: Database,
    private readonly hints: WatchHints,
  ) {
    this.#connection = database.ownConnection('openmerit-signals', SIGNAL_SESSION);
    this.#commit = new GroupCommit<SignalRun, KeptRun | null>(
      ({ sittingId }) => sittingId,
      (runs) => signalBatch(this.#connection, runs, MOST_SIGNALS),
      BATCH,
      WAITING,
    );
  }

  /** @param sessionId of the sitting, whose state has begun. */
  async run(sessionId: string, run: SignalRun): Promise<Result<KeptRun>> {
    try {
      const kept = await this.#commit.add(run);
      if (kept === null) return OVER;
      this.hints.changed(sessionId);
      return ok(kept);
    } catch (error) {
      if (error instanceof GroupCommitFull || error instanceof DatabaseUnavailable || isDeadlock(error))
        return BUSY;
      throw error;
    }
  }
}

/** Whoever is chosen to give way sends it again. */
const isDeadlock = (error: unknown): boolean => (error as { code?: string }).code === '40P01';

const OVER = refuse('gone', 'WATCH.OVER', 'Nothing more is taken from this device.');
const BUSY = refuse('unavailable', 'WATCH.BUSY', 'This cannot be kept at this moment. Send it again.', {
  retryAfter: 5,
});
