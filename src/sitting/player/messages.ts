import { ApiRefusal, type Api, type Message } from './api.js';
import { backOff } from '../../pages/browser/back-off.js';
import { MessageDialog } from './message-dialog.js';
import { MessageList } from './message-list.js';
import type { Shell } from './shell.js';

/**
 * What staff write during the exam: fetched once the clock tells of it, shown one after the other, kept in a list. What
 * was read is told to the server, again and again until it has it; after a reload whatever it has not shows once more.
 */
export class Messages {
  /** By number, the oldest first. */
  #all: readonly Message[] = [];
  /** Read here; the server may not know yet. */
  readonly #read = new Set<number>();
  readonly #untold = new Set<number>();
  #known = 0;
  #newest = 0;
  #asking = false;
  #failures = 0;
  #timer: number | undefined;
  #stopped = false;
  readonly #dialog: MessageDialog;
  readonly #list: MessageList;

  constructor(
    private readonly api: Api,
    private readonly token: string,
    private readonly shell: Shell,
  ) {
    this.#list = new MessageList(shell);
    this.#dialog = new MessageDialog(shell, (message) => {
      this.#read.add(message.number);
      this.#untold.add(message.number);
      this.draw();
      void this.#ask();
    });
  }

  /** @param newest the number of the newest message for this sitting, as the clock tells it. */
  hear(newest: number): void {
    this.#newest = newest;
    void this.#ask();
  }

  /** Shows what is there, in the language that is chosen now. */
  draw(): void {
    if (this.#stopped) return;
    const unread = this.#all.filter((message) => !this.#isRead(message));
    this.#list.draw(this.#all, unread);
    this.#dialog.show(unread);
  }

  /** The time that is left stays in sight while a message is. */
  showTime(): void {
    this.#dialog.showTime();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#dialog.close();
  }

  // It may become so while the server is asked.
  #isOver(): boolean {
    return this.#stopped;
  }

  #isRead({ number, isRead }: Message): boolean {
    return isRead || this.#read.has(number);
  }

  /** Tells the server what was read and asks for what is new, until both are done. */
  async #ask(): Promise<void> {
    if (this.#asking || this.#isOver()) return;
    this.#asking = true;
    clearTimeout(this.#timer);
    try {
      while (this.#untold.size > 0 || this.#newest > this.#known) {
        await this.#tell();
        if (this.#newest > this.#known) await this.#fetch();
      }
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      this.#failures += 1;
      const rest = backOff(this.#failures, error.retryAfter);
      if (!this.#isOver()) this.#timer = window.setTimeout(() => void this.#ask(), rest);
    } finally {
      this.#asking = false;
    }
  }

  async #fetch(): Promise<void> {
    const newest = this.#newest;
    const fetched = await this.api.messages(this.token, this.#known);
    this.#all = [...this.#all, ...fetched];
    this.#known = Math.max(newest, ...fetched.map(({ number }) => number));
    this.draw();
  }

  async #tell(): Promise<void> {
    for (const number of this.#untold) {
      try {
        await this.api.readMessage(this.token, number);
      } catch (error) {
        if (!(error instanceof ApiRefusal) || error.isPassing) throw error;
      }
      this.#untold.delete(number);
    }
  }
}
