import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { PATIENCE } from './cluster.js';
import type { FromLoad, LoadPlan, LoadSummary, ToLoad } from '../../../bench/load/load.js';

/** The candidates, in a process that no fault touches; tells how far they are. */
export class ExamLoad {
  acknowledged = 0;
  failed = 0;
  /** Resolves when everybody has left. */
  readonly ended: Promise<LoadSummary>;
  #over = false;
  readonly #child: ChildProcess;
  #listeners: (() => void)[] = [];

  constructor(projectDir: string, plan: LoadPlan) {
    this.#child = fork(path.join(projectDir, 'dist', 'bench', 'load', 'load.js'), [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('exit', () => {
        reject(new Error('The load ended before its candidates did.'));
      });
      this.#child.on('message', (message: FromLoad) => {
        if ('ended' in message) {
          this.#over = true;
          resolve(message.ended);
        } else if ('progress' in message)
          ({ acknowledged: this.acknowledged, failed: this.failed } = message.progress);
        for (const listener of this.#listeners) listener();
      });
    });
    this.ended.catch(() => undefined);
    this.#send({ begin: plan });
  }

  /** Until so many more events are acknowledged. */
  acknowledges(more: number): Promise<void> {
    const goal = this.acknowledged + more;
    return this.#until(() => this.acknowledged >= goal, `${String(more)} more acknowledgements`);
  }

  /** Until so many more tries have failed. */
  fails(more: number): Promise<void> {
    const goal = this.failed + more;
    return this.#until(() => this.failed >= goal, `${String(more)} more failures`);
  }

  /** The devices' wall clocks go wrong by so much. */
  jump(milliseconds: number): void {
    this.#send({ jump: milliseconds });
  }

  /** Nobody sits down any more; who sits finishes. */
  last(): void {
    this.#send({ last: true });
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #send(message: ToLoad): void {
    this.#child.send(message);
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(guard);
        this.#listeners = this.#listeners.filter((one) => one !== look);
      };
      const look = (): void => {
        if (holds()) {
          end();
          resolve();
        } else if (this.#over) {
          end();
          reject(new Error(`Everybody has left before there were ${what}: the exam is too small.`));
        }
      };
      const guard = setTimeout(() => {
        end();
        reject(new Error(`There were no ${what} within ${String(PATIENCE)} s.`));
      }, PATIENCE * 1000);
      this.#listeners.push(look);
      look();
    });
  }
}
