import { isAlive, startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { restartPause } from './restart-pause.js';

const LOOK_MILLISECONDS = 500;

/** The embedded PostgreSQL, kept up: where it ends by itself it comes back on the same data and the same port. */
export class KeptPostgres {
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #starting: Promise<void> = Promise.resolve();
  #failures = 0;

  private constructor(
    private readonly folder: string,
    private postgres: EmbeddedPostgres,
  ) {
    this.#lookLater(LOOK_MILLISECONDS);
  }

  /** @throws SetupError in one sentence, where it does not start the first time. */
  static async start(folder: string): Promise<KeptPostgres> {
    return new KeptPostgres(folder, await startEmbeddedPostgres(folder));
  }

  get url(): string {
    return this.postgres.url;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#starting;
    await this.postgres.stop();
  }

  // It is no child of ours: pg_ctl lets it run on its own, so that it outlives a supervisor that was killed.
  #lookLater(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      if (isAlive(this.postgres.pid)) this.#lookLater(LOOK_MILLISECONDS);
      else this.#starting = this.#startAgain();
    }, milliseconds);
  }

  async #startAgain(): Promise<void> {
    process.stderr.write('PostgreSQL ended unexpectedly and is started again.\n');
    let pause = LOOK_MILLISECONDS;
    try {
      const port = Number(new URL(this.url).port);
      this.postgres = await startEmbeddedPostgres(this.folder, { port });
      this.#failures = 0;
      process.stderr.write('PostgreSQL is up again.\n');
    } catch (error) {
      this.#failures += 1;
      pause = restartPause(this.#failures);
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
    if (!this.#stopping) this.#lookLater(pause);
  }
}
