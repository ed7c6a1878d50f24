import type { RehearsalReport, Times } from '../../session/index.js';

const SLOW = 2_000;

/** The middle and the tail of some times, in whole milliseconds, by the nearest rank. */
export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const rank = (share: number): number =>
    Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { count: sorted.length, p50: rank(0.5), p99: rank(0.99), most: Math.round(sorted.at(-1) ?? 0) };
}

/** What kept a rehearsal from passing, or was wrong in a drill; nothing where all went well. */
export function faultsOf(report: Omit<RehearsalReport, 'faults'>): string[] {
  const { candidates, started, handedIn, closedByClock, start, save, errors, receipts, drill } = report;
  // In a drill proctors end sittings too, and times tell nothing: few sit, at a human pace.
  const isDrill = drill !== undefined;
  return [
    ...(started < candidates ? ['NOT_ALL_STARTED'] : []),
    ...((!isDrill && handedIn + closedByClock < started) || receipts.checked < started
      ? ['NOT_ALL_CLOSED']
      : []),
    ...(Object.keys(errors).length > 0 ? ['ERRORS'] : []),
    ...(receipts.wrong > 0 ? ['RECEIPTS'] : []),
    ...(!isDrill && start.p99 > SLOW ? ['SLOW_START'] : []),
    ...(!isDrill && save.p99 > SLOW ? ['SLOW_SAVE'] : []),
  ];
}
