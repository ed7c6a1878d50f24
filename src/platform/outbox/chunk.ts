import { hashJson, type Json } from '../../kernel/index.js';
import type { Tx } from '../database/database.js';

/**
 * Keeps a published list beside the log, named by its content: hex SHA-256 of its canonical JSON.
 * Keeping the same content again is a no-op.
 */
export async function keepChunk(tx: Tx, content: Json): Promise<string> {
  const hash = hashJson(content);
  await tx.query('INSERT INTO registry_chunk (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING', [
    hash,
    JSON.stringify(content),
  ]);
  return hash.toString('hex');
}
