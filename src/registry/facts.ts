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
