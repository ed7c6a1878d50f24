import type { Tx } from '../../platform/index.js';
import type { Foreseen } from '../domain/foreseen.js';
import { appealCounts, type AppealCounts } from '../store/appeal-store.js';
import { caseById, rulingsOf } from '../store/case-store.js';
import { publicChanges } from '../store/regrade-store.js';

/** A change of an answer key as the public reads it: by candidate numbers. */
export interface PublishedChange {
  readonly itemCode: string;
  readonly change: 'annulled' | 'other-key';
  readonly reason: string;
  readonly official: string;
  readonly at: Date;
  readonly isRunning: boolean;
  readonly rankingVersion: number | null;
  readonly foreseen: Foreseen;
}

export async function publishedChanges(
  tx: Tx,
  competitionId: string,
): Promise<{ readonly changes: readonly PublishedChange[]; readonly appeals: AppealCounts }> {
  const changes: PublishedChange[] = [];
  for (const regrade of await publicChanges(tx, competitionId)) {
    const { caseId, foreseen, official, begunAt, listedAt, rankingVersion } = regrade;
    const found = caseId === null ? undefined : await caseById(tx, competitionId, caseId);
    if (!found || caseId === null || !foreseen) continue;
    const ruling = (await rulingsOf(tx, caseId)).findLast(({ kind }) => kind === 'annul' || kind === 'rekey');
    changes.push({
      itemCode: found.itemCode,
      change: ruling?.kind === 'rekey' ? 'other-key' : 'annulled',
      reason: ruling?.reason ?? '',
      official,
      at: begunAt,
      isRunning: listedAt === null,
      rankingVersion,
      foreseen,
    });
  }
  return { changes, appeals: await appealCounts(tx, competitionId) };
}

/** Sums of all sessions of a change. */
export function totalsOf({ sessions }: Foreseen) {
  const sum = (of: (one: Foreseen['sessions'][number]) => number): number =>
    sessions.reduce((total, one) => total + of(one), 0);
  return {
    up: sum(({ up }) => up),
    down: sum(({ down }) => down),
    nowPass: sum(({ nowPass }) => nowPass),
    nowFail: sum(({ nowFail }) => nowFail),
  };
}
