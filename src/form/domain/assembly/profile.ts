import type { AssemblyItem } from './assembly-item.js';

/** The abilities at which forms are made equal, in standard deviations of the candidates. */
export const ABILITIES = [-1, 0, 1] as const;

/** An item nobody or everybody gets right has no finite difficulty: estimates are kept inside these. */
const [EASIEST, HARDEST] = [0.98, 0.02];

export interface ItemParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

type Modelled = Pick<AssemblyItem, 'difficulty' | 'calibration'>;

/**
 * The parameters of an item's response curve: its calibration, or, where it has none, a Rasch curve through the
 * estimated proportion p of candidates who get it right: a = 1, b = −ln(p ⁄ (1 − p)), c = 0 (Rasch 1960, with the
 * proportion taken as that of a candidate of mean ability).
 */
export function parametersOf({ difficulty, calibration }: Modelled): ItemParameters {
  if (calibration) return { a: calibration.a / 1000, b: calibration.b / 1000, c: calibration.c / 1000 };
  const p = Math.min(EASIEST, Math.max(HARDEST, difficulty / 1000));
  return { a: 1, b: -Math.log(p / (1 - p)), c: 0 };
}

/**
 * Probability of the right answer at an ability: the three-parameter logistic model, P = c + (1 − c) ⁄ (1 + e^(−a(θ − b)))
 * (Birnbaum 1968, in Lord and Novick, ch. 17), in the logistic metric (D = 1).
 */
export const probability = ({ a, b, c }: ItemParameters, ability: number): number =>
  c + (1 - c) / (1 + Math.exp(-a * (ability - b)));

/**
 * Fisher information of an item at an ability: I = a² · (Q ⁄ P) · ((P − c) ⁄ (1 − c))² for the three-parameter logistic
 * model (Lord 1980, ch. 5), D = 1. For c = 0 it is a²PQ.
 */
export function information(parameters: ItemParameters, ability: number): number {
  const { a, c } = parameters;
  const p = probability(parameters, ability);
  return a * a * ((1 - p) / p) * ((p - c) / (1 - c)) ** 2;
}

/**
 * What parallel forms share: at each of {@link ABILITIES} the expected score and, once every item is calibrated, the
 * information. Information alone would let mean scores of forms of 100 lie points apart (docs/adr/0012).
 */
export type Measure = 'expectedScore' | 'information';

/** The measures of a pool: information is told of only where all items are calibrated. */
export const measuresOf = (items: readonly Modelled[]): Measure[] =>
  items.length > 0 && items.every(({ calibration }) => calibration !== null)
    ? ['information', 'expectedScore']
    : ['expectedScore'];

// Four decimals: sums of hundreds of items then agree on any machine to three.
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** An item's share of its form's profile: a number for each measure at each ability, measure by measure. */
export function profileOf(item: Modelled, measures: readonly Measure[]): number[] {
  const parameters = parametersOf(item);
  return measures.flatMap((measure) =>
    ABILITIES.map((ability) =>
      rounded((measure === 'information' ? information : probability)(parameters, ability)),
    ),
  );
}

/** Sums of profiles, number by number. */
export function addProfiles(profiles: readonly (readonly number[])[], length: number): number[] {
  const sum = new Array<number>(length).fill(0);
  for (const profile of profiles) {
    for (const [index, value] of profile.entries()) sum[index] = (sum[index] ?? 0) + value;
  }
  return sum.map(rounded);
}
