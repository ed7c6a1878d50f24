import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { hmac, sha256 } from '../../kernel/index.js';
import { createDurably, renameDurably, writeDurably } from '../files/durable-file.js';

/** Each purpose has keys of its own, so that one leak opens one door. */
export const SIGNING_PURPOSES = ['receipts', 'checkpoints'] as const;
const SECRET = [
  'personal-data',
  'seed-shares',
  'sitting-tokens',
  'web-sessions',
  'content',
  'second-factors',
] as const;
export type SigningPurpose = (typeof SIGNING_PURPOSES)[number];
export type SecretPurpose = (typeof SECRET)[number];

interface KeyFile {
  readonly id: string;
  readonly purpose: string;
  readonly createdAt: string;
  /** Base64: PKCS #8 of an Ed25519 key, or 32 random bytes. */
  readonly material: string;
}

/** The public half of a signing key that signs no more. */
interface RetiredKeyFile {
  readonly id: string;
  readonly purpose: string;
  /** Base64 of the raw 32 bytes. */
  readonly publicKey: string;
  readonly createdAt: string;
  readonly retiredAt: string;
}

/** A public key with which signatures are checked. */
export interface PublicKeyView {
  readonly keyId: string;
  /** Base64 of the raw 32 bytes (RFC 8032). */
  readonly publicKey: string;
  /** RFC 3339; null for the one that signs now. */
  readonly retiredAt: string | null;
}

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Base64 of the raw 32 bytes: every page has it at its foot. */
  readonly raw: string;
}

/** Public halves of keys that were rotated, in a folder beside the keys. */
const RETIRED = 'retired';

const fileOf = (folder: string, purpose: string): string => path.join(folder, `${purpose}.json`);
/** The key of checkpoints to which the one that signs hands over. */
const nextFile = (folder: string): string => path.join(folder, 'checkpoints.next.json');

/**
 * The platform's keys: files of a folder outside the database, made at first start, readable by their owner alone.
 * Ed25519 is RFC 8032; encryption is AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
 */
export class KeyRing {
  readonly #signing = new Map<string, SigningKey>();
  readonly #secret = new Map<string, { id: string; key: Buffer }>();
  #next: SigningKey | undefined;
  #retired: readonly RetiredKeyFile[] = [];
  /** Which files of checkpoints' keys were read last. */
  #files = '';

  private constructor(private readonly folder: string) {}

