import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../../src/platform/index.js';
import { DrainOutbox, StateKeys } from '../../src/registry/index.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

describe('signing keys', () => {
  let platform: TestPlatform;
  const stated = () =>
    platform.api.parts.database.query<{ purpose: string; keyId: string; cause: string; publicKey: string }>(
      `SELECT content #>> '{shown,purpose}' AS purpose, fact ->> 'subject' AS "keyId", fact ->> 'cause' AS cause,
         content #>> '{shown,publicKey}' AS "publicKey"
       FROM registry_entry WHERE type = 'signing-key' ORDER BY seq`,
    );

  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(() => platform.close());

  it('are stated in the log once, by however many workers, and again when one is retired', async () => {
    const { keys, database } = platform.api.parts;
    await Promise.all(Array.from({ length: 5 }, () => new StateKeys(database, keys).run()));
    await platform.api.app.get(DrainOutbox).run();
    const first = await stated();
    expect(first.map(({ purpose, cause }) => [purpose, cause])).toEqual([
      ['receipts', 'in-use'],
      ['checkpoints', 'in-use'],
    ]);
    expect(first[0]).toMatchObject(keys.publicKey('receipts'));

    const { retired, current } = KeyRing.rotate(platform.config.keysDir, 'receipts');
    const after = new StateKeys(database, KeyRing.open(platform.config.keysDir, false));
    expect(await after.run()).toBe(2);
    expect(await after.run()).toBe(0);
    await platform.api.app.get(DrainOutbox).run();
    expect((await stated()).slice(2).map(({ keyId, cause }) => [keyId, cause])).toEqual([
      [current, 'in-use'],
      [retired, 'retired'],
    ]);
  });
});
