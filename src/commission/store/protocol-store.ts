import { rows, type Tx } from '../../platform/index.js';
import type { Protocol } from '../domain/protocol.js';

export interface KeptProtocol {
  readonly content: Protocol;
  /** Hex SHA-256 of its canonical JSON. */
  readonly hash: string;
}

/** What a commission concluded with, or undefined. */
export async function protocolOf(tx: Tx, commissionId: string): Promise<KeptProtocol | undefined> {
  const [kept] = await rows<KeptProtocol>(
    tx,
    `SELECT content, encode(content_hash, 'hex') AS hash FROM commission_protocol WHERE commission_id = $1`,
    [commissionId],
  );
  return kept;
}
