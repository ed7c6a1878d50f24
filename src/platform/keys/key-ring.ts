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
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { hmac, sha256 } from '../../kernel/index.js';

/** Each purpose has keys of its own, so that one leak opens one door. */
export const SIGNING_PURPOSES = ['receipts', 'checkpoints'] as const;
const SECRET = ['personal-data', 'seed-shares', 'sitting-tokens', 'web-sessions', 'content'] as const;
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

/** Public halves of keys that were rotated, in a folder beside the keys. */
const RETIRED = 'retired';

/**
 * The platform's keys: files of a folder outside the database, made at first start, readable by their owner alone.
 * Ed25519 is RFC 8032; encryption is AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
 */
export class KeyRing {
  readonly #signing = new Map<string, { id: string; privateKey: KeyObject; publicKey: KeyObject }>();
  readonly #secret = new Map<string, { id: string; key: Buffer }>();
  #retired: readonly RetiredKeyFile[] = [];

  /** Reads the keys of `folder`; makes what is missing where `create` allows it. @throws Error naming the folder. */
  static open(folder: string, create = true): KeyRing {
    const ring = new KeyRing();
    if (create) mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const purpose of SIGNING_PURPOSES) {
      const file = load(folder, purpose, create, newSigningKey);
      const privateKey = createPrivateKey({
        key: Buffer.from(file.material, 'base64'),
        format: 'der',
        type: 'pkcs8',
      });
      ring.#signing.set(purpose, { id: file.id, privateKey, publicKey: createPublicKey(privateKey) });
    }
    for (const purpose of SECRET) {
      const file = load(folder, purpose, create, () => randomBytes(32));
      ring.#secret.set(purpose, { id: file.id, key: Buffer.from(file.material, 'base64') });
    }
    ring.#retired = retiredKeys(folder);
    return ring;
  }

  /**
   * Makes a new signing key for a purpose and keeps the old one's public half, so that what it signed can be checked for
   * ever. The old private half is destroyed. A process that runs goes on with the old key until it is started again.
   *
   * @returns the ids of both.
   */
  static rotate(folder: string, purpose: SigningPurpose): { retired: string; current: string } {
    const old = KeyRing.open(folder, false);
    const { keyId, publicKey } = old.publicKey(purpose);
    const file = path.join(folder, `${purpose}.json`);
    const { createdAt } = JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
    const retired = { id: keyId, purpose, publicKey, createdAt, retiredAt: new Date().toISOString() };
    // The public half first: a crash in between leaves the old key in use, and listed twice.
    mkdirSync(path.join(folder, RETIRED), { recursive: true, mode: 0o700 });
    const kept = path.join(folder, RETIRED, `${keyId}.json`);
    rmSync(kept, { force: true });
    writeWhole(kept, retired);
    const made = makeKey(purpose, newSigningKey());
    rmSync(`${file}.new`, { force: true });
    writeWhole(`${file}.new`, made);
    renameSync(`${file}.new`, file);
    return { retired: keyId, current: made.id };
  }

  /** Signs bytes: 64 bytes of Ed25519 and the id of the signing key. */
  sign(purpose: SigningPurpose, data: Uint8Array): { signature: Buffer; keyId: string } {
    const { id, privateKey } = this.#signingKey(purpose);
    return { signature: sign(null, data, privateKey), keyId: id };
  }

  verify(purpose: SigningPurpose, data: Uint8Array, signature: Uint8Array): boolean {
    return verify(null, data, this.#signingKey(purpose).publicKey, signature);
  }

  /** The public half: id, and the raw 32 bytes in base64. */
  publicKey(purpose: SigningPurpose): { keyId: string; publicKey: string } {
    const { id, publicKey } = this.#signingKey(purpose);
    const der = publicKey.export({ format: 'der', type: 'spki' });
    return { keyId: id, publicKey: der.subarray(-32).toString('base64') };
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

/** @throws Error with the code EEXIST where the file is there. */
function writeWhole(file: string, body: object): void {
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, JSON.stringify(body, null, 2));
  fsyncSync(handle);
  closeSync(handle);
}

function retiredKeys(folder: string): RetiredKeyFile[] {
  const inside = path.join(folder, RETIRED);
  if (!existsSync(inside)) return [];
  return readdirSync(inside)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(inside, name), 'utf8')) as RetiredKeyFile);
}

function load(folder: string, purpose: string, create: boolean, make: () => Buffer): KeyFile {
  const file = path.join(folder, `${purpose}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !create) throw error;
  }
  const body = makeKey(purpose, make());
  try {
    // wx: of two processes that start at once, one makes the key and the other reads it.
    writeWhole(file, body);
    return body;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  }
}
