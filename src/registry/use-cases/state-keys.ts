import { Injectable } from '@nestjs/common';
import { Database, KeyRing, rows, SIGNING_PURPOSES, stateFacts } from '../../platform/index.js';
import { signingKeyFact } from '../facts.js';

/**
 * States the platform's signing keys in its log: each once when it begins to sign, and once when it is retired. Many
 * workers at once, and starts without end, state nothing twice.
 */
@Injectable()
export class StateKeys {
  // A process has the keys of its start.
  #done = false;

  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** @returns how many statements are new. */
  async run(): Promise<number> {
    if (this.#done) return 0;
    const keys = SIGNING_PURPOSES.flatMap((purpose) =>
      this.keys.publicKeys(purpose).flatMap((key) =>
        // One that was retired before it was ever stated was in use all the same.
        (key.retiredAt === null ? [key] : [{ ...key, retiredAt: null }, key]).map((one) => ({
          purpose,
          key: one,
        })),
      ),
    );
    const stated = await this.database.transaction(async (tx) => {
      const fresh = await rows<{ keyId: string; cause: string }>(
        tx,
        `INSERT INTO signing_key_statement (key_id, cause) SELECT * FROM unnest($1::text[], $2::text[])
         ON CONFLICT DO NOTHING RETURNING key_id AS "keyId", cause`,
        [
          keys.map(({ key }) => key.keyId),
          keys.map(({ key }) => (key.retiredAt === null ? 'in-use' : 'retired')),
        ],
      );
      const isFresh = new Set(fresh.map(({ keyId, cause }) => `${keyId} ${cause}`));
      const [clock] = await rows<{ now: Date }>(tx, 'SELECT clock_timestamp() AS now');
      const facts = keys
        .map(({ purpose, key }) => signingKeyFact(purpose, key, clock?.now ?? new Date(0)))
        .filter(({ subject, cause }) => isFresh.has(`${subject} ${cause}`));
      await stateFacts(tx, facts);
      return facts.length;
    });
    this.#done = true;
    return stated;
  }
}
