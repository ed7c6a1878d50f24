import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { KeyRing, type Tx } from '../../platform/index.js';
import { beaconValue, openedShare } from '../domain/draw/contributor.js';
import { drawShareReceivedFact } from '../facts.js';
import {
  contributionsOf,
  contributorOf,
  keepShare,
  type ContributionView,
} from '../store/contribution-store.js';
import { stateDrawFact, type DrawOccasion } from '../store/draw-fact-store.js';
import { drawById } from '../store/draw-store.js';

export interface HandOverWish {
  readonly drawId: string;
  readonly contributionId: string;
  /** The share’s 64 digits; of a beacon its value, or the file that it publishes of the round. */
  readonly share: string;
}

/**
 * Takes a contributor's share once the draw is committed, and says so in public, without the share.
 *
 * Refusals: DRAW.NO_CONTRIBUTION, DRAW.STATE, DRAW.NOT_YOURS, DRAW.RECEIVED_ALREADY, DRAW.ROUND_NOT_OUT,
 * DRAW.NOT_THIS_ROUND, DRAW.DOES_NOT_OPEN.
 */
@Injectable()
export class HandOverShare {
  constructor(private readonly keys: KeyRing) {}

  /** @param as officer or observer: an account's share only that account hands over, any other an officer. */
  async run(
    tx: Tx,
    occasion: DrawOccasion,
    as: 'officer' | 'observer',
    wish: HandOverWish,
  ): Promise<Result<{ missing: number }>> {
    const { principal, sessionId } = occasion;
    const contributions = await contributionsOf(tx, wish.drawId);
    const own = contributions.find(({ id, role }) => id === wish.contributionId && role !== 'platform');
    if (!own) return refuse('not-found', 'DRAW.NO_CONTRIBUTION', 'This draw has no such contributor.');
    const isTheirs = own.accountId ? own.accountId === principal.accountId : as === 'officer';
    if (!isTheirs) return refuse('forbidden', 'DRAW.NOT_YOURS', 'This share is not yours to hand over.');
    const draw = await drawById(tx, wish.drawId);
    if (draw?.state !== 'committed') {
      return refuse('conflict', 'DRAW.STATE', 'This step of the draw is not possible now.');
    }
    if (own.receivedAt) {
      return refuse('conflict', 'DRAW.RECEIVED_ALREADY', 'This share was handed over already.');
    }
    const given = read(own, wish.share);
    if (!given.ok) return given;
    const time = await keepShare(tx, this.keys, own.id, given.value, principal.official);
    const content = { draw: wish.drawId, role: own.role, name: own.name };
    await stateDrawFact(tx, occasion, wish.drawId, drawShareReceivedFact(content, time));
    await recordDecision(tx, principal, {
      action: 'draw-share-received',
      subject: sessionId,
      scopeId: sessionId,
    });
    return ok({ missing: contributions.filter(({ receivedAt }) => !receivedAt).length - 1 });
  }
}

function read(own: ContributionView, text: string): Result<string> {
  const wrong = (code: string, detail: string) =>
    refuse('invalid', code, detail, { fields: { share: code } });
  let given: string | undefined = text.trim().toLowerCase();
  if (own.role === 'beacon') {
    if (!own.isBeaconDue) return wrong('DRAW.ROUND_NOT_OUT', 'This round of the beacon is not out yet.');
    given = beaconValue(text, own.beaconRound ?? '');
    if (given === undefined)
      return wrong('DRAW.NOT_THIS_ROUND', 'This is no value of the round committed to.');
  }
  return openedShare(contributorOf(own), given) === undefined
    ? wrong('DRAW.DOES_NOT_OPEN', 'This share does not belong to the commitment.')
    : ok(given);
}
