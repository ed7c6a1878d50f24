import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Contributor } from '../domain/draw/contributor.js';
import { isShare, shareCommitment } from '../domain/draw/seed.js';
import { insertContribution, offersOf } from '../store/contribution-store.js';
import type { DrawOccasion } from '../store/draw-fact-store.js';

/** What somebody offers to a session's next draw. */
export interface OfferWish {
  /** own: a commitment of one's own; made: the platform throws a share for one; outside: somebody without an account. */
  readonly kind: 'own' | 'made' | 'outside' | 'beacon';
  /** Of an outsider or a beacon. */
  readonly name?: string | undefined;
  /** Hex. Of one's own, or an outsider's. */
  readonly commitment?: string | undefined;
  /** Of a beacon. */
  readonly round?: string | undefined;
  readonly due?: Date | undefined;
}

/**
 * Offers a share of the seed for the next draw of a session: its commitment, or a beacon's round that is still to come.
 * The commitment of the draw then takes all that is offered.
 *
 * Refusals: DRAW.OFFER (by field), DRAW.OFFERED_ALREADY, DRAW.COMMITMENT_USED, DRAW.ROUND_OUT, DRAW.OFFICER_ONLY.
 */
@Injectable()
export class OfferShare {
  /**
   * @param as officer or observer: only an officer speaks for an outsider or a beacon.
   * @returns for a share that the platform made: the share, which is not kept. Whoever wanted it must keep it.
   */
  async run(
    tx: Tx,
    occasion: DrawOccasion,
    as: 'officer' | 'observer',
    wish: OfferWish,
  ): Promise<Result<{ contributionId: string; share?: string }>> {
    const { principal, sessionId } = occasion;
    const isOwn = wish.kind === 'own' || wish.kind === 'made';
    if (!isOwn && as !== 'officer') {
      return refuse('forbidden', 'DRAW.OFFICER_ONLY', 'Only an exam officer names an outsider or a beacon.');
    }
    const share = wish.kind === 'made' ? randomBytes(32).toString('hex') : undefined;
    const read = contributorFrom(wish, isOwn ? { role: as, name: principal.official } : undefined, share);
    if (!read.ok) return read;
    const contributor = read.value;
    const offers = await offersOf(tx, sessionId);
    if (isOwn && offers.some(({ accountId }) => accountId === principal.accountId)) {
      return refuse('conflict', 'DRAW.OFFERED_ALREADY', 'You have offered a share for this draw already.');
    }
    const wrong = await clash(tx, contributor);
    if (wrong) return wrong;
    const contributionId = newId();
    await insertContribution(tx, {
      id: contributionId,
      sessionId,
      contributor,
      accountId: isOwn ? principal.accountId : null,
      offeredBy: principal.official,
    });
    await recordDecision(tx, principal, {
      action: 'draw-share-offered',
      subject: sessionId,
      scopeId: sessionId,
    });
    return ok({ contributionId, ...(share !== undefined && { share }) });
  }
}

function contributorFrom(
  wish: OfferWish,
  own: { role: 'officer' | 'observer'; name: string } | undefined,
  share: string | undefined,
): Result<Contributor> {
  const name = own?.name ?? wish.name?.trim() ?? '';
  const round = wish.round?.trim() ?? '';
  const commitment =
    share === undefined ? (wish.commitment?.trim().toLowerCase() ?? '') : shareCommitment(share);
  const fields: Record<string, string> = {};
  if (name === '' || name.length > 200) fields['name'] = 'DRAW.NAME';
  if (wish.kind === 'beacon') {
    if (!/^[\x21-\x7e]{1,100}$/.test(round)) fields['round'] = 'DRAW.ROUND';
    if (!wish.due || Number.isNaN(wish.due.getTime())) fields['due'] = 'DRAW.DUE';
  } else if (!isShare(commitment)) fields['commitment'] = 'DRAW.COMMITMENT';
  if (Object.keys(fields).length > 0) {
    return refuse('invalid', 'DRAW.OFFER', 'What is offered is not complete.', { fields });
  }
  return ok(
    wish.kind === 'beacon'
      ? { role: 'beacon', name, round, due: (wish.due as Date).toISOString() }
      : { role: own?.role ?? 'observer', name, commitment },
  );
}

/** A commitment that was used before may be of a share that is known; a round that is out is known to all. */
async function clash(tx: Tx, contributor: Contributor): Promise<ReturnType<typeof refuse> | undefined> {
  if (contributor.role === 'beacon') {
    const [round] = await rows<{ out: boolean }>(tx, 'SELECT clock_timestamp() >= $1::timestamptz AS out', [
      contributor.due,
    ]);
    return round?.out
      ? refuse('conflict', 'DRAW.ROUND_OUT', 'This round is out already: take one that is still to come.', {
          fields: { due: 'DRAW.ROUND_OUT' },
        })
      : undefined;
  }
  const known = await rows(tx, 'SELECT 1 FROM draw_contribution WHERE commitment = $1', [
    contributor.commitment,
  ]);
  return known.length > 0
    ? refuse('conflict', 'DRAW.COMMITMENT_USED', 'This commitment was used before: throw a new share.', {
        fields: { commitment: 'DRAW.COMMITMENT_USED' },
      })
    : undefined;
}
