import { stageById } from '../../competition/index.js';
import type { Points } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { isSettled, statusOf } from '../domain/candidate-status.js';
import { codesOf, levelsOf } from '../domain/guide.js';
import { judgeRound, maximumPoints, type Judged } from '../domain/judge-round.js';
import { candidatesOf, newApplications, type CandidateView } from './candidate-store.js';
import { commissionOf, type CommissionView } from './commission-store.js';
import { openedEntries, type OpenedEntry } from './entry-store.js';
import { guideOf } from './guide-store.js';

export interface JudgedRound extends Judged {
  readonly number: number;
  readonly discussion: string | null;
  readonly entries: readonly OpenedEntry[];
}

/** A candidate with the rounds that are over; the last one counts where it is not void. */
export interface CandidateResult extends CandidateView {
  readonly judged: readonly JudgedRound[];
  /** Null where there are none yet, or the candidate did not come. */
  readonly points: Points | null;
}

/** What the members gave, as far as it is open. */
export async function resultsOf(
  tx: Tx,
  commission: CommissionView,
  candidates: readonly CandidateView[],
): Promise<CandidateResult[]> {
  const { guide } = await guideOf(tx, commission);
  const entries = await openedEntries(tx, commission.id);
  return candidates.map((candidate) => {
    const judged = candidate.rounds
      .filter(({ closedAt }) => closedAt !== null)
      .map(({ number, discussion }): JudgedRound => {
        const own = entries.filter(
          (one) => one.applicationId === candidate.applicationId && one.round === number,
        );
        const levels = own.map((one) => one.levels);
        return {
          ...judgeRound(number, levels, codesOf(guide), commission.largestGap),
          number,
          discussion,
          entries: own,
        };
      });
    return {
      ...candidate,
      judged,
      points: statusOf(candidate) === 'scored' ? (judged.at(-1)?.points ?? null) : null,
    };
  });
}

export interface CommissionScore {
  readonly applicationId: string;
  /** In the commission's public list. */
  readonly number: string;
  /** Hundredths; null: the candidate did not come. */
  readonly points: Points | null;
}

/** What a stage's commission gave each candidate of whom it is done; whether it is done with all says {@link isComplete}. */
export async function scoresOf(tx: Tx, stageId: string): Promise<CommissionScore[]> {
  const stage = await stageById(tx, stageId);
  const commission = stage && (await commissionOf(tx, stageId));
  if (!commission || commission.state === 'forming') return [];
  const candidates = await candidatesOf(tx, commission.id, stage);
  const results = await resultsOf(tx, commission, candidates);
  return results
    .filter((one) => isSettled(statusOf(one)))
    .map(({ applicationId, number, points }) => ({ applicationId, number, points }));
}

/** The most points that a stage's commission can give, in hundredths; undefined where its guide is not pinned. */
export async function maximumOf(tx: Tx, stageId: string): Promise<Points | undefined> {
  const commission = await commissionOf(tx, stageId);
  if (!commission || commission.guideVersion === null) return undefined;
  const { guide } = await guideOf(tx, commission);
  return maximumPoints(guide.competencies.length, levelsOf(guide));
}

/** Whether a stage's commission has concluded, and nobody has come into the stage since. */
export async function isComplete(tx: Tx, stageId: string): Promise<boolean> {
  const stage = await stageById(tx, stageId);
  const commission = await commissionOf(tx, stageId);
  if (!stage || commission?.state !== 'concluded') return false;
  return (await newApplications(tx, commission.id, stage)).length === 0;
}
