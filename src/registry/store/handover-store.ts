import type { Json } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { SIGNING_KEY_FACT } from '../facts.js';

const IN_USE = `type = '${SIGNING_KEY_FACT}' AND fact ->> 'cause' = 'in-use'
  AND content #>> '{shown,purpose}' = 'checkpoints'`;

/**
 * The key that signs what follows a log of this size: the newest that its entries state for checkpoints; undefined where
 * they state none. @returns its id in the key ring.
 */
export async function logKeyAfter(tx: Tx, size: number): Promise<string | undefined> {
  const [stated] = await rows<{ keyId: string }>(
    tx,
    `SELECT fact ->> 'subject' AS "keyId" FROM registry_entry
     WHERE ${IN_USE} AND registry_entry.seq < $1 ORDER BY registry_entry.seq DESC LIMIT 1`,
    [size],
  );
  return stated?.keyId;
}

/** A key of checkpoints as the log states it, and the first checkpoint that covers this. */
export interface StatedLogKey {
  readonly seq: number;
  readonly fact: Json;
  readonly shown: Json & { readonly publicKey: string };
  readonly size: number;
  /** Signed by the key that was there before, where there was one. */
  readonly note: string;
}

/** All keys of checkpoints that published entries state, in their order. */
export async function statedLogKeys(tx: Tx): Promise<StatedLogKey[]> {
  return rows<StatedLogKey>(
    tx,
    `SELECT registry_entry.seq::float8 AS seq, fact, content -> 'shown' AS shown, covering.size::float8 AS size, note
     FROM registry_entry, LATERAL (
       SELECT size, note FROM log_checkpoint WHERE log_checkpoint.size > registry_entry.seq
       ORDER BY log_checkpoint.size LIMIT 1) AS covering
     WHERE ${IN_USE} ORDER BY registry_entry.seq`,
  );
}
