import { POINT } from '../../../kernel/points.js';
import type { AuthoredItem, TypeFault } from '../item-type.js';
import { bag, faultIf } from '../shared/checks.js';
import { modeOf } from './response.js';

const PATH = ['answerKey', 'points'];

/** The experts' points under the way in which the item is answered: full points must be within reach. */
export function check(item: AuthoredItem): TypeFault[] {
  const values = Object.values(bag(bag(item.answerKey)['points'])).map(Number);
  const full = values.filter((value) => value === POINT).length;
  const none = values.filter((value) => value === 0).length;
  const partial = values.some((value) => value > 0 && value < POINT);
  switch (modeOf(item)) {
    case 'best':
      return faultIf(
        full !== 1 || !partial || none === 0,
        PATH,
        'situational-judgement needs one option with 100 points, at least one with partial credit, and at least one with 0',
      );
    case 'best-worst':
      return faultIf(
        full !== 1 || none !== 1,
        PATH,
        'best-worst needs one option with 100 points and one with 0',
      );
    case 'ranking':
      return faultIf(
        new Set(values).size < values.length,
        PATH,
        'a ranking needs options that all differ in effectiveness',
      );
    case 'rating':
      return faultIf(
        !values.every((value) => value % 25 === 0),
        PATH,
        'a rating needs 0, 25, 50, 75 or 100 for each option: the ratings 1 to 5',
      );
    case undefined:
      return [];
  }
}
