import { hashJson, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { isSettled, statusOf } from '../domain/candidate-status.js';
import { levelsOf } from '../domain/guide.js';
import { maximumPoints } from '../domain/judge-round.js';
import { listOf } from '../domain/protocol.js';
import { candidatesOf, newApplications } from '../store/candidate-store.js';
import { guideOf, type GuideVersion } from '../store/guide-store.js';
import { resultsOf, type CandidateResult } from '../store/result-store.js';
import type { AtCommission } from './in-commission.js';

export interface ListToVoteOn {
  readonly list: Json;
  /** Hex. */
  readonly hash: string;
  readonly results: readonly CandidateResult[];
  readonly guide: GuideVersion;
  readonly maximum: number;
}

/**
 * The list as it is once the commission is done with every candidate.
 *
 * Refusal: COMMISSION.NOT_DONE, with how many candidates are still to be done with.
 */
export async function listToVoteOn(tx: Tx, at: AtCommission): Promise<Result<ListToVoteOn>> {
  const { competition, stage, commission } = at;
  const candidates = await candidatesOf(tx, commission.id, stage);
  const others = await newApplications(tx, commission.id, stage);
  const open = candidates.filter((one) => !isSettled(statusOf(one))).length + others.length;
  if (open > 0 || candidates.length === 0)
    return refuse('conflict', 'COMMISSION.NOT_DONE', 'Not all candidates are done with.', {
      data: { count: open },
    });
  const results = await resultsOf(tx, commission, candidates);
  const guide = await guideOf(tx, commission);
  const maximum = maximumPoints(guide.guide.competencies.length, levelsOf(guide.guide));
  const list = listOf({ competition: competition.code, stage: stage.code, maximum }, results);
  return ok({ list, hash: hashJson(list).toString('hex'), results, guide, maximum });
}
