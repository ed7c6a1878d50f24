import { Injectable } from '@nestjs/common';
import { formsOf } from '../../form/index.js';
import { countingVersionOf } from '../../grading/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { keepChallenge, openCase } from '../store/case-store.js';
import { reviewOf } from '../store/review-store.js';

export interface ChallengeWish {
  readonly position: number;
  readonly reasons: string;
  readonly source?: string | null | undefined;
}

/** So many questions of one sitting can be challenged: who doubts more doubts the exam, and appeals. */
export const MOST_CHALLENGES = 10;

/**
 * A candidate challenges the answer key of a question that stood in their form, with reasons. Challenges of one item by
 * several people are decided together.
 *
 * Refusals: APPEAL.NO_SITTING, APPEAL.NOT_RELEASED, APPEAL.NO_REVIEW (this session is not opened to its candidates),
 * APPEAL.WINDOW_OVER, APPEAL.NO_ITEM, APPEAL.ANNULLED, APPEAL.ALREADY, APPEAL.CONFIRMING, APPEAL.TOO_MANY, APPEAL.REASONS.
 */
@Injectable()
export class ChallengeItem {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    sittingId: string,
    wish: ChallengeWish,
  ): Promise<Result<{ challengeId: string }>> {
    const reasons = wish.reasons.trim();
    if (reasons.length < 20 || reasons.length > 4000)
      return refuse('invalid', 'APPEAL.REASONS', 'Say why, in 20 to 4000 characters.', {
        fields: { reasons: 'APPEAL.REASONS' },
      });
    return this.database.attempt(async (tx) => {
      // One after the other of one person, so that they are counted.
      await tx.query('SELECT 1 FROM sitting WHERE id = $1 FOR NO KEY UPDATE', [sittingId]);
      const review = await reviewOf(tx, sittingId, principal.personId ?? '');
      if (review?.state !== 'closed') return noSitting();
      if (!review.challenges)
        return refuse('conflict', 'APPEAL.NOT_RELEASED', 'The results of this session are not out yet.');
      if (review.review === 'none')
        return refuse('conflict', 'APPEAL.NO_REVIEW', 'The questions of this session cannot be looked at.');
      if (review.challenges.state === 'over')
        return refuse('gone', 'APPEAL.WINDOW_OVER', 'The days for challenges are over.');
      const item = (await formsOf(tx, [sittingId]))
        .of(sittingId)
        ?.find((one) => one.position === wish.position);
      if (!item) return refuse('invalid', 'APPEAL.NO_ITEM', 'Your form has no such question.');
      const version = await countingVersionOf(tx, review.sessionId);
      if (version?.rules.annulled.includes(item.itemVersionId))
        return refuse('conflict', 'APPEAL.ANNULLED', 'Everybody has the points of this question already.');
      if ((await countOf(tx, sittingId)) >= MOST_CHALLENGES)
        return refuse(
          'conflict',
          'APPEAL.TOO_MANY',
          'You have challenged as many questions as one person can.',
          {
            data: { most: MOST_CHALLENGES },
          },
        );
      const caseId = await openCase(tx, review.competitionId, item.itemVersionId, review.days.decision);
      const [{ state } = { state: '' }] = await rows<{ state: string }>(
        tx,
        'SELECT state FROM challenge_case WHERE id = $1',
        [caseId],
      );
      // An expert has decided on what was there: reasons that come now would be read by nobody.
      if (state !== 'open')
        return refuse('conflict', 'APPEAL.CONFIRMING', 'This question is being decided on already.');
      const challengeId = newId();
      const source = wish.source?.trim() ?? '';
      const kept = await keepChallenge(tx, {
        id: challengeId,
        caseId,
        sittingId,
        position: wish.position,
        reasons,
        source: source === '' ? null : source.slice(0, 500),
      });
      return kept
        ? ok({ challengeId })
        : refuse('conflict', 'APPEAL.ALREADY', 'You have challenged this question already.');
    });
  }
}

async function countOf(tx: Tx, sittingId: string): Promise<number> {
  const [found] = await rows<{ count: number }>(
    tx,
    'SELECT count(*)::int AS count FROM key_challenge WHERE sitting_id = $1',
    [sittingId],
  );
  return found?.count ?? 0;
}

export const noSitting = () =>
  refuse('not-found', 'APPEAL.NO_SITTING', 'There is no such sitting of yours that is over.');
