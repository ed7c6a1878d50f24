import { refuse, type Result } from '../../kernel/index.js';
import { correctLayer, type Correction } from '../../marking/index.js';
import type { Principal, Tx } from '../../platform/index.js';
import { sittingById } from '../../sitting/index.js';
import { countingVersionOf } from '../store/scoring-version-store.js';
import { gradeIn } from './grade-sittings.js';
import { scoringVersionOf } from './scoring-version-of.js';

/**
 * A named person corrects the mark of one text, for example after an appeal: a layer more on the sitting's score sheet. The
 * sitting is graded anew in the same transaction, so that a result that is out is never without a grade. What was published
 * stays as it was: whoever corrects says so in the log.
 *
 * Refusals: SITTING.NOT_FOUND, MARKING.NOTHING_TO_CORRECT, MARKING.POINTS. @returns the revision of the marks.
 */
export async function correctMark(
  tx: Tx,
  principal: Principal,
  correction: Correction,
): Promise<Result<{ revision: number }>> {
  const sitting = await sittingById(tx, correction.sittingId);
  if (!sitting) return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting.');
  const corrected = await correctLayer(tx, principal, correction);
  if (!corrected.ok) return corrected;
  // While a regrade is under way two versions matter: the one that counts now, and the one that will.
  const newest = await scoringVersionOf(tx, sitting.sessionId);
  const counting = await countingVersionOf(tx, sitting.sessionId);
  for (const id of new Set([newest.id, counting?.id ?? newest.id])) await gradeIn(tx, id, [sitting.id]);
  return corrected;
}
