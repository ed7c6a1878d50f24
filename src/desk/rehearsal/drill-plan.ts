import { shuffled, type SeededGenerator } from '../../kernel/index.js';

/**
 * What a made-up candidate does that the board shows, and the kind of signal that comes of it. Each is something that the
 * platform has a signal for, and happens on quiet days too.
 */
export const DEEDS = {
  'away-and-back': 'left-page',
  'stays-away': 'left-page',
  pastes: 'pasted',
  'silent-and-back': 'silence',
  'other-device': 'device-changed',
  'camera-goes-off': 'camera-off',
  'leaves-full-screen': 'left-full-screen',
  'second-screen': 'more-screens',
  'other-address': 'address-changed',
  'silent-for-good': 'silence',
} as const;

export type DeedKind = keyof typeof DEEDS;
const KINDS = Object.keys(DEEDS) as DeedKind[];

/** Milliseconds since the drill began, throughout. */
export interface Deed {
  readonly kind: DeedKind;
  readonly at: number;
  /** When it is over; null: it has no end, or none in the drill. */
  readonly until: number | null;
}

/** What one made-up candidate does, and when. */
export interface DrillPart {
  readonly beginsAt: number;
  /** When answers are saved. */
  readonly answersAt: readonly number[];
  /** How long until a message is read. */
  readonly readsAfter: number;
  /** Null: never, so that the clock closes it. */
  readonly handsInAt: number | null;
  /** Null: nothing that anybody would look at. */
  readonly deed: Deed | null;
}

export interface DrillWish {
  readonly candidates: number;
  readonly durationMs: number;
  /** Whether cameras are watched, and full screen. */
  readonly camera: boolean;
  readonly fullScreen: boolean;
}

/** Of a hundred candidates so many do something, where that is more than one for each kind. */
const SHARE = 20;
/** What happens on most days happens more often, once each kind has had its turn. */
const MORE: readonly DeedKind[] = [
  'away-and-back',
  'away-and-back',
  'away-and-back',
  'pastes',
  'silent-and-back',
];
const SAVE_EVERY = 20_000;
const FEWEST_SAVES = 4;
/** In a shorter drill than this everything is faster. */
const UNHURRIED = 180_000;
/** In hundredths of the drill: when deeds begin, and how long what ends lasts. */
const FIRST = 10;
const LAST = 60;
const LASTS = { 'away-and-back': 12, 'leaves-full-screen': 10, 'silent-and-back': 35 } as const;
const LEFT_OPEN: readonly DeedKind[] = ['stays-away', 'silent-for-good'];

/** What can happen in a session that is watched like this. */
export const deedsIn = ({ camera, fullScreen }: Pick<DrillWish, 'camera' | 'fullScreen'>): DeedKind[] =>
  KINDS.filter(
    (kind) => (kind !== 'camera-goes-off' || camera) && (kind !== 'leaves-full-screen' || fullScreen),
  );

/**
 * Who does what when, of so many made-up candidates. Each kind happens at least once where there are as many candidates as
 * kinds; where there are twice as many, most do nothing. Deeds begin one after the other, each in a window of its own.
 */
export function planDrill(wish: DrillWish, generator: SeededGenerator): DrillPart[] {
  const { candidates, durationMs } = wish;
  const kinds = deedsIn(wish);
  const most = Math.min(candidates, Math.max(kinds.length, Math.floor((candidates * SHARE) / 100)));
  const happening = Array.from({ length: most }, (_, index): DeedKind => {
    return kinds[index] ?? MORE[generator.below(MORE.length)] ?? 'away-and-back';
  });
  const window = (durationMs * (LAST - FIRST)) / 100 / Math.max(1, most);
  const deeds = shuffled(happening, generator).map((kind, index) => {
    const at = (durationMs * FIRST) / 100 + window * (index + between(generator, 0, 80) / 100);
    return { kind, at: Math.floor(at), until: endOf(kind, Math.floor(at), durationMs) };
  });
  const who = shuffled(
    Array.from({ length: candidates }, (_, index) => index),
    generator,
  );
  const byIndex = new Map(deeds.map((deed, index) => [who[index], deed]));
  return Array.from({ length: candidates }, (_, index) =>
    partOf(byIndex.get(index) ?? null, durationMs, generator),
  );
}

function partOf(deed: Deed | null, durationMs: number, generator: SeededGenerator): DrillPart {
  const saves = Math.max(FEWEST_SAVES, Math.round(durationMs / SAVE_EVERY));
  const pace = durationMs / (saves + 1);
  return {
    beginsAt: Math.floor((durationMs * between(generator, 0, 50)) / 1000),
    // People are uneven: each answer comes somewhere in its turn.
    answersAt: Array.from({ length: saves }, (_, turn) =>
      Math.floor(pace * (turn + 0.5 + between(generator, 0, 100) / 100)),
    ),
    readsAfter: Math.floor(between(generator, 2000, 8000) * Math.min(1, durationMs / UNHURRIED)),
    handsInAt:
      deed && LEFT_OPEN.includes(deed.kind)
        ? null
        : Math.floor((durationMs * between(generator, 960, 995)) / 1000),
    deed,
  };
}

function endOf(kind: DeedKind, at: number, durationMs: number): number | null {
  const lasts = kind in LASTS ? LASTS[kind as keyof typeof LASTS] : null;
  return lasts === null ? null : at + Math.floor((durationMs * lasts) / 100);
}

/** Whole, both ends among them. */
const between = (generator: SeededGenerator, least: number, most: number): number =>
  least + generator.below(most - least + 1);
