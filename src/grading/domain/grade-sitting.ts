import { POINT, type Points } from '../../kernel/index.js';
import type { MarkLayer } from '../../marking/index.js';
import { withMarks } from './with-marks.js';
import { scoreItem, type ItemScore, type KeyedItem } from './score-item.js';

export type { ItemScore } from './score-item.js';

/** Whole points (one an item) that a pass needs: overall, and in each part. */
export interface PassRule {
  readonly overall: number;
  readonly eachPart: number;
  /** Of the parts that have a minimum of their own; the others have `eachPart`. */
  readonly byPart?: Readonly<Record<string, number>>;
}

/** Whole points that a part needs. */
export const partMinimum = ({ eachPart, byPart }: PassRule, part: string): number =>
  byPart && Object.hasOwn(byPart, part) ? (byPart[part] ?? eachPart) : eachPart;

export interface PartScore {
  readonly part: string;
  /** A sum: below 0 where wrong choices took more than right ones gave. */
  readonly points: Points;
  readonly maximum: Points;
  readonly reached: boolean;
}

export interface Grade {
  readonly points: Points;
  readonly byPart: readonly PartScore[];
  readonly byItem: readonly ItemScore[];
  /** Never while something is pending: it is not decided yet. */
  readonly passed: boolean;
  /** Items that people have to mark. */
  readonly pending: number;
}

/** What a candidate handed in. */
export interface HandedIn {
  /** Position → the response as the answer sheet keeps it. */
  readonly responses: Readonly<Record<string, string>>;
  readonly language: string;
  /** What people added to it, in any order. */
  readonly marks?: readonly MarkLayer[];
}

/** What the machine makes of a sitting, item by item: the layer below all others. */
export function machineScores(items: readonly KeyedItem[], sheet: HandedIn): ItemScore[] {
  const { responses, language } = sheet;
  return items.map((item) => {
    const { position } = item;
    const response = Object.hasOwn(responses, position) ? responses[String(position)] : undefined;
    const { points, why } = scoreItem(item, response, language);
    return { position, points, why };
  });
}

/**
 * Scores one sitting, exactly, in hundredths of a point: what the machine makes of it, and on top of that what people marked.
 *
 * @param items the form with its answer keys, in the order of their parts.
 * @param rule conjunctive: the overall score and each part must reach their minimum.
 */
export function gradeSitting(items: readonly KeyedItem[], sheet: HandedIn, rule: PassRule): Grade {
  const byItem = withMarks(machineScores(items, sheet), sheet.marks ?? []);
  // In one pass: a hundred items times a hundred thousand sittings.
  const sums = new Map<string, { points: Points; items: number }>();
  items.forEach(({ part }, index) => {
    const points = byItem[index]?.points ?? 0;
    const sum = sums.get(part);
    if (sum) {
      sum.points += points;
      sum.items += 1;
    } else sums.set(part, { points, items: 1 });
  });
  const byPart = [...sums].map(([part, sum]) => ({
    part,
    points: sum.points,
    maximum: sum.items * POINT,
    reached: sum.points >= partMinimum(rule, part) * POINT,
  }));
  const points = byItem.reduce((sum, item) => sum + item.points, 0);
  const pending = byItem.filter(({ why }) => why === 'pending').length;
  const passed = pending === 0 && points >= rule.overall * POINT && byPart.every((part) => part.reached);
  return { points, byPart, byItem, passed, pending };
}
