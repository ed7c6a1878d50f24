import { hmac, sha256 } from '../../kernel/index.js';

/** SHA-256("openmerit-share" ‖ share): published before the draw, so that no share can be chosen after another. */
export const shareCommitment = (share: Uint8Array): Buffer =>
  sha256(Buffer.concat([Buffer.from('openmerit-share'), share]));

/** SHA-256("openmerit-seed" ‖ shares in their order): no single contributor decides it. */
export const sessionSeed = (shares: readonly Uint8Array[]): Buffer =>
  sha256(Buffer.concat([Buffer.from('openmerit-seed'), ...shares]));

/** HMAC-SHA-256(session seed, candidate number): a seed of its own for each sitting. */
export const sittingSeed = (seed: Uint8Array, candidateNumber: string): Buffer => hmac(seed, candidateNumber);
