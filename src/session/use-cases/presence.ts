import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../../platform/index.js';

/** A candidate who goes on asking is written down once in so many milliseconds. */
const ONCE_IN = 15_000;
const GATHER = 1_000;

/**
 * Who is in a waiting room. Thirty thousand candidates ask again and again: what they say is gathered here and written
 * in one statement a second, each candidate once in fifteen seconds, into a table that is not logged. Losing some of it
 * costs a proctor a quarter of a minute of not seeing somebody.
 */
@Injectable()
export class Presence implements OnModuleDestroy {
  readonly #written = new Map<string, number>();
  #waiting: { readonly sessionId: string; readonly applicationId: string }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  /** A candidate has asked from the waiting room. Costs a look into memory. */
  seen(sessionId: string, applicationId: string): void {
    const key = `${sessionId} ${applicationId}`;
    const now = performance.now();
    if (now - (this.#written.get(key) ?? -ONCE_IN) < ONCE_IN) return;
    this.#written.set(key, now);
    this.#waiting.push({ sessionId, applicationId });
    this.#timer ??= setTimeout(() => void this.flush(), GATHER).unref();
  }

  /** Writes what is gathered. A hint that is lost is no fault: the next question brings it again. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const gathered = this.#waiting;
    this.#waiting = [];
    const longAgo = performance.now() - ONCE_IN;
    for (const [key, at] of this.#written) if (at < longAgo) this.#written.delete(key);
    if (gathered.length === 0) return;
    // Sorted: two processes that write the same rows lock them in the same order.
    const sorted = gathered.toSorted((a, b) => (a.applicationId < b.applicationId ? -1 : 1));
    await this.database
      .query(
        `INSERT INTO session_presence (session_id, application_id, seen_at)
         SELECT DISTINCT ON (t.application_id, t.session_id) t.session_id, t.application_id, clock_timestamp()
         FROM unnest($1::uuid[], $2::uuid[]) AS t (session_id, application_id)
         ORDER BY t.application_id, t.session_id
         ON CONFLICT (session_id, application_id) DO UPDATE SET seen_at = EXCLUDED.seen_at`,
        [sorted.map(({ sessionId }) => sessionId), sorted.map(({ applicationId }) => applicationId)],
      )
      .catch(() => undefined);
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }
}
