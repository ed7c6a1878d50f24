import { fork, type ChildProcess } from 'node:child_process';
import { SetupError } from '../embedded/setup-error.js';
import { restartPause } from './restart-pause.js';

const STOP_MILLISECONDS = 15_000;

/** A child that is kept up: once it was ready it is started again whenever it ends, with growing pauses. */
export class ManagedProcess {
  #child: ChildProcess | undefined;
  #stopping = false;
  #crashes: number[] = [];

  constructor(
    private readonly file: string,
    private readonly mode: 'api' | 'worker',
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Resolves once the child says that it is ready. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      // A session of its own: Ctrl-C reaches the supervisor alone, which then stops the child in order.
      const child = fork(this.file, [this.mode], {
        env: this.env,
        detached: true,
        execArgv: ['--enable-source-maps'],
      });
      this.#child = child;
      let ready = false;
      child.on('message', (message: { ready?: boolean }) => {
        if (message.ready) {
          ready = true;
          resolve();
        }
      });
      child.on('exit', (code, signal) => {
        this.#child = undefined;
        if (this.#stopping) return;
        if (ready) this.#restart(signal ?? `code ${String(code)}`);
        else reject(new SetupError(`The ${this.mode} did not start; what it said stands above.`));
      });
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
      child.on('exit', () => {
        clearTimeout(force);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  // It never gives up: what it waits for (a database that recovers, a disk that is full) may take longer than any limit.
  /** @param how it ended: a signal or an exit code. */
  #restart(how: string): void {
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < 60_000), now];
    const pause = restartPause(this.#crashes.length);
    process.stderr.write(
      `The ${this.mode} ended unexpectedly (${how}) and is started again in ${(pause / 1000).toFixed(1)} s.\n`,
    );
    setTimeout(() => {
      if (this.#stopping) return;
      this.start().then(
        () => process.stderr.write(`The ${this.mode} is up again.\n`),
        () => {
          if (!this.#stopping) this.#restart('it did not start');
        },
      );
    }, pause);
  }
}

/** Runs a child to its end. @returns the lines it hands over. @throws SetupError where it fails. */
export function runOnce(file: string, mode: 'setup', env: NodeJS.ProcessEnv): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = fork(file, [mode], { env, execArgv: ['--enable-source-maps'] });
    let lines: string[] = [];
    child.on('message', (message: { lines?: string[] }) => {
      lines = message.lines ?? [];
    });
    child.on('exit', (code) => {
      if (code === 0) resolve(lines);
      else reject(new SetupError('The set-up did not finish; what it said stands above.'));
    });
  });
}
