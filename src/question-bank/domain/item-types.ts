/** What is wrong with an answer key under its type's scoring rule, or null. */
type KeyRule = (points: Readonly<Record<string, number>>) => string | null;

const FULL = 100;

/**
 * Item types and the rule their answer keys obey.
 * single-choice: one option has the point, the rest nothing. situational-judgement: the experts' best has the point,
 * others partial credit, and at least one nothing.
 */
export const ITEM_TYPES: Readonly<Record<string, KeyRule>> = {
  'single-choice': (points) => {
    const values = Object.values(points);
    const right = values.filter((value) => value === FULL).length;
    const wrong = values.filter((value) => value === 0).length;
    return right === 1 && right + wrong === values.length
      ? null
      : 'needs one option with 100 points and 0 for the rest';
  },
  'situational-judgement': (points) => {
    const values = Object.values(points);
    const best = values.filter((value) => value === FULL).length;
    const partial = values.some((value) => value > 0 && value < FULL);
    return best === 1 && partial && values.includes(0)
      ? null
      : 'needs one option with 100 points, at least one with partial credit, and at least one with 0';
  },
};
