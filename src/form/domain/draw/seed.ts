import { hashJson, hmac, sha256 } from '../../../kernel/index.js';

/** A share of the seed as it is published: 32 bytes as 64 hexadecimal digits in lower case. */
export const isShare = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Hex SHA-256("openmerit-share" ‖ share's 64 digits): published before any share is known to another contributor. */
export const shareCommitment = (share: string): string => sha256(`openmerit-share${share}`).toString('hex');

/** What a beacon's round adds to the seed, as if it were a share: hex SHA-256 of the canonical JSON of the three. */
export const beaconShare = (name: string, round: string, value: string): string =>
  hashJson(['openmerit-beacon', name, round, value]).toString('hex');

/** SHA-256("openmerit-seed" ‖ shares' digits in the order of their commitments): no single contributor decides it. */
export const sessionSeed = (shares: readonly string[]): Buffer => sha256(`openmerit-seed${shares.join('')}`);

/** HMAC-SHA-256(seed, session ‖ candidate number): a seed of its own for each candidate. */
export const candidateSeed = (seed: Uint8Array, sessionId: string, candidateNumber: string): Buffer =>
  hmac(seed, `${sessionId}${candidateNumber}`);
