import { POINT, type Points } from '../../kernel/index.js';

export interface Bin {
  /** Hundredths, included. */
  readonly from: Points;
  /** Hundredths, excluded but for the last bin. */
  readonly to: Points;
  readonly count: number;
}

/**
 * How points are spread: bins of equal width in whole points, about eleven of them, from 0 to `maximum`. What lies below
 * 0, by wrong choices that cost points, is in the first.
 */
export function distribution(points: readonly Points[], maximum: Points): Bin[] {
  const width = Math.max(1, Math.round(maximum / POINT / 11)) * POINT;
  const size = Math.max(1, Math.ceil(maximum / width));
  const counts = Array.from({ length: size }, () => 0);
  for (const value of points) {
    const bin = Math.min(size - 1, Math.max(0, Math.floor(value / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, index) => ({
    from: index * width,
    to: Math.min(maximum, (index + 1) * width),
    count,
  }));
}
