import { Injectable } from '@nestjs/common';
import { Database, KeyRing } from '../../platform/index.js';

const WINDOW_SECONDS = 900;

/** Failed sign-ins in a quarter of an hour, by account and by address, after which further ones are refused. */
export const LIMITS = { account: 10, address: 100 } as const;

/**
 * Counts failures in PostgreSQL, so that all api processes count together. Accounts and addresses are kept only as
 * keyed hashes, and for a day.
 */
@Injectable()
export class Throttle {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** Seconds to wait, or 0 where a try is allowed. */
  async wait(kind: keyof typeof LIMITS, who: string): Promise<number> {
    const [row] = await this.database.query<{ hits: number; wait: number }>(
      `SELECT hits, ceil(extract(epoch FROM window_start) + ${String(WINDOW_SECONDS)}
         - extract(epoch FROM clock_timestamp()))::int AS wait
       FROM throttle WHERE bucket = $1 AND window_start = ${WINDOW}`,
      [this.#bucket(kind, who)],
    );
    return row && row.hits >= LIMITS[kind] ? Math.max(1, row.wait) : 0;
  }

  async fail(kind: keyof typeof LIMITS, who: string): Promise<void> {
    await this.database.query(
      `INSERT INTO throttle (bucket, window_start, hits) VALUES ($1, ${WINDOW}, 1)
       ON CONFLICT (bucket, window_start) DO UPDATE SET hits = throttle.hits + 1`,
      [this.#bucket(kind, who)],
    );
    await this.database.query(
      `DELETE FROM throttle WHERE window_start < clock_timestamp() - interval '1 day'`,
    );
  }

  #bucket(kind: string, who: string): string {
    return `${kind}:${this.keys.mac('personal-data', 'throttle', who).toString('base64url')}`;
  }
}

const WINDOW = `to_timestamp(floor(extract(epoch FROM clock_timestamp()) / ${String(WINDOW_SECONDS)}) * ${String(WINDOW_SECONDS)})`;
