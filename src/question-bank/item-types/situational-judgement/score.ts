import { POINT, type Points } from '../../../kernel/points.js';
import { share } from '../shared/points.js';
import type { JudgementResponse } from './response.js';

/** Option → effectiveness by the experts, in hundredths. */
export type Effectiveness = Readonly<Record<string, Points>>;

const STEP = 25;

/** The experts' rating 1 … 5 behind an effectiveness of 0, 25 … 100. */
export const ratingOf = (points: Points): number => points / STEP + 1;

/** The points of a response, by the way it was given. */
export function score(points: Effectiveness, response: JudgementResponse): Points {
  const of = (option: string): Points => (Object.hasOwn(points, option) ? (points[option] ?? 0) : 0);
  switch (response.mode) {
    case 'best':
      return of(response.best);
    case 'best-worst': {
      const best = response.best === undefined ? 0 : of(response.best);
      const worst = response.worst === undefined ? 0 : POINT - of(response.worst);
      return Math.floor((best + worst) / 2);
    }
    case 'ranking':
      return footrule(points, response.order);
    case 'rating': {
      const options = Object.keys(points);
      const sum = options.reduce((total, option) => {
        const off = Math.abs((response.ratings[option] ?? Infinity) - ratingOf(of(option)));
        return total + (off === 0 ? 2 : off === 1 ? 1 : 0);
      }, 0);
      return share(sum, 2 * options.length);
    }
  }
}

/** Spearman's footrule: how far each option lies from its place, as a share of the farthest that all of them can lie. */
function footrule(points: Effectiveness, order: readonly string[]): Points {
  const experts = Object.keys(points).sort((a, b) => (points[b] ?? 0) - (points[a] ?? 0));
  const distance = order.reduce((sum, option, place) => sum + Math.abs(place - experts.indexOf(option)), 0);
  const farthest = Math.floor(experts.length ** 2 / 2);
  return share(farthest - distance, farthest);
}
