import { rows, type Tx } from '../database/database.js';
import type { Json } from '../../kernel/index.js';

/** A row that waits for the registry. */
export interface OutboxRow {
  readonly id: string;
  readonly type: string;
  readonly body: Json;
}

/**
 * Writes a message in the transaction of its cause: both are committed, or neither.
 *
 * @param type for facts, the fact's type. @returns the row's id.
 */
export async function writeOutbox(tx: Tx, type: string, body: Json): Promise<string> {
  const [row] = await rows<{ id: string }>(
    tx,
    'INSERT INTO outbox (type, body) VALUES ($1, $2) RETURNING id',
    [type, JSON.stringify(body)],
  );
  return (row as { id: string }).id;
}

/** The oldest waiting rows, locked until the transaction ends; the order is that of their ids. */
export async function waitingOutbox(tx: Tx, limit: number): Promise<OutboxRow[]> {
  return rows<OutboxRow>(
    tx,
    'SELECT id, type, body FROM outbox WHERE taken_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE',
    [limit],
  );
}

/** Marks rows as done with, in the transaction that did it. */
export async function takeOutbox(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('UPDATE outbox SET taken_at = clock_timestamp() WHERE id = ANY($1::bigint[])', [ids]);
}
