import { announceStages } from './announce-stages.js';
import { ApiClient } from './api-client.js';
import { appointInOrder } from './appoint-in-order.js';
import { chanceOf } from './be-candidate.js';
import { holdEssay } from './essay-stage.js';
import { holdExam } from './exam-stage.js';
import { holdCommission } from './hold-commission.js';
import { entryAddress, type PublishedEntry } from './registry-entries.js';
import { newCode, type RoundBasis } from './round-plan.js';
import { conclude, published, stageId, type Table } from './round-table.js';

export interface LongRoundOutcome {
  readonly competitionId: string;
  readonly code: string;
  /** How many sat the exam, wrote, were heard, have a place, were appointed. */
  readonly sat: number;
  readonly wrote: number;
  readonly heard: number;
  readonly ranked: number;
  readonly appointed: number;
  /** Texts on which two markers were too far apart; candidates with more points by the accepted challenge. */
  readonly adjudicated: number;
  readonly moved: number;
  /** Addresses of what came out, by what it is. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** Below, nobody would be left in the last stage to choose from. */
export const FEWEST_IN_LONG_ROUND = 8;
/**
 * Plays the longer round through the public API alone: an exam whose answer key is challenged, an essay with a mark that is
 * appealed, an interview before a commission, the ranking over all three, an offer that is refused, and appointments.
 *
 * @param plan for {@link FEWEST_IN_LONG_ROUND} candidates or more. @throws ApiError where a step is refused.
 */
export async function playLongRound(plan: RoundBasis): Promise<LongRoundOutcome> {
  const { base, password } = plan;
  const progress = plan.onProgress ?? (() => undefined);
  const hr = await new ApiClient(base).signIn('hr', password);
  const exam = await new ApiClient(base).signIn('exam', password);
  const code = newCode();
  const announced = await announceStages(hr, code, plan.candidates);
  progress('Competition in three stages announced', 1, 1);
  const table = { plan, progress, code, hr, exam, ...announced };

  const { candidates, moved } = await holdExam(table);
  const { wrote, adjudicated } = await holdEssay(table, candidates);
  const chance = chanceOf(code, -1);
  const heard = await holdCommission(
    { ...table, base, password, stageId: stageId(table, 'interview') },
    chance,
    progress,
  );
  await conclude(table, 'interview');
  progress('The interview is concluded', 1, 1);
  const { ranked, appointed } = await appointInOrder(table, candidates);

  const entries = await published(table, { appointment: appointed });
  return {
    competitionId: table.competitionId,
    code,
    sat: plan.candidates,
    wrote,
    heard,
    ranked,
    appointed,
    adjudicated,
    moved,
    addresses: addressesOf(table, entries),
  };
}

function addressesOf(
  { plan: { base }, code, competitionId }: Table,
  entries: readonly PublishedEntry[],
): Record<string, string> {
  const address = (type: string, nth = 0): string =>
    entryAddress(base, entries.filter((one) => one.type === type)[nth]);
  return {
    Competition: `${base}/competitions/${competitionId}`,
    'First result list': address('result-list'),
    'List after the change': address('result-list', 1),
    'What the change did': `${base}/competitions/${competitionId}/changes`,
    'List after the appeal': address('result-list', 3),
    Commission: address('commission-concluded'),
    Ranking: address('ranking-approved'),
    'First appointment': address('appointment'),
    'All in the registry': `${base}/registry?competition=${code}`,
  };
}
