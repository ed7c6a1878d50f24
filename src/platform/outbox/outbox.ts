import { rows, type Tx } from '../database/database.js';
import type { Json } from '../../kernel/index.js';

/** A row that waits for the registry. */
export interface OutboxRow {
  readonly id: string;
  readonly type: string;
  readonly body: Json;
}

/** Writes messages, in their order, in the transaction of their cause: all are committed, or none. */
export async function writeOutbox(
  tx: Tx,
  messages: readonly { readonly type: string; readonly body: Json }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO outbox (type, body)
     SELECT m.type, m.body FROM unnest($1::text[], $2::jsonb[]) WITH ORDINALITY AS m (type, body, place) ORDER BY m.place`,
    [messages.map(({ type }) => type), messages.map(({ body }) => JSON.stringify(body))],
  );
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
