import { rows, type Tx } from '../../platform/index.js';
import { codesOf } from '../domain/guide.js';
import { judgeRound, type Verdict } from '../domain/judge-round.js';
import { areAllIn } from '../domain/quorum.js';
import { sealedLevels } from '../store/entry-store.js';
import { guideOf } from '../store/guide-store.js';
import { candidateIn, type AtCommission } from './in-commission.js';

/**
 * Opens the scores of a candidate's round where all are in, and says what came of it. To be called in the transaction that
 * may have been the last step to it, under the lock of {@link inCommission}: of two members who seal at the same moment
 * exactly one opens it.
 *
 * @returns the verdict, or null where scores are still missing.
 */
export async function closeIfAllIn(tx: Tx, at: AtCommission, applicationId: string): Promise<Verdict | null> {
  const candidate = await candidateIn(tx, at, applicationId);
  const round = candidate.ok ? candidate.value.rounds.at(-1) : undefined;
  if (!candidate.ok || !round || round.closedAt || !areAllIn(candidate.value.standings, at.commission.quorum))
    return null;
  const { guide } = await guideOf(tx, at.commission);
  const { verdict } = judgeRound(
    round.number,
    await sealedLevels(tx, round.id),
    codesOf(guide),
    at.commission.largestGap,
  );
  await rows(
    tx,
    'UPDATE commission_round SET closed_at = clock_timestamp(), verdict = $2 WHERE id = $1 AND closed_at IS NULL',
    [round.id, verdict],
  );
  return verdict;
}
