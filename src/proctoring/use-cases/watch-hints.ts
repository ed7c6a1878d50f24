import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Bus } from '../../platform/index.js';

/** A session whose candidates tell much is told of no more often. */
const ONCE_IN = 200;

/** Tells boards, in whichever process, that something of a session has changed: after the commit, each session once in a while. */
@Injectable()
export class WatchHints implements OnModuleDestroy {
  readonly #due = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly bus: Bus) {}

  changed(sessionId: string): void {
    this.#due.add(sessionId);
    this.#timer ??= setTimeout(() => void this.flush(), ONCE_IN).unref();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const due = [...this.#due];
    this.#due.clear();
    for (const sessionId of due) await this.bus.publish('watch', { sessionId });
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }
}
