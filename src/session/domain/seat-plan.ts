import { ok, refuse, type Result } from '../../kernel/index.js';
import { SEAT_FEATURES, type SeatFeature } from './seat-features.js';

/** What somebody says of a room's seats: how many, or their labels; and which of them have more than the room gives. */
export interface SeatWish {
  /** Seats are called 1, 2, 3 …; left out where labels are given. */
  readonly count?: number | undefined;
  readonly labels?: readonly string[] | undefined;
  /** Feature → labels of seats that have it. */
  readonly features?: Readonly<Partial<Record<SeatFeature, readonly string[]>>> | undefined;
}

export interface PlannedSeat {
  readonly label: string;
  readonly features: readonly SeatFeature[];
}

export const MAX_SEATS = 2000;
const MAX_LABEL = 12;

/**
 * The seats of a room, in their order.
 *
 * Refusals, each by its field: CENTRE.SEATS (no number and no labels, or too many), CENTRE.SEAT_LABEL (too long),
 * CENTRE.SEAT_TWICE, CENTRE.NO_SUCH_SEAT (a feature of a seat that is not there).
 */
export function planSeats(wish: SeatWish): Result<PlannedSeat[]> {
  const named = (wish.labels ?? []).map((label) => label.trim()).filter((label) => label !== '');
  const count = wish.count ?? 0;
  const labels = named.length > 0 ? named : numbered(Number.isInteger(count) ? count : 0);
  if (labels.length === 0 || labels.length > MAX_SEATS) {
    return wrong(named.length > 0 ? 'labels' : 'count', 'CENTRE.SEATS');
  }
  if (labels.some((label) => label.length > MAX_LABEL)) return wrong('labels', 'CENTRE.SEAT_LABEL');
  if (new Set(labels).size < labels.length) return wrong('labels', 'CENTRE.SEAT_TWICE');
  const known = new Set(labels);
  for (const feature of SEAT_FEATURES) {
    const unknown = wish.features?.[feature]?.find((label) => !known.has(label.trim()));
    if (unknown !== undefined) return wrong(feature, 'CENTRE.NO_SUCH_SEAT');
  }
  const having = SEAT_FEATURES.map(
    (feature) => [feature, new Set(wish.features?.[feature]?.map((label) => label.trim()))] as const,
  );
  return ok(
    labels.map((label) => ({
      label,
      features: having.filter(([, seats]) => seats.has(label)).map(([feature]) => feature),
    })),
  );
}

const numbered = (count: number): string[] =>
  count < 1 || count > MAX_SEATS ? [] : Array.from({ length: count }, (_, index) => String(index + 1));

const wrong = (field: string, code: string) =>
  refuse('invalid', code, 'The seats of this room are not described well.', { fields: { [field]: code } });

/** Labels as people write them in one field: by commas, semicolons or lines. */
export const readLabels = (text: string): string[] =>
  text
    .split(/[,;\n]/)
    .map((label) => label.trim())
    .filter((label) => label !== '');
