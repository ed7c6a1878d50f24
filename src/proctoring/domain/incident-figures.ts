import type { IncidentKind } from './incident-state.js';

/** How many incidents of a year and a kind were decided, and how those ended. */
export interface IncidentCount {
  readonly year: number;
  readonly kind: IncidentKind;
  readonly decided: number;
  /** Of these: something was found; that was contested; that was reviewed; it was overturned. */
  readonly found: number;
  readonly contested: number;
  readonly reviewed: number;
  readonly overturned: number;
  /** Carried out, and an appeal that was upheld gave the candidate their exam back. */
  readonly setAside: number;
}

type Numbers = Omit<IncidentCount, 'year' | 'kind'>;

export interface YearOfIncidents extends Numbers {
  readonly year: number;
  /** Overturned of a hundred that were reviewed, rounded; null where none was. */
  readonly overturnedPercent: number | null;
  /** Kinds with enough of them; `rest`: the others together. Empty where there are too few in all. */
  readonly kinds: readonly (Numbers & { readonly kind: IncidentKind | 'rest' })[];
}

/** With fewer somebody could tell who is meant: such kinds are not told apart. */
export const FEWEST_OF_A_KIND = 5;

/**
 * How often decisions on incidents do not stand, by year of the decision, the newest first. A kind with fewer than
 * {@link FEWEST_OF_A_KIND} is counted with others, and so that it cannot be told by subtracting either.
 */
export function incidentFigures(counts: readonly IncidentCount[]): YearOfIncidents[] {
  const years = [...new Set(counts.map(({ year }) => year))].sort((a, b) => b - a);
  return years.map((year) => {
    const own = counts.filter((one) => one.year === year && one.decided > 0);
    const all = sumOf(own);
    const { reviewed, overturned } = all;
    return {
      year,
      ...all,
      overturnedPercent: reviewed === 0 ? null : Math.round((100 * overturned) / reviewed),
      kinds: kindsOf(own),
    };
  });
}

function kindsOf(counts: readonly IncidentCount[]): YearOfIncidents['kinds'] {
  const byCount = [...counts].sort((a, b) => a.decided - b.decided);
  const rest: IncidentCount[] = [];
  const restCount = (): number => rest.reduce((sum, { decided }) => sum + decided, 0);
  // The rest takes the smallest until nobody in it can be told: then the next are told apart.
  while (
    byCount[0] &&
    (byCount[0].decided < FEWEST_OF_A_KIND || (rest.length > 0 && restCount() < FEWEST_OF_A_KIND))
  )
    rest.push(...byCount.splice(0, 1));
  if (byCount.length === 0) return [];
  const told = byCount.reverse().map(({ year: _year, ...one }) => one);
  return rest.length === 0 ? told : [...told, { kind: 'rest', ...sumOf(rest) }];
}

const sumOf = (counts: readonly Numbers[]): Numbers => {
  const sum = (name: keyof Numbers): number => counts.reduce((total, one) => total + one[name], 0);
  return {
    decided: sum('decided'),
    found: sum('found'),
    contested: sum('contested'),
    reviewed: sum('reviewed'),
    overturned: sum('overturned'),
    setAside: sum('setAside'),
  };
};
