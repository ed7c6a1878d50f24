import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { KeyRing } from '../../platform/index.js';
import { readToken, type SittingClaim } from '../domain/sitting-token.js';

// Enough for everybody who sits at once behind one process; some hundred bytes each.
const KNOWN = 50_000;

/** Reads the sitting token of a request: `authorization: Bearer <token>`. */
@Injectable()
export class SittingTokens {
  readonly #macKey: Buffer;
  // A token is a pure function of its claim: one that was true once is true for ever. Whether its lease still holds is
  // PostgreSQL's word each time.
  readonly #known = new Map<string, SittingClaim>();

  constructor(private readonly keys: KeyRing) {
    this.#macKey = keys.derive('sitting-tokens', 'lease');
  }

  /** Which sitting and lease the bearer may act for. Refusal: SITTING.TOKEN. */
  claimOf(request: FastifyRequest): Result<SittingClaim> {
    const header = request.headers.authorization ?? '';
    const known = this.#known.get(header);
    if (known) return ok(known);
    const claim = header.startsWith('Bearer ') ? this.read(header.slice(7)) : null;
    if (!claim) {
      return refuse('unauthenticated', 'SITTING.TOKEN', 'This request carries no valid right to answer.');
    }
    // A map keeps the order of its keys: the first is the oldest.
    const [oldest] = this.#known.size < KNOWN ? [] : this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(header, claim);
    return ok(claim);
  }

  /** The claim of a token that is ours, otherwise null. */
  read(token: string): SittingClaim | null {
    return readToken(token, (data) => this.keys.macWith(this.#macKey, data));
  }
}
