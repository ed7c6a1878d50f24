import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { boundedBody, CONFIG, Database, LOGGER, type Config } from '../../platform/index.js';
import { consistencyRanges } from '../domain/log/proofs.js';
import {
  cosignedAt,
  readNote,
  readVerifierKey,
  signatureLine,
  validSignature,
  type VerifierKey,
} from '../domain/log/signed-note.js';
import { SIZE_TYPE, writeAddCheckpoint } from '../domain/log/witness.js';
import {
  cosignaturesOf,
  keepCosignature,
  lastCosignedSize,
  newestCheckpoint,
  rangeHashes,
  type Cosignature,
  type StoredCheckpoint,
} from '../store/log-store.js';

/** How long a witness may take to answer, with its answer's body. */
const LIMIT_MILLISECONDS = 5_000;
// A cosignature's line is less than 200 bytes; a witness may sign with more keys than one.
const MAX_ANSWER = 32 * 1024;
// Clocks differ; a cosignature from the day after tomorrow says nothing about when.
const MAX_AHEAD_SECONDS = 600;

interface Witness {
  readonly key: VerifierKey;
  readonly address: string;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A witness did not cosign. The message says why without anything that the witness said. */
class NotCosigned extends Error {
  override readonly name = 'NotCosigned';
}

/**
 * Has witnesses cosign the log's newest checkpoint (C2SP tlog-witness). All are asked at once, and each alone: who is away
 * or refuses holds up neither the others nor the log. Two workers that ask at once get two cosignatures of one state, of
 * which the first is kept.
 */
@Injectable()
export class AskWitnesses {
  readonly #witnesses: readonly Witness[];
  /** What each cosigned last, as far as this process knows. A witness that has gone further says so. */
  readonly #lastSizes = new Map<string, number>();
  readonly #underWay = new Set<string>();
  /** Why each did not cosign the last time: the same reason is logged once. */
  readonly #troubles = new Map<string, string>();

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#witnesses = config.witnesses.map(({ name, address, verifierKey }) => {
      const key = readVerifierKey(verifierKey);
      if (!key) throw new Error(`The verifier key of the witness ${name} cannot be read.`);
      return { key, address };
    });
  }

  /**
   * May be called while an earlier call waits: a witness that is being asked is left out.
   *
   * @param signal gives up. @returns how many cosignatures are new.
   */
  async run(signal: AbortSignal): Promise<number> {
    if (this.#witnesses.length === 0) return 0;
    const { tx } = this.database;
    const checkpoint = await newestCheckpoint(tx);
    if (!checkpoint) return 0;
    const cosigned = new Set((await cosignaturesOf(tx, checkpoint.size)).map(({ witness }) => witness));
    const kept = await Promise.all(
      this.#witnesses
        .filter(({ key }) => !cosigned.has(key.name) && !this.#underWay.has(key.name))
        .map((witness) => this.#askOne(witness, checkpoint, signal)),
    );
    return kept.filter(Boolean).length;
  }

  /** @returns whether its cosignature is there, and is new. */
  async #askOne(witness: Witness, checkpoint: StoredCheckpoint, signal: AbortSignal): Promise<boolean> {
    const { name } = witness.key;
    this.#underWay.add(name);
    try {
      const cosignature = await this.#cosignature(witness, checkpoint, signal);
      const isNew = await keepCosignature(this.database.tx, checkpoint.size, cosignature);
      this.#lastSizes.set(name, checkpoint.size);
      if (this.#troubles.delete(name)) this.logger.info({ witness: name }, 'witness cosigns again');
      return isNew;
    } catch (error) {
      if (signal.aborted) return false;
      const reason =
        error instanceof NotCosigned ? error.message : error instanceof Error ? error.name : 'unknown';
      if (this.#troubles.get(name) !== reason)
        this.logger.warn({ witness: name, reason }, 'witness does not cosign');
      this.#troubles.set(name, reason);
      return false;
    } finally {
      this.#underWay.delete(name);
    }
  }

  /** @throws NotCosigned. */
  async #cosignature(
    witness: Witness,
    checkpoint: StoredCheckpoint,
    signal: AbortSignal,
  ): Promise<Cosignature> {
    const { name } = witness.key;
    const from = this.#lastSizes.get(name) ?? (await lastCosignedSize(this.database.tx, name));
    let answer = await this.#post(witness, checkpoint, Math.min(from, checkpoint.size), signal);
    const known = knownSize(answer);
    if (known !== undefined && known !== from) {
      if (known > checkpoint.size) throw new NotCosigned('it has cosigned a larger log');
      this.#lastSizes.set(name, known);
      answer = await this.#post(witness, checkpoint, known, signal);
    }
    if (answer.status !== 200) throw new NotCosigned(`it answered ${String(answer.status)}`);
    return cosignatureIn(answer.body, checkpoint, witness.key);
  }

  async #post(
    { address }: Witness,
    { size, note }: StoredCheckpoint,
    from: number,
    signal: AbortSignal,
  ): Promise<Answer> {
    const ranges = from > 0 && from < size ? consistencyRanges(from, size) : [];
    const proof = await rangeHashes(this.database.tx, ranges);
    const body = writeAddCheckpoint(from, proof, note);
    signal.throwIfAborted();
    // A controller of its own, which the timer holds: signals that are made out of others may be collected before they fire.
    const limit = new AbortController();
    const leave = (): void => {
      limit.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    const timer = setTimeout(() => {
      limit.abort(new NotCosigned('it did not answer in time'));
    }, LIMIT_MILLISECONDS);
    try {
      return await postTo(`${address}/add-checkpoint`, body, limit.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    }
  }
}

/** @throws NotCosigned where the witness is away or its answer is no witness's, and what `signal` gives for a reason. */
async function postTo(address: string, body: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      redirect: 'error',
      signal,
    });
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, body: (await boundedBody(response, MAX_ANSWER)).toString() };
  } catch (error) {
    if (error instanceof RangeError) throw new NotCosigned('its answer is too long');
    // fetch says TypeError, with the address in its cause.
    throw error instanceof TypeError ? new NotCosigned('it cannot be reached') : error;
  }
}

/** The size that a witness says it cosigned last. */
function knownSize({ status, type, body }: Answer): number | undefined {
  if (status !== 409 || type.split(';', 1)[0]?.trim().toLowerCase() !== SIZE_TYPE) return undefined;
  const size = Number(/^(0|[1-9]\d{0,15})\n$/.exec(body)?.[1] ?? NaN);
  return Number.isSafeInteger(size) ? size : undefined;
}

/** The cosignature by a witness's key in its answer. Others beside it are left out. @throws NotCosigned. */
function cosignatureIn(body: string, { note }: StoredCheckpoint, key: VerifierKey): Cosignature {
  const text = readNote(note)?.text ?? '';
  const answered = readNote(`${text}\n${body}`);
  const found = answered?.text === text ? validSignature(answered, key) : undefined;
  if (!found) throw new NotCosigned('its answer has no cosignature by its key');
  const seconds = cosignedAt(found.signature);
  if (seconds > Date.now() / 1000 + MAX_AHEAD_SECONDS) throw new NotCosigned('its clock is ahead');
  return { witness: key.name, line: signatureLine(found), cosignedAt: new Date(seconds * 1000) };
}
