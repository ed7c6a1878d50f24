import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, KeyRing, type Config } from '../../platform/index.js';
import {
  noteKeyId,
  writeVerifierKey,
  type NoteSignature,
  type VerifierKey,
} from '../domain/log/signed-note.js';

/** The log's name and its key: what it signs checkpoints with, and what others check them with. */
@Injectable()
export class LogKey {
  /** The log's address without a scheme, as C2SP tlog-checkpoint advises. */
  readonly origin: string;

  constructor(
    private readonly keys: KeyRing,
    @Inject(CONFIG) config: Config,
  ) {
    this.origin = `${config.publicOrigin.replace(/^https?:\/\//, '')}/log`;
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
