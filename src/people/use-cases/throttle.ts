import { Injectable } from '@nestjs/common';
import { Database, KeyRing } from '../../platform/index.js';

const WINDOW_SECONDS = 900;

/**
 * In a quarter of an hour: failed sign-ins by account and by address, seat codes that one candidate types, names that are held
 * against one certificate, and wrong codes of a second factor, after which further ones are refused.
 */
export const LIMITS = {
  account: 10,
  address: 100,
  'seat-code': 10,
  'certificate-name': 20,
  'second-factor': 10,
} as const;

interface Hits {
  readonly hits: number;
  /** Seconds until the next quarter of an hour. */
  readonly wait: number;
}

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

  /** Seconds to wait, or 0 where a try is allowed to all of them. */
  async wait(whose: readonly (readonly [kind: keyof typeof LIMITS, who: string])[]): Promise<number> {
    const [row] = await this.database.query<{ wait: number | null }>(
      `SELECT max(${WAIT}) AS wait FROM throttle JOIN unnest($1::text[], $2::int[]) AS asked (bucket, allowed) USING (bucket)
       WHERE window_start = ${WINDOW} AND hits >= allowed`,
      [whose.map(([kind, who]) => this.#bucket(kind, who)), whose.map(([kind]) => LIMITS[kind])],
    );
    return typeof row?.wait === 'number' ? Math.max(1, row.wait) : 0;
  }

  /** Counts a try before it is made, so that many at once get no further than the limit. @returns seconds to wait, or 0. */
  async take(kind: keyof typeof LIMITS, who: string): Promise<number> {
    const [row] = await this.database.query<Hits>(`${COUNT} RETURNING hits, ${WAIT} AS wait`, [
      this.#bucket(kind, who),
    ]);
    return row && row.hits > LIMITS[kind] ? Math.max(1, row.wait) : 0;
  }

  /** A try that {@link take} counted was a right one. */
  async giveBack(kind: keyof typeof LIMITS, who: string): Promise<void> {
    await this.database.query(
      `UPDATE throttle SET hits = hits - 1 WHERE bucket = $1 AND window_start = ${WINDOW} AND hits > 0`,
      [this.#bucket(kind, who)],
    );
  }

  async fail(kind: keyof typeof LIMITS, who: string): Promise<void> {
    await this.database.query(COUNT, [this.#bucket(kind, who)]);
    await this.database.query(
      `DELETE FROM throttle WHERE window_start < clock_timestamp() - interval '1 day'`,
    );
  }

  #bucket(kind: string, who: string): string {
    return `${kind}:${this.keys.mac('personal-data', 'throttle', who).toString('base64url')}`;
  }
}

const WINDOW = `to_timestamp(floor(extract(epoch FROM clock_timestamp()) / ${String(WINDOW_SECONDS)}) * ${String(WINDOW_SECONDS)})`;

const WAIT = `ceil(extract(epoch FROM window_start) + ${String(WINDOW_SECONDS)} - extract(epoch FROM clock_timestamp()))::int`;

const COUNT = `
  INSERT INTO throttle (bucket, window_start, hits) VALUES ($1, ${WINDOW}, 1)
  ON CONFLICT (bucket, window_start) DO UPDATE SET hits = throttle.hits + 1`;
