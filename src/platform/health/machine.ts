import { statfs } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Database } from '../database/database.js';

/** A worker says that it is alive. @param worker host and process. */
export async function beat(database: Database, worker: string): Promise<void> {
  await database.query(
    `WITH gone AS (DELETE FROM worker_heartbeat WHERE seen_at < clock_timestamp() - interval '1 day' AND worker <> $1)
     INSERT INTO worker_heartbeat (worker, seen_at) VALUES ($1, clock_timestamp())
     ON CONFLICT (worker) DO UPDATE SET seen_at = EXCLUDED.seen_at`,
    [worker],
  );
}

/** Seconds since any worker was heard of; null where none ever was. */
export async function workerSilence(database: Database): Promise<number | null> {
  const [row] = await database.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM clock_timestamp() - max(seen_at))::float8 AS seconds FROM worker_heartbeat`,
  );
  return row?.seconds ?? null;
}

/** By how many milliseconds this host's clock is ahead of PostgreSQL's, to half a round trip. */
export async function clockAhead(database: Database): Promise<number> {
  const before = Date.now();
  const [row] = await database.query<{ now: string }>(
    `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::text AS now`,
  );
  return Math.round((before + Date.now()) / 2 - Number(row?.now ?? before));
}

export interface DatabaseDisk {
  readonly databaseBytes: number;
  /** Of the disk that PostgreSQL writes to; null where it runs elsewhere or does not say. */
  readonly freeBytes: number | null;
}

/** How large the database is, and what is left of its disk where that can be known from here. */
export async function databaseDisk(database: Database): Promise<DatabaseDisk> {
  const [row] = await database.query<{ bytes: string; address: string | null }>(
    'SELECT pg_database_size(current_database())::text AS bytes, host(inet_server_addr()) AS address',
  );
  const databaseBytes = Number(row?.bytes ?? 0);
  const address = row?.address ?? null;
  const isHere = address === null || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
  return { databaseBytes, freeBytes: isHere ? await freeBytes(database) : null };
}

async function freeBytes(database: Database): Promise<number | null> {
  try {
    // Only a role with pg_read_all_settings may ask.
    const [row] = await database.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    );
    const disk = await statfs(row?.folder ?? '');
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
}
