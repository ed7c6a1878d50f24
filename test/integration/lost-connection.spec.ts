import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Pool {
  connect(): Promise<EventEmitter & { release(destroy: boolean): void }>;
}

describe('a connection that is lost', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => platform.close());

  /** Whoever held it has let go of it by now, and nobody listens. */
  const loseOne = async (pool: Pool): Promise<void> => {
    const client = await pool.connect();
    expect(client.emit('error', new Error('terminating connection'))).toBe(true);
    client.release(true);
  };

  it('ends no process, however often it says so', async () => {
    const { database } = platform.api.parts;
    await loseOne((database.source.driver as unknown as { master: Pool }).master);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('ends no process either where it was the queue that held it', async () => {
    const { queue } = platform.api.parts;
    const connect = jest.spyOn(pg.Pool.prototype, 'connect');
    expect(await queue.answers()).toBe(true);
    const pools = new Set(connect.mock.contexts as unknown as Pool[]);
    expect(pools.size).toBeGreaterThan(0);
    for (const pool of pools) await loseOne(pool);
    expect(await queue.answers()).toBe(true);
  });
});
