import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { postNotice } from '../../notice/index.js';
import { Database } from '../../platform/index.js';
import { dueReminders, offerById } from '../store/offer-store.js';

/** Reminds candidates, once, of offers that lapse soon and wait for their answer. Safe to repeat, and in many workers at once. */
@Injectable()
export class RemindOfOffers {
  constructor(private readonly database: Database) {}

  /** @returns how many were reminded. */
  async run(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await dueReminders(tx);
      for (const id of due) {
        const offer = await offerById(tx, id);
        const competition = offer && (await competitionById(tx, offer.competitionId));
        if (!competition) continue;
        await postNotice(tx, {
          kind: 'offer-lapses',
          personId: offer.personId,
          about: id,
          details: {
            post: { ...offer.postTitle },
            competition: { ...competition.title },
            time: { at: offer.answerBy.toISOString() },
          },
          path: `/offers/${id}`,
        });
      }
      return due.length;
    });
  }
}
