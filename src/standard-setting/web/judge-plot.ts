import type { Advice, Rating } from '../domain/angoff.js';
import type { RatedItem } from '../domain/angoff.js';

/** What omLines draws: each judge's ratings as dots over the items, from the hardest to the easiest, and their mean as a line. */
export function judgePlot(
  items: readonly RatedItem[],
  ratings: readonly Rating[],
  { byItem, judges }: Advice,
) {
  const order = [...byItem].sort((a, b) => a.mean - b.mean || a.position - b.position);
  const place = new Map(order.map(({ position }, index) => [position, index + 1]));
  const counted = new Set(judges.map(({ judge }) => judge));
  const dots = ratings.filter(({ judge }) => counted.has(judge));
  return {
    x: { from: 0, to: items.length + 1 },
    y: { from: 0, to: 100 },
    dots: dots.map(({ position, percent }): [number, number] => [place.get(position) ?? 0, percent]),
    mean: order.map(({ mean }, index): [number, number] => [index + 1, mean]),
  };
}
