import type { DrillSignal } from '../../session/index.js';

type Point = readonly [number, number];

/** How many signals had been looked at, or had led to something, so many seconds after the board showed them. */
export interface DrillPlot {
  /** Seconds: where the plot ends. */
  readonly until: number;
  readonly ticks: readonly number[];
  readonly shown: number;
  readonly looked: readonly Point[];
  readonly acted: readonly Point[];
}

export interface TrainingView {
  readonly shown: number;
  readonly looked: number;
  readonly acted: number;
  /** Signals that nobody looked at and after which nothing was done. */
  readonly left: readonly DrillSignal[];
  readonly signals: readonly DrillSignal[];
  /** Null where there is nothing to draw. */
  readonly plot: DrillPlot | null;
}

/** Seconds at which a plot may end. */
const ENDS = [30, 60, 120, 300, 600, 1200, 2400, 3600];
const PARTS = 3;

/** What a page shows of a training: counts, the times as two lines, and what nobody saw to. */
export function trainingView(signals: readonly DrillSignal[]): TrainingView {
  const shown = signals.filter(({ kind }) => kind !== null);
  const looked = secondsOf(shown.map(({ lookedAfter }) => lookedAfter));
  const acted = secondsOf(shown.map(({ actedAfter }) => actedAfter));
  const last = Math.max(0, ...looked, ...acted);
  const until = ENDS.find((end) => end >= last) ?? Math.ceil(last);
  return {
    shown: shown.length,
    looked: looked.length,
    acted: acted.length,
    left: shown.filter(({ lookedAfter, actedAfter }) => lookedAfter === null && actedAfter === null),
    signals,
    plot:
      looked.length + acted.length === 0
        ? null
        : {
            until,
            ticks: Array.from({ length: PARTS + 1 }, (_, part) => Math.round((until * part) / PARTS)),
            shown: shown.length,
            looked: steps(looked, until),
            acted: steps(acted, until),
          },
  };
}

const secondsOf = (milliseconds: readonly (number | null)[]): number[] =>
  milliseconds.flatMap((one) => (one === null ? [] : [one / 1000])).sort((a, b) => a - b);

/** A line that goes up by one at each time. */
function steps(times: readonly number[], until: number): Point[] {
  return [
    [0, 0],
    ...times.flatMap((time, index): Point[] => [
      [time, index],
      [time, index + 1],
    ]),
    [until, times.length],
  ];
}
