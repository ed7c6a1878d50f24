import { POINT, type Points } from '../../kernel/points.js';
import type { ItemScore } from './grade-sitting.js';

/** What one sitting has in one competency. */
export interface TopicScore {
  readonly topic: string;
  readonly items: number;
  readonly points: Points;
  readonly maximum: Points;
}

// With fewer, a share says which single answer was right, and nothing of a competency.
const ENOUGH_ITEMS = 3;
// Who has this share or more of the points has nothing to work on first.
const SURE = 0.75;
const MOST_TO_WORK_ON = 3;

/**
 * Points by topic, in the order in which the form meets them; topics of fewer than three items are left out, and so are
 * annulled items, whose points everybody has.
 *
 * @param topics position → the topic of its item.
 */
export function byTopic(
  items: readonly ItemScore[],
  topics: ReadonlyMap<number, string>,
): readonly TopicScore[] {
  const found = new Map<string, { items: number; points: Points }>();
  for (const { position, points, why } of items) {
    const topic = topics.get(position);
    if (topic === undefined || why === 'annulled') continue;
    const sum = found.get(topic) ?? { items: 0, points: 0 };
    found.set(topic, { items: sum.items + 1, points: sum.points + points });
  }
  return [...found]
    .filter(([, sum]) => sum.items >= ENOUGH_ITEMS)
    .map(([topic, sum]) => ({ topic, ...sum, maximum: sum.items * POINT }));
}

/** The topics with the lowest shares, lowest first: at most three, and none in which most is right. */
export const toWorkOn = (scores: readonly TopicScore[]): readonly TopicScore[] =>
  scores
    .filter(({ points, maximum }) => points < SURE * maximum)
    .sort((a, b) => a.points * b.maximum - b.points * a.maximum || b.items - a.items)
    .slice(0, MOST_TO_WORK_ON);
