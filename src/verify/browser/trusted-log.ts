import { TILE_WIDTH, tilePath } from '../../registry/domain/log/tile-path.js';
import { sameBytes, textOf, type Bytes } from './bytes.js';
import { isIncluded, leafHash, pathInBundle, readBundle, readProof } from './inclusion.js';
import { canonicalOf, isRecord, parseJson } from './receipt-file.js';
import { readCheckpoint, type LogKey, type SignedCheckpoint } from './signed-checkpoint.js';
import { nextKey, statedBy, type Stated } from './stated-key.js';

/** An answer of the platform: its bytes, that it has none, or that none came. */
export type Answer = Bytes | 'missing' | 'unreachable';

/** Fetches an address of the platform. */
export type Ask = (path: string) => Promise<Answer>;

/** Why an entry proves nothing. */
type Fault = 'gone' | 'unproved' | 'other' | 'changed' | 'forked' | 'unreachable';

/** How often a checkpoint is asked for again, where the log grew between two answers. */
const TRIES = 4;
/** Keys that are followed at most. */
const MOST_KEYS = 100;

/** The log, as far as a key shows it that is trusted, and those to which that one handed over. */
export class TrustedLog {
  constructor(
    private readonly ask: Ask,
    /** The key that signs, as far as it was followed. */
    public key: LogKey,
  ) {}

  /** What a note says of the log. */
  async read(note: Bytes): Promise<SignedCheckpoint | 'unsigned' | 'unreachable'> {
    for (let left = MOST_KEYS; left > 0; left -= 1) {
      const checkpoint = await readCheckpoint(note, this.key);
      if (checkpoint) return checkpoint;
      const answer = await this.ask(`/log/handovers/${this.key.id}`);
      if (answer === 'unreachable') return answer;
      const next = answer === 'missing' ? undefined : await nextKey(answer, this.key);
      if (!next) break;
      this.key = next;
    }
    return 'unsigned';
  }

  /** The entry at a place, by its bytes up to the root of the checkpoint, and what is shown of it. */
  async entryAt(newest: SignedCheckpoint, seq: number): Promise<Stated | Fault> {
    const found = await this.#proofOf(newest, seq);
    if (typeof found === 'string') return found;
    const { checkpoint, hashes } = found;
    const index = Math.floor(seq / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, checkpoint.size - index * TILE_WIDTH);
    const path = tilePath({ level: 'entries', index, width });
    const bundle = await this.ask(`/log/${path}`);
    const beside = await this.ask(`/log/${path.replace('tile/entries', 'contents')}`);
    if (bundle === 'unreachable' || beside === 'unreachable') return 'unreachable';
    if (bundle === 'missing' || beside === 'missing') return 'gone';

    const entries = readBundle(bundle);
    const place = seq - index * TILE_WIDTH;
    const entry = entries?.[place];
    if (entries?.length !== width || !entry) return 'unproved';
    const leaves = await Promise.all(entries.map(leafHash));
    const lowest = await pathInBundle(leaves, place);
    const begins = lowest.every((hash, at) => hashes[at] && sameBytes(hash, hashes[at]));
    const leaf = leaves[place] as Bytes;
    if (!begins || !(await isIncluded(leaf, seq, checkpoint.size, hashes, checkpoint.root)))
      return 'unproved';

    const text = textOf(entry);
    const fact = parseJson(text);
    // Bytes that can be read in two ways state nothing.
    if (!isRecord(fact) || canonicalOf(fact) !== text) return 'other';
    const contents = parseJson(textOf(beside));
    const content: unknown = Array.isArray(contents) ? contents[place] : undefined;
    return (await statedBy(fact, isRecord(content) ? content['shown'] : undefined)) ?? 'changed';
  }

  /**
   * A proof for the entry under a checkpoint that the key signed, the newest or an older one that a witness has cosigned, and
   * that checkpoint; or why there is none.
   */
  async #proofOf(newest: SignedCheckpoint, seq: number) {
    let checkpoint = newest;
    for (let left = TRIES; left > 0; left -= 1) {
      const answer = await this.ask(`/log/proofs/${String(seq)}`);
      if (answer === 'unreachable') return answer;
      if (answer === 'missing') return 'gone';
      const proof = readProof(answer);
      const proved = proof ? await this.read(proof.note) : 'unsigned';
      if (proved === 'unreachable') return proved;
      if (proof?.index !== seq || proved === 'unsigned') return 'unproved';
      if (proved.text === checkpoint.text || proved.size < checkpoint.size)
        return { checkpoint: proved, hashes: proof.hashes };
      // Two roots for one size: the log was told in two ways, and both are signed.
      if (proved.size === checkpoint.size) return 'forked';
      const again = await this.ask('/log/checkpoint');
      if (again === 'unreachable') return again;
      const next = again === 'missing' ? 'unsigned' : await this.read(again);
      if (next === 'unreachable') return next;
      // A log does not shrink.
      if (next === 'unsigned' || next.size < checkpoint.size) return 'forked';
      checkpoint = next;
    }
    return 'forked';
  }
}
