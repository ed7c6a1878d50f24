import { sameBytes } from '../kernel/index.js';
import { parseCheckpoint, type Checkpoint } from '../registry/domain/log/checkpoint.js';
import { readHandover, type Handover } from '../registry/domain/log/handover.js';
import { noteKeyId, readNote, validSignature, type VerifierKey } from '../registry/domain/log/signed-note.js';
import { DoesNotHold, type LogReading } from './log-reading.js';
import { Missing, type PublicSource } from './public-source.js';
import type { Memory } from './history.js';

/** Keys that are followed at most: whoever invents them has no end. */
const MOST_KEYS = 100;
const idOf = (key: VerifierKey): string => noteKeyId(key).toString('hex');
const wrong = (what: string): DoesNotHold => new DoesNotHold('handover', what);

/**
 * The keys with which a log signed, one after the other: from one that is trusted, by what each said of the next in the
 * last state that it signed (docs/spec/log.md, Handing over the key).
 */
export class LogKeys {
  readonly #known: VerifierKey[];
  /** By the id of the key that hands over. */
  readonly #handovers = new Map<string, Handover>();

  constructor(
    private readonly source: PublicSource,
    readonly trusted: VerifierKey,
  ) {
    this.#known = [trusted];
  }

  /** The key that signs now, as far as the handovers lead. */
  get current(): VerifierKey {
    return this.#known.at(-1) as VerifierKey;
  }

  /** The newest checkpoint; handovers are followed until a key has signed it. @throws DoesNotHold. */
  async newest(): Promise<Checkpoint> {
    const text = await this.source.text('/log/checkpoint').catch((error: unknown) => {
      if (error instanceof Missing)
        throw new DoesNotHold('checkpoint', 'The platform has signed no state of its log.');
      throw error;
    });
    const note = readNote(text);
    for (let left = MOST_KEYS; ; left -= 1) {
      if (left === 0) throw wrong('the log hands over its key without end.');
      // Looked for also where the key has signed: it may have handed over before, and be in other hands since.
      const handover = await this.#handover(this.current);
      if (!handover || (note && validSignature(note, this.current))) break;
      this.#follow(handover);
    }
    return this.check(text, 'checkpoint', 'The newest checkpoint');
  }

  /** A checkpoint out of a note by any of the keys, each for its own time. @param what how it is called. @throws DoesNotHold. */
  check(text: string, check: string, what: string): Checkpoint {
    const note = readNote(text);
    const checkpoint = note && parseCheckpoint(note.text);
    if (!checkpoint) throw new DoesNotHold(check, `${what} is no signed checkpoint.`);
    const { name } = this.trusted;
    if (checkpoint.origin !== name)
      throw new DoesNotHold(check, `${what} is of the log ${checkpoint.origin}, not of ${name}.`);
    const signers = this.#known.filter((key) => validSignature(note, key));
    if (signers.length === 0)
      throw new DoesNotHold(
        check,
        `${what} is not signed by the verifier key of ${name}: it was changed, or the key was exchanged.`,
      );
    for (const key of signers)
      if (checkpoint.size > this.#until(key))
        throw wrong(
          `${what} is signed by ${idOf(key)}, which handed over at ${String(this.#until(key))} entries: somebody else has the old key.`,
        );
    return checkpoint;
  }

  /**
   * Once the log was read: each handover is the beginning of it and of one with each other, the log states every key, in
   * the order in which they signed, and who signs now is whom it stated last. @returns how many handovers there are.
   *
   * @param seen how many entries the trusted key had signed when it was kept. @throws DoesNotHold.
   */
  async checkStated(
    reading: LogReading,
    checkpoint: Checkpoint,
    stated: Memory['logKeys'],
    seen: number,
  ): Promise<number> {
    const keys = stated.map(({ publicKey }): VerifierKey => ({
      ...this.trusted,
      publicKey: Buffer.from(publicKey, 'base64'),
    }));
    const same = (one: VerifierKey | undefined, other: VerifierKey): boolean =>
      one !== undefined && sameBytes(one.publicKey, other.publicKey);
    // Keys from before the trusted one: whoever comes for the first time with the newest sees how it became that.
    for (const [at, key] of keys.slice(0, -1).entries()) {
      const next = keys[at + 1] as VerifierKey;
      const handover = await this.#handover(key);
      if (!handover) throw wrong(`The log states the key ${idOf(next)}, and ${idOf(key)} never handed over.`);
      if (!same(handover.next, next) || handover.index !== stated[at + 1]?.seq)
        throw wrong(`${idOf(key)} handed over to another key than the log states: ${idOf(handover.next)}.`);
    }
    this.#known.unshift(...keys.slice(0, -1).filter((key) => !this.#known.some((one) => same(one, key))));
    const first = this.#handovers.get(idOf(this.trusted));
    if (first && first.checkpoint.size < seen)
      throw wrong(
        `${idOf(this.trusted)} handed over at ${String(first.checkpoint.size)} entries, and had signed ${String(seen)} at the last visit.`,
      );
    for (const [id, handover] of this.#handovers)
      if (handover.checkpoint.size <= checkpoint.size && !(await reading.beginsWith(handover.checkpoint)))
        throw wrong(
          `The log has forked: what ${id} signed when it handed over to ${idOf(handover.next)} is not its beginning.`,
        );
    const last = keys.at(-1);
    const signer = this.#known.find((one) => this.#until(one) >= checkpoint.size) ?? this.current;
    // The state in which a key hands over has the next one already.
    if (last && !same(last, signer) && !same(this.#handovers.get(idOf(signer))?.next, last))
      throw wrong(
        `The log states the key ${idOf(last)}, and is signed by ${idOf(signer)}, which never handed over to it.`,
      );
    return this.#handovers.size;
  }

  #follow(handover: Handover): void {
    const before = this.#known.at(-2);
    const earlier = before && this.#handovers.get(idOf(before))?.checkpoint.size;
    // Each key signs more than the one before it: no chain goes round.
    if (earlier !== undefined && handover.checkpoint.size <= earlier)
      throw wrong(`${idOf(this.current)} handed over before it had signed.`);
    this.#known.push(handover.next);
  }

  /** How many entries a key may have signed at most. */
  #until(key: VerifierKey): number {
    return this.#handovers.get(idOf(key))?.checkpoint.size ?? Infinity;
  }

  /** @returns undefined where the platform says that the key made none. */
  async #handover(from: VerifierKey): Promise<Handover | undefined> {
    const id = idOf(from);
    const kept = this.#handovers.get(id);
    if (kept) return kept;
    const file = await this.source.text(`/log/handovers/${id}`).catch((error: unknown) => {
      if (error instanceof Missing) return undefined;
      throw error;
    });
    if (file === undefined) return undefined;
    const handover = readHandover(file, from);
    if (!handover.ok) throw wrong(`What ${id} is said to have handed over with: ${handover.refusal.detail}`);
    this.#handovers.set(id, handover.value);
    return handover.value;
  }
}
