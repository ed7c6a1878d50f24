import { POINT, type Points } from '../../kernel/index.js';
import { scoreItem, type OptionPoints } from './score-item.js';

/** One item of a form with its answer key; `annulled` items give everybody full points. */
export interface KeyedItem {
  readonly position: number;
  readonly part: string;
  readonly key: OptionPoints;
  readonly annulled?: boolean;
}

/** Whole points (one an item) that a pass needs: overall, and in each part. */
export interface PassRule {
  readonly overall: number;
  readonly eachPart: number;
}

export interface PartScore {
  readonly part: string;
  readonly points: Points;
  readonly maximum: Points;
  readonly reached: boolean;
}

export interface ItemScore {
  readonly position: number;
  readonly points: Points;
}

export interface Grade {
  readonly points: Points;
  readonly byPart: readonly PartScore[];
  readonly byItem: readonly ItemScore[];
  readonly passed: boolean;
}

/**
 * Scores one sitting, exactly, in hundredths of a point.
 *
 * @param items the form with its answer keys, in the order of their parts.
 * @param answers position → chosen option as the answer key names it.
 * @param rule conjunctive: the overall score and each part must reach their minimum.
 */
export function gradeSitting(
  items: readonly KeyedItem[],
  answers: ReadonlyMap<number, string>,
  rule: PassRule,
): Grade {
  const byItem = items.map((item) => ({
    position: item.position,
    points: item.annulled ? POINT : scoreItem(item.key, answers.get(item.position)),
  }));
  const parts = [...new Set(items.map((item) => item.part))];
  const byPart = parts.map((part) => {
    const inPart = items.flatMap((item, index) => (item.part === part ? [byItem[index]?.points ?? 0] : []));
    const points = inPart.reduce((sum, one) => sum + one, 0);
    return { part, points, maximum: inPart.length * POINT, reached: points >= rule.eachPart * POINT };
  });
  const points = byItem.reduce((sum, item) => sum + item.points, 0);
  const passed = points >= rule.overall * POINT && byPart.every((part) => part.reached);
  return { points, byPart, byItem, passed };
}
