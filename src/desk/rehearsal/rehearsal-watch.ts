import type { Database } from '../../platform/index.js';
import type { RehearsalView } from '../../session/index.js';
import { Stopped, type Observations } from './crowd.js';

const LOOK_AGAIN = 500;

/** Looks again and again whether a rehearsal is to go on, and writes how far it is. */
export class RehearsalWatch {
  readonly #until: number;
  readonly #timer: NodeJS.Timeout;
  #cancelled = false;
  #looking = false;

  constructor(
    private readonly database: Database,
    private readonly run: {
      readonly rehearsal: RehearsalView;
      readonly runner: string;
      readonly seen: Observations;
    },
    private readonly isStopping: () => boolean,
  ) {
    this.#until = performance.now() + run.rehearsal.timeLimitSeconds * 1000;
    this.#timer = setInterval(() => void this.#look(), LOOK_AGAIN);
  }

  get isOutOfTime(): boolean {
    return performance.now() > this.#until;
  }

  isOver(): boolean {
    return this.#cancelled || this.isStopping() || this.isOutOfTime;
  }

  /** @throws Stopped */
  async pause(): Promise<void> {
    if (this.isOver()) throw new Stopped();
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    if (this.isOver()) throw new Stopped();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** Says that this runner is alive, and sees whether the rehearsal is still its own. */
  async #look(): Promise<void> {
    // One at a time: an older count must not overwrite a newer one.
    if (this.#looking) return;
    this.#looking = true;
    try {
      const { rehearsal, runner, seen } = this.run;
      const [row] = await this.database.query(
        `UPDATE rehearsal SET alive_at = clock_timestamp(), started = $3, handed_in = $4
         WHERE id = $1 AND runner = $2 AND state = 'running' RETURNING 1`,
        [rehearsal.id, runner, seen.started, seen.handedIn],
      );
      if (!row) this.#cancelled = true;
    } catch {
      // The database is away for a moment: the next look will tell.
    } finally {
      this.#looking = false;
    }
  }
}
