import type { Tx } from '../../platform/index.js';
import { writeHandover } from '../domain/log/handover.js';
import { inclusionRanges } from '../domain/log/proofs.js';
import { noteKeyId, readNote } from '../domain/log/signed-note.js';
import { statedLogKeys } from '../store/handover-store.js';
import { rangeHashes } from '../store/log-store.js';
import type { LogKey } from './log-key.js';

/**
 * The file of the handover that a key made. @param keyId its id in notes, in hex.
 *
 * @returns undefined where it made none.
 */
export async function handoverOf(tx: Tx, logKey: LogKey, keyId: string): Promise<string | undefined> {
  for (const { seq, fact, shown, size, note } of await statedLogKeys(tx)) {
    const signer = readNote(note)?.signatures[0]?.keyId.toString('hex');
    // The log's first key is stated under its own signature, which hands over nothing.
    if (signer !== keyId || noteKeyId(logKey.verifierOf(shown)).toString('hex') === keyId) continue;
    const hashes = await rangeHashes(tx, inclusionRanges(seq, size));
    return writeHandover({ index: seq, hashes, checkpoint: note }, { fact, shown });
  }
  return undefined;
}
