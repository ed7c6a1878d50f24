import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventEmitter } from 'node:events';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Pool {
  connect(): Promise<EventEmitter & { release(destroy: boolean): void }>;
}

describe('a connection that is lost', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(() => platform.close());

  it('ends no process, however often it says so', async () => {
    const { database } = platform.api.parts;
    const { master } = database.source.driver as unknown as { master: Pool };
    const client = await master.connect();
    // Whoever held it has let go of it by now, and nobody listens.
    expect(client.emit('error', new Error('terminating connection'))).toBe(true);
    client.release(true);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
