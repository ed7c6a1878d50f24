import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { postNotice } from '../../notice/index.js';
import { Database, type Tx } from '../../platform/index.js';
import { offerById, settleOffers } from '../store/offer-store.js';

/** Writes down the ends that came by themselves: an offer's time ran out, or its ranking was replaced. Safe to repeat. */
@Injectable()
export class SettleOffers {
  constructor(private readonly database: Database) {}

  /** @returns how many offers ended. */
  async run(): Promise<number> {
    return this.database.transaction((tx) => settle(tx, null));
  }
}

/** As {@link SettleOffers}, within a decision; the candidates are told. @param competitionId null: of all. */
export async function settle(tx: Tx, competitionId: string | null): Promise<number> {
  const ended = await settleOffers(tx, competitionId);
  for (const id of ended) {
    const offer = await offerById(tx, id);
    const competition = offer && (await competitionById(tx, offer.competitionId));
    if (!competition) continue;
    await postNotice(tx, {
      kind: 'offer-ended',
      personId: offer.personId,
      about: id,
      details: { post: { ...offer.postTitle }, competition: { ...competition.title } },
      path: `/offers/${id}`,
    });
  }
  return ended.length;
}
