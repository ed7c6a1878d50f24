import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { sha256Hex } from '../../kernel/index.js';
import { writeDurably } from '../../platform/files/durable-file.js';
import { parseCheckpoint, type Checkpoint } from '../domain/log/checkpoint.js';
import {
  readNote,
  readVerifierKey,
  validSignature,
  writeNote,
  writeVerifierKey,
  type SignedNote,
  type VerifierKey,
} from '../domain/log/signed-note.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { WitnessError } from './witness-error.js';

const KEY_FILE = 'key.pem';
const VERIFIER_FILE = 'vkey';
const LOGS = 'logs';
const SUFFIX = '.note';

/**
 * All that a witness has: its key, and of each log the newest checkpoint that it cosigned, as a note with its own
 * cosignature on it. What does not bear that cosignature was not kept by this witness, and it does not start on it.
 */
export class WitnessFolder {
  readonly verifier: VerifierKey;
  readonly #known = new Map<string, Checkpoint>();

  private constructor(
    private readonly folder: string,
    private readonly privateKey: KeyObject,
    name: string,
    private readonly lock: FolderLock,
  ) {
    const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    this.verifier = { name, kind: 'cosignature', publicKey: der.subarray(-32) };
  }

  /**
   * Takes the folder for this process and reads it; makes folder and key at the first start.
   *
   * @throws WitnessError where another process has it, it is another witness's, or what it holds was changed.
   */
  static open(folder: string, name: string): WitnessFolder {
    mkdirSync(path.join(folder, LOGS), { recursive: true, mode: 0o700 });
    const lock = lockFolder(folder);
    try {
      const opened = new WitnessFolder(folder, loadKey(folder), name, lock);
      opened.#checkName();
      opened.#load();
      return opened;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get verifierText(): string {
    return writeVerifierKey(this.verifier);
  }

  /** The newest checkpoint of a log that was cosigned. */
  known(origin: string): Checkpoint | undefined {
    return this.#known.get(origin);
  }

  sign(data: Uint8Array): Buffer {
    return sign(null, data, this.privateKey);
  }

  /**
   * Keeps what was cosigned as the newest of its log; on disk when it resolves. Where it rejects, the cosignature must
   * not leave.
   *
   * @throws WitnessError where the folder is no longer this process's.
   */
  async keep(state: Checkpoint, note: SignedNote): Promise<void> {
    // Looked at before and after: whoever takes the folder over first takes the mark away, then reads the states.
    this.#assertHeld();
    const file = this.#fileOf(state.origin);
    const handle = await open(`${file}.new`, 'w', 0o600);
    try {
      await handle.writeFile(writeNote(note));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.new`, file);
    const logs = await open(path.dirname(file), 'r');
    try {
      await logs.sync();
    } finally {
      await logs.close();
    }
    this.#assertHeld();
    this.#known.set(state.origin, state);
  }

  /** Gives the folder free for another process. */
  release(): void {
    this.lock.release();
  }

  #assertHeld(): void {
    if (!this.lock.isHeld()) throw new WitnessError('Another process has taken this folder over.');
  }

  // An origin may be longer than a file's name, and have any character.
  #fileOf(origin: string): string {
    return path.join(this.folder, LOGS, `${sha256Hex(origin).slice(0, 32)}${SUFFIX}`);
  }

  /** One key signs in one name alone (C2SP tlog-cosignature): the signed text does not have the name. */
  #checkName(): void {
    const file = path.join(this.folder, VERIFIER_FILE);
    if (!existsSync(file)) writeDurably(file, `${this.verifierText}\n`);
    const kept = readVerifierKey(readFileSync(file, 'utf8').trim());
    if (kept && writeVerifierKey(kept) === this.verifierText) return;
    throw new WitnessError(
      `This folder is the witness ${kept?.name ?? 'of another name or key'}: name it so, or take another folder.`,
    );
  }

  #load(): void {
    for (const name of readdirSync(path.join(this.folder, LOGS))) {
      if (!name.endsWith(SUFFIX)) continue;
      const file = path.join(this.folder, LOGS, name);
      const note = readNote(readFileSync(file, 'utf8'));
      const state = note && parseCheckpoint(note.text);
      if (!note || !state || !validSignature(note, this.verifier) || this.#fileOf(state.origin) !== file)
        throw new WitnessError(
          `${path.join(LOGS, name)} is not what this witness kept. Starting without it could make it sign two histories: take a new folder, which makes a new witness.`,
        );
      this.#known.set(state.origin, state);
    }
  }
}

/** @throws WitnessError where the key is gone from a folder that has been a witness, or is none. */
function loadKey(folder: string): KeyObject {
  const file = path.join(folder, KEY_FILE);
  if (!existsSync(file)) {
    if (existsSync(path.join(folder, VERIFIER_FILE)))
      throw new WitnessError(
        'The key of this witness is gone: take a new folder, which makes a new witness.',
      );
    const { privateKey } = generateKeyPairSync('ed25519');
    writeDurably(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  }
  const key = parseKey(readFileSync(file));
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new WitnessError(`${KEY_FILE} is no Ed25519 key.`);
}

function parseKey(pem: Buffer): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
