import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, KeyRing, type Config } from '../../platform/index.js';
import {
  noteKeyId,
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

  get verifier(): VerifierKey {
    const { publicKey } = this.keys.publicKey('checkpoints');
    return { name: this.origin, kind: 'ed25519', publicKey: Buffer.from(publicKey, 'base64') };
  }

  /** As it stands on each page's foot. */
  get verifierText(): string {
    return writeVerifierKey(this.verifier);
  }

  sign(text: string): NoteSignature {
    const { signature } = this.keys.sign('checkpoints', Buffer.from(text));
    return { name: this.origin, keyId: noteKeyId(this.verifier), signature };
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
