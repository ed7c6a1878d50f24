import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, KeyRing, type Config } from '../../platform/index.js';
import {
  noteKeyId,
  readNote,
  validSignature,
  writeVerifierKey,
  type NoteSignature,
  type VerifierKey,
} from '../domain/log/signed-note.js';

/**
 * The log's name and its key: what it signs checkpoints with, and what others check them with.
 *
 * The name is the platform's address at its first start, without a scheme, as C2SP tlog-checkpoint advises. It is kept with
 * the keys from then on: all processes sign by one name, and a platform that moves remains the log that others know.
 */
@Injectable()
export class LogKey {
  readonly origin: string;

  constructor(
    private readonly keys: KeyRing,
    @Inject(CONFIG) config: Config,
  ) {
    this.origin = keptName(config.keysDir, `${config.publicOrigin.replace(/^https?:\/\//, '')}/log`);
  }

  /** The key that signs now; while a log hands over, the old one until the new one has signed. */
  get verifier(): VerifierKey {
    this.keys.refresh();
    return this.verifierOf(this.keys.publicKey('checkpoints'));
  }

  /** As it stands on each page's foot. */
  get verifierText(): string {
    return writeVerifierKey(this.verifier);
  }

  /** A public key of checkpoints as others check notes with it. */
  verifierOf({ publicKey }: { readonly publicKey: string }): VerifierKey {
    return { name: this.origin, kind: 'ed25519', publicKey: Buffer.from(publicKey, 'base64') };
  }

  /**
   * Signs a checkpoint's text. @param keyId in the key ring; without it the key that signs now.
   *
   * @returns undefined where that key is not here.
   */
  sign(text: string, keyId = this.keys.publicKey('checkpoints').keyId): NoteSignature | undefined {
    const key = [this.keys.publicKey('checkpoints'), this.keys.nextKey()].find((one) => one?.keyId === keyId);
    if (!key) return undefined;
    const { signature } = this.keys.sign('checkpoints', Buffer.from(text), keyId);
    return { name: this.origin, keyId: noteKeyId(this.verifierOf(key)), signature };
  }

  /**
   * Ends a handover where the key that waited has signed the newest checkpoint: only then the old one can go, and only then
   * pages name the new one. The caller holds the registry's lock. @param note that checkpoint.
   */
  settle(note: string): void {
    this.keys.refresh();
    const next = this.keys.nextKey();
    const signed = next && readNote(note);
    if (signed && validSignature(signed, this.verifierOf(next))) this.keys.handOver();
  }
}

/** The name that stands beside the keys; where none does, this one from now on. */
function keptName(keysDir: string, name: string): string {
  const file = path.join(keysDir, 'log', 'name');
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    // Whoever comes first decides.
    writeFileSync(file, `${name}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