  /** Reads the keys of `folder`; makes what is missing where `create` allows it. @throws Error naming the folder. */
  static open(folder: string, create = true): KeyRing {
    const ring = new KeyRing(folder);
    if (create) mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const purpose of SIGNING_PURPOSES)
      ring.#signing.set(purpose, signingKey(load(fileOf(folder, purpose), purpose, create, newSigningKey)));
    for (const purpose of SECRET) {
      const file = load(fileOf(folder, purpose), purpose, create, () => randomBytes(32));
      ring.#secret.set(purpose, { id: file.id, key: Buffer.from(file.material, 'base64') });
    }
    ring.refresh();
    return ring;
  }

  /**
   * Makes the key to which the key of checkpoints hands over (docs/adr/0026). It waits beside that key, which signs until
   * the log states the new one. Asked again before that, it is the same key.
   *
   * @returns the ids of the key that signs now and of the one that waits.
   */
  static prepareHandover(folder: string): { current: string; next: string } {
    const ring = KeyRing.open(folder, false);
    const { id } = load(nextFile(folder), 'checkpoints', true, newSigningKey);
    return { current: ring.publicKey('checkpoints').keyId, next: id };
  }

  /**
   * Makes a new signing key for a purpose and keeps the old one's public half, so that what it signed can be checked for
   * ever. The old private half is destroyed. A process that runs goes on with the old key until it is started again.
   *
   * @returns the ids of both.
   */
  static rotate(folder: string, purpose: SigningPurpose): { retired: string; current: string } {
    const old = KeyRing.open(folder, false);
    old.#retire(purpose);
    const made = makeKey(purpose, newSigningKey());
    writeDurably(fileOf(folder, purpose), textOf(made));
    return { retired: old.publicKey(purpose).keyId, current: made.id };
  }

  /**
   * Reads the keys of checkpoints again where their files are others than before: they are handed over while processes
   * run. Costs two looks at the folder.
   */
  refresh(): void {
    const [file, next] = [fileOf(this.folder, 'checkpoints'), nextFile(this.folder)];
    const files = [file, next].map(stateOf).join();
    if (files === this.#files) return;
    this.#signing.set('checkpoints', signingKey(load(file, 'checkpoints', false, newSigningKey)));
    const waiting = read(next);
    this.#next = waiting && signingKey(waiting);
    this.#retired = retiredKeys(this.folder);
    this.#files = files;
  }

  /** The public half of the key of checkpoints that waits for the handover; undefined where none does. */
  nextKey(): { keyId: string; publicKey: string } | undefined {
    return this.#next && publicHalf(this.#next);
  }

  /** Ends a handover: the key that waited is the one that signs, and the old private half is destroyed. */
  handOver(): void {
    this.#retire('checkpoints');
    renameDurably(nextFile(this.folder), fileOf(this.folder, 'checkpoints'));
    this.refresh();
  }

  /** Keeps a key's public half. Before the key goes: a crash in between leaves it in use, and listed twice. */
  #retire(purpose: SigningPurpose): void {
    const { keyId, publicKey } = this.publicKey(purpose);
    const { createdAt } = read(fileOf(this.folder, purpose)) as KeyFile;
    const retired: RetiredKeyFile = {
      id: keyId,
      purpose,
      publicKey,
      createdAt,
      retiredAt: new Date().toISOString(),
    };
    mkdirSync(path.join(this.folder, RETIRED), { recursive: true, mode: 0o700 });
    writeDurably(path.join(this.folder, RETIRED, `${keyId}.json`), textOf(retired));
  }

  /**
   * Signs bytes: 64 bytes of Ed25519 and the id of the signing key.
   *
   * @param keyId which key; without it the current one. @throws Error where it is not here.
   */
  sign(purpose: SigningPurpose, data: Uint8Array, keyId?: string): { signature: Buffer; keyId: string } {
    const waiting = purpose === 'checkpoints' && this.#next?.id === keyId ? this.#next : undefined;
    const { id, privateKey } = waiting ?? this.#signingKey(purpose);
    if (keyId !== undefined && id !== keyId) throw new Error(`The key ${keyId} is not here.`);
    return { signature: sign(null, data, privateKey), keyId: id };
  }

  verify(purpose: SigningPurpose, data: Uint8Array, signature: Uint8Array): boolean {
    return verify(null, data, this.#signingKey(purpose).publicKey, signature);
  }

  /** The public half: id, and the raw 32 bytes in base64. */
  publicKey(purpose: SigningPurpose): { keyId: string; publicKey: string } {
    return publicHalf(this.#signingKey(purpose));
  }

  /** All public keys of a purpose: the one that signs now first, then the retired ones, the newest first. */
  publicKeys(purpose: SigningPurpose): PublicKeyView[] {
    const current = this.publicKey(purpose);
    const retired = this.#retired
      .filter((one) => one.purpose === purpose && one.id !== current.keyId)
      .map(({ id, publicKey, retiredAt }) => ({ keyId: id, publicKey, retiredAt }));
    return [{ ...current, retiredAt: null }, ...retired.sort((a, b) => (a.retiredAt < b.retiredAt ? 1 : -1))];
  }

  /** Encrypts: nonce (12) ‖ ciphertext ‖ tag (16), and the id of the key. */
  encrypt(purpose: SecretPurpose, plain: Uint8Array | string): { ciphertext: Buffer; keyId: string } {
    const { id, key } = this.#secretKey(purpose);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { ciphertext: Buffer.concat([nonce, body, cipher.getAuthTag()]), keyId: id };
  }

  /** @throws Error where the ciphertext was changed or belongs to another key. */
  decrypt(purpose: SecretPurpose, ciphertext: Uint8Array): Buffer {
    const { key } = this.#secretKey(purpose);
    const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, 12));
    decipher.setAuthTag(ciphertext.subarray(-16));
    return Buffer.concat([decipher.update(ciphertext.subarray(12, -16)), decipher.final()]);
  }

  /** HMAC-SHA-256 under a key derived for `label`, so that no two uses share a key. */
  mac(purpose: SecretPurpose, label: string, data: Uint8Array | string): Buffer {
    return hmac(this.derive(purpose, label), data);
  }

  /** HMAC-SHA-256 under a key that {@link derive} gave: for routes that compute many. */
  macWith(derived: Uint8Array, data: Uint8Array | string): Buffer {
    return hmac(derived, data);
  }

  /** Under which id a purpose's key is recorded beside what was made with it. */
  secretId(purpose: SecretPurpose): string {
    return this.#secretKey(purpose).id;
  }

  /** 32 bytes bound to a purpose and a label. */
  derive(purpose: SecretPurpose, label: string): Buffer {
    return hmac(this.#secretKey(purpose).key, `openmerit:${label}`);
  }

  #signingKey(purpose: SigningPurpose) {
    const key = this.#signing.get(purpose);
    if (!key) throw new Error(`No signing key for ${purpose}.`);
    return key;
  }

  #secretKey(purpose: SecretPurpose) {
    const key = this.#secret.get(purpose);
    if (!key) throw new Error(`No key for ${purpose}.`);
    return key;
  }
}

const newSigningKey = (): Buffer =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });

const makeKey = (purpose: string, material: Buffer): KeyFile => ({
  id: `${purpose}-${sha256(material).toString('hex').slice(0, 8)}`,
  purpose,
  createdAt: new Date().toISOString(),
  material: material.toString('base64'),
});

const textOf = (body: object): string => JSON.stringify(body, null, 2);

function signingKey({ id, material }: KeyFile): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.from(material, 'base64'), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  return { id, privateKey, publicKey, raw };
}

const publicHalf = ({ id, raw }: SigningKey): { keyId: string; publicKey: string } => ({
  keyId: id,
  publicKey: raw,
});

/** Another text for each file that had this name. */
function stateOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${String(found.ino)} ${String(found.mtimeMs)}` : 'none';
}

function retiredKeys(folder: string): RetiredKeyFile[] {
  const inside = path.join(folder, RETIRED);
  if (!existsSync(inside)) return [];
  return readdirSync(inside)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(inside, name), 'utf8')) as RetiredKeyFile);
}

/** @returns undefined where there is none. */
function read(file: string): KeyFile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

function load(file: string, purpose: string, create: boolean, make: () => Buffer): KeyFile {
  const kept = read(file);
  if (kept) return kept;
  if (!create) throw new Error(`There is no key ${file}.`);
  const body = makeKey(purpose, make());
  try {
    // Of two processes that start at once, one makes the key and the other reads it.
    createDurably(file, textOf(body));
    return body;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return read(file) as KeyFile;
  }
}
