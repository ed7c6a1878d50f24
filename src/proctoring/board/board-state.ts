import type { BoardRow } from '../use-cases/board-of-session.js';
import type { BoardNews } from '../use-cases/live-boards.js';

/** As JSON has it: moments are texts. */
type Json<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? readonly Json<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Json<T[K]> }
      : T;

export type Row = Json<BoardRow>;
export type News = Json<BoardNews>;

/** Which candidates are shown: whom a look is due to, how they stand, whom I have in hand, whether their clock runs. */
export const VIEWS = ['all', 'attention', 'sitting', 'paused', 'not-begun', 'done', 'mine'] as const;
export type View = (typeof VIEWS)[number];

export interface Filter {
  readonly view: View;
  readonly roomId: string;
  /** The beginning of a candidate number, or a part of a seat. */
  readonly search: string;
}

export const keyOf = (row: Pick<Row, 'sittingId' | 'applicationId'>): string =>
  row.sittingId ?? row.applicationId;

/** Takes news in; what has not changed stays the same object. */
export function withNews(before: ReadonlyMap<string, Row>, news: News): ReadonlyMap<string, Row> {
  const rows = new Map(news.whole ? [] : before);
  for (const key of news.gone) rows.delete(key);
  for (const row of news.rows) rows.set(keyOf(row), row);
  return rows;
}

/** The key of the words for how a candidate stands: whose clock stands, with why. */
export const stateOf = ({ state, standsFor }: Row): string =>
  standsFor === null ? `state.${state}` : `standsFor.${standsFor}`;

const NOT_BEGUN: readonly string[] = ['expected', 'waiting', 'admitted', 'refused'];
const OPEN: readonly string[] = ['sitting', 'silent', 'paused'];

function isIn(row: Row, view: View, me: string): boolean {
  switch (view) {
    case 'all':
      return true;
    case 'attention':
      return row.attention !== 'calm';
    case 'sitting':
      return OPEN.includes(row.state);
    case 'paused':
      return row.state === 'paused';
    case 'not-begun':
      return NOT_BEGUN.includes(row.state);
    case 'done':
      return row.state === 'handed-in' || row.state === 'void';
    case 'mine':
      return row.inHand?.accountId === me;
  }
}

/** How many are in each view, within the room that is chosen. @param me whose board it is: an account's id. */
export function countsOf(rows: Iterable<Row>, roomId: string, me: string): Readonly<Record<View, number>> {
  const counts = Object.fromEntries(VIEWS.map((view) => [view, 0])) as Record<View, number>;
  for (const row of rows) {
    if (roomId !== '' && row.roomId !== roomId) continue;
    for (const view of VIEWS) if (isIn(row, view, me)) counts[view] += 1;
  }
  return counts;
}

const ATTENTION = { now: 0, unseen: 1, calm: 2 } as const;

/**
 * The rows to show. Who needs a look comes first, whoever has waited longest for it before the others; the rest by room, seat and
 * number, so that nobody moves about.
 */
export function shownRows(rows: Iterable<Row>, { view, roomId, search }: Filter, me: string): Row[] {
  const wanted = search.trim().toUpperCase();
  const fits = (row: Row): boolean =>
    wanted === '' ||
    (row.candidateNumber ?? '').startsWith(wanted) ||
    (row.seat ?? '').toUpperCase().includes(wanted);
  return [...rows]
    .filter((row) => (roomId === '' || row.roomId === roomId) && isIn(row, view, me) && fits(row))
    .sort(
      (a, b) =>
        ATTENTION[a.attention] - ATTENTION[b.attention] ||
        (a.attention === 'calm' ? 0 : compare(waitsSince(a), waitsSince(b))) ||
        compare(a.seat ?? '\uffff', b.seat ?? '\uffff') ||
        compare(a.candidateNumber ?? '\uffff', b.candidateNumber ?? '\uffff') ||
        compare(keyOf(a), keyOf(b)),
    );
}

const waitsSince = (row: Row): string =>
  [...row.lasting.map(({ since }) => since), ...row.unseen.map(({ at }) => at)].sort()[0] ?? '';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
