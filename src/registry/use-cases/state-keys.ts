import { Injectable } from '@nestjs/common';
import {
  Database,
  KeyRing,
  clockTime,
  rows,
  SIGNING_PURPOSES,
  stateFacts,
  type PublicKeyView,
  type SigningPurpose,
} from '../../platform/index.js';
import { signingKeyFact } from '../facts.js';
import { logKeyAfter } from '../store/handover-store.js';
import { newestCheckpoint } from '../store/log-store.js';

interface Statement {
  readonly purpose: SigningPurpose;
  readonly key: PublicKeyView;
}

/**
 * States the platform's signing keys in its log: each once when it begins to sign, and once when it is retired. Many
 * workers at once, and starts without end, state nothing twice.
 */
@Injectable()
export class StateKeys {
  /** What is known to be stated: as long as the keys are these, nobody is asked. */
  readonly #stated = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** @returns how many statements are new. */
  async run(): Promise<number> {
    this.keys.refresh();
    const owed = (await this.#statements()).filter((one) => !this.#stated.has(nameOf(one)));
    if (owed.length === 0) return 0;
    const stated = await this.database.transaction(async (tx) => {
      const fresh = await rows<{ keyId: string; cause: string }>(
        tx,
        `INSERT INTO signing_key_statement (key_id, cause) SELECT * FROM unnest($1::text[], $2::text[])
         ON CONFLICT DO NOTHING RETURNING key_id AS "keyId", cause`,
        [owed.map(({ key }) => key.keyId), owed.map(({ key }) => causeOf(key))],
      );
      const isFresh = new Set(fresh.map(({ keyId, cause }) => `${keyId} ${cause}`));
      const now = await clockTime(tx);
      const facts = owed
        .filter((one) => isFresh.has(nameOf(one)))
        .map(({ purpose, key }) => signingKeyFact(purpose, key, now));
      await stateFacts(tx, facts);
      return facts.length;
    });
    for (const one of owed) this.#stated.add(nameOf(one));
    return stated;
  }

  async #statements(): Promise<Statement[]> {
    const statements = SIGNING_PURPOSES.flatMap((purpose) =>
      this.keys.publicKeys(purpose).flatMap((key) =>
        // One that was retired before it was ever stated was in use all the same.
        (key.retiredAt === null ? [key] : [{ ...key, retiredAt: null }, key]).map((one): Statement => ({
          purpose,
          key: one,
        })),
      ),
    );
    // Both at once: another process may end the handover while this one asks.
    const [current, next] = [this.keys.publicKey('checkpoints'), this.keys.nextKey()];
    if (!next) return statements;
    // After the old key, and so in a checkpoint that this one signs.
    statements.push({ purpose: 'checkpoints', key: { ...next, retiredAt: null } });
    if (await this.#isUnderCheckpoint(next.keyId)) {
      const retiredAt = new Date().toISOString();
      statements.push({ purpose: 'checkpoints', key: { ...current, retiredAt } });
    }
    return statements;
  }

  /** Whether a key of checkpoints is the one that signs what comes now. */
  async #isUnderCheckpoint(keyId: string): Promise<boolean> {
    const { tx } = this.database;
    const newest = await newestCheckpoint(tx);
    return newest !== undefined && (await logKeyAfter(tx, newest.size)) === keyId;
  }
}

const causeOf = ({ retiredAt }: PublicKeyView): string => (retiredAt === null ? 'in-use' : 'retired');
const nameOf = ({ key }: Statement): string => `${key.keyId} ${causeOf(key)}`;
