/** What is known of a session before it is held. */
export interface ChecklistFacts {
  readonly programmePublished: boolean;
  readonly draw: 'none' | 'committed' | 'drawn';
  /** Forms that are sealed, of all numbers; null before the draw is made. */
  readonly sealed: { readonly done: number; readonly of: number } | null;
  readonly candidates: number;
  /** Places booked; null where nobody has to book. */
  readonly booked: number | null;
  readonly proctors: number;
  readonly proctorsNeeded: boolean;
  readonly spareNumbers: { readonly free: number; readonly all: number };
  /** Milliseconds; positive where this host is ahead of PostgreSQL. */
  readonly clockAhead: number;
  readonly queueAnswers: boolean;
  /** Seconds since a worker was heard of; null where none ever was. */
  readonly workerSilence: number | null;
  readonly freeBytes: number | null;
  readonly rehearsal: { readonly passed: boolean | null; readonly candidates: number } | null;
  readonly receiptKey: boolean;
  /** Candidates who were granted something. */
  readonly accommodated: number;
  /** Of these, those whose seat lacks what they need. */
  readonly unmet: number;
}

export type PointState = 'good' | 'look' | 'bad' | 'unknown';

/** A computed point of the list: its words are `day:point.<code>.<state>` with these values. */
export interface Point {
  readonly code: string;
  readonly state: PointState;
  readonly values: Readonly<Record<string, number>>;
}

const CANDIDATES_A_PROCTOR = 50;
const CLOCK_LOOK = 500;
const CLOCK_BAD = 5_000;
const WORKER_BAD_AFTER = 60;
const GIGABYTE = 1_000_000_000;

/** How long a sitting's log, sheet, receipt and sealed form are in all, generously; bytes. */
const BYTES_A_CANDIDATE = 500_000;

/** The computed points, each with what it says. `bad` ones need a reason where somebody decides to go all the same. */
export function computedPoints(facts: ChecklistFacts): Point[] {
  const of = (code: string, state: PointState, values: Point['values'] = {}): Point => ({
    code,
    state,
    values,
  });
  const { sealed, booked, candidates, proctors, spareNumbers, rehearsal } = facts;
  const wanted = Math.max(1, Math.ceil(candidates / CANDIDATES_A_PROCTOR));
  const needed = Math.max(1, Math.ceil((candidates * BYTES_A_CANDIDATE) / GIGABYTE));
  return [
    of('programme', facts.programmePublished ? 'good' : 'bad'),
    of('candidates', candidates > 0 ? 'good' : 'bad', { count: candidates }),
    of('draw', facts.draw === 'drawn' ? 'good' : facts.draw === 'committed' ? 'bad' : 'look'),
    ...(sealed ? [of('sealed', sealed.done >= sealed.of ? 'good' : 'bad', { ...sealed })] : []),
    ...(facts.draw === 'drawn' ? [spares(spareNumbers, candidates)] : []),
    ...(booked === null
      ? []
      : [of('booked', booked >= candidates ? 'good' : 'look', { count: booked, candidates })]),
    proctors >= wanted
      ? of('proctors', 'good', { count: proctors, wanted })
      : of('proctors', facts.proctorsNeeded && proctors === 0 ? 'bad' : 'look', { count: proctors, wanted }),
    of('accommodations', facts.unmet > 0 ? 'bad' : 'good', {
      count: facts.accommodated,
      unmet: facts.unmet,
    }),
    clock(facts.clockAhead),
    of('queue', facts.queueAnswers ? 'good' : 'bad'),
    worker(facts.workerSilence),
    facts.freeBytes === null
      ? of('disk', 'unknown')
      : of('disk', facts.freeBytes < 2 * candidates * BYTES_A_CANDIDATE + GIGABYTE ? 'bad' : 'good', {
          free: Math.round(facts.freeBytes / GIGABYTE),
          needed,
        }),
    of('receipts', facts.receiptKey ? 'good' : 'bad'),
    rehearsal?.passed == null
      ? of('rehearsal', 'look', { candidates: 0 })
      : of('rehearsal', rehearsal.passed ? 'good' : 'bad', { candidates: rehearsal.candidates }),
  ];
}

function spares({ free, all }: ChecklistFacts['spareNumbers'], candidates: number): Point {
  // One candidate in fifty comes late or has to begin again; less than that is worth a look.
  const enough = Math.max(1, Math.ceil(candidates / 50));
  const state = free >= enough ? 'good' : free > 0 ? 'look' : 'bad';
  return { code: 'spares', state, values: { free, all } };
}

function clock(ahead: number): Point {
  const off = Math.abs(ahead);
  const state = off < CLOCK_LOOK ? 'good' : off < CLOCK_BAD ? 'look' : 'bad';
  return { code: 'clock', state, values: { milliseconds: off } };
}

function worker(silence: number | null): Point {
  const state = silence !== null && silence <= WORKER_BAD_AFTER ? 'good' : 'bad';
  return { code: 'worker', state, values: { seconds: Math.round(silence ?? 0) } };
}

/** Whether a "go" needs a reason: something is bad, or a point that a person sees to is not seen to. */
export const needsReason = (
  points: readonly Pick<Point, 'state'>[],
  manual: readonly { readonly done: boolean }[],
): boolean => points.some(({ state }) => state === 'bad') || manual.some(({ done }) => !done);
