import type { FactDraft, PublicKeyView, SigningPurpose } from '../platform/index.js';

export const SIGNING_KEY_FACT = 'signing-key';

/**
 * "With this key what the platform signs for this purpose can be checked", or "it signs no more": stated once each. Nobody
 * decided anything else by it, so no official is named.
 */
export function signingKeyFact(purpose: SigningPurpose, key: PublicKeyView, time: Date): FactDraft {
  const { keyId, publicKey, retiredAt } = key;
  return {
    type: SIGNING_KEY_FACT,
    subject: keyId,
    cause: retiredAt === null ? 'in-use' : 'retired',
    time: retiredAt === null ? time : new Date(retiredAt),
    official: null,
    shown: { purpose, keyId, algorithm: 'Ed25519', publicKey, retiredAt },
  };
}

export const TOMBSTONE_FACT = 'tombstone';

/**
 * "The personal fields of this entry are destroyed, on this legal ground": the entry and every proof of it stay as they
 * are. From the platform nobody learns any more what its commitments are of; whoever kept a copy still can show it.
 */
export const tombstoneFact = (input: {
  readonly publicId: string;
  /** The entry's place in the log. */
  readonly seq: number;
  readonly fields: readonly string[];
  readonly ground: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft => ({
  type: TOMBSTONE_FACT,
  subject: input.publicId,
  cause: String(input.seq),
  time: input.time,
  official: input.official,
  shown: { entry: input.publicId, seq: input.seq, fields: [...input.fields], ground: input.ground },
});
