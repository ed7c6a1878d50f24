import { POINT, type Points } from '../../../kernel/points.js';
import type { ItemType } from '../item-type.js';
import { faultIf, unknownFields, wrongPoints } from '../shared/checks.js';
import { shuffledRefs } from '../shared/guess.js';
import { readRecord, refOf } from '../shared/refs.js';
import { check } from './check.js';
import { editor } from './editor.js';
import { modeOf, readRatings, readResponse, type JudgementResponse } from './response.js';
import { ratingOf, score, type Effectiveness } from './score.js';
import { view } from './view.js';

export interface JudgementKey {
  /** Option → how effective the experts find it, in hundredths. */
  readonly points: Effectiveness;
}

const ranked = (points: Effectiveness): string[] =>
  Object.keys(points).sort((a, b) => (points[b] ?? 0) - (points[a] ?? 0));

const only = (points: Effectiveness, wanted: Points): string =>
  Object.entries(points).find(([, value]) => value === wanted)?.[0] ?? '';

/** What to do in a situation, against the judgement of experts. Four ways to answer: best, best-worst, ranking, rating. */
export const situationalJudgement: ItemType<JudgementKey, JudgementResponse> = {
  code: 'situational-judgement',
  scoredBy: 'machine',
  options: [3, 6],
  check: (item) => [
    ...unknownFields(item, ['response'], ['points']),
    ...wrongPoints(item),
    ...faultIf(
      modeOf(item) === undefined,
      ['structure', 'response'],
      'the response should be one of best, best-worst, ranking, rating',
    ),
    ...check(item),
  ],
  rightOptions: ({ points }, shape) => (modeOf(shape) === 'best' ? [only(points, POINT)] : null),
  deliver: ({ structure }) => ({ response: structure['response'] ?? 'best' }),
  readResponse,
  score: ({ points }, _, response) => score(points, response),
  fullResponse: ({ points }, shape, optionOrder) => {
    const ref = (option: string): string => refOf(option, optionOrder);
    const order = ranked(points);
    switch (modeOf(shape)) {
      case 'best-worst':
        return JSON.stringify({ best: ref(order[0] ?? ''), worst: ref(order.at(-1) ?? '') });
      case 'ranking':
        return JSON.stringify(order.map(ref));
      case 'rating':
        return JSON.stringify(
          Object.fromEntries(Object.entries(points).map(([option, value]) => [ref(option), ratingOf(value)])),
        );
      default:
        return ref(only(points, POINT));
    }
  },
  guess: ({ structure, options }, below) => {
    const [best = '1', worst = '2'] = shuffledRefs(options, below);
    switch (structure['response']) {
      case 'best-worst':
        return JSON.stringify({ best, worst });
      case 'ranking':
        return JSON.stringify(shuffledRefs(options, below));
      case 'rating':
        return JSON.stringify(Object.fromEntries(options.map(({ ref }) => [ref, 1 + below(5)])));
      default:
        return best;
    }
  },
  isComplete: ({ structure, options }, value) => {
    if (structure['response'] === 'best-worst') return Object.keys(readRecord(value) ?? {}).length === 2;
    if (structure['response'] !== 'rating') return true;
    const refs = options.map(({ ref }) => ref);
    return Object.keys(readRatings(value, refs) ?? {}).length === refs.length;
  },
  view,
  editor,
};
