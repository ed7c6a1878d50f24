import { seededGenerator, sha256, type SeededGenerator } from '../../../kernel/index.js';
import type { AssemblyItem } from './assembly-item.js';
import { parametersOf, probability } from './profile.js';

/** How many people sit the forms on trial. */
export const EXAMINEES = 5000;

export interface SimulatedForm {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** How far apart two forms are for the same people: mean difference of their scores, and its standard error. */
export interface ScoreDifference {
  readonly one: string;
  readonly other: string;
  readonly difference: number;
  readonly error: number;
}

export interface Simulation {
  readonly examinees: number;
  readonly forms: readonly SimulatedForm[];
  /** Every pair of forms. */
  readonly pairs: readonly ScoreDifference[];
}

const WORDS = 2 ** 32;
const unit = (generator: SeededGenerator): number => (generator.below(WORDS) + 0.5) / WORDS;

/** Abilities of a standard normal population (Box and Muller 1958). */
export function abilities(seed: Uint8Array, count: number): Float64Array {
  const generator = seededGenerator(seed);
  return Float64Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(unit(generator)));
    return radius * Math.cos(2 * Math.PI * unit(generator));
  });
}

/**
 * Who of the examinees gets an item right: 1 or 0 each. The item's code and the seed decide it, so that an item which
 * two forms share is answered alike on both.
 */
export function responses(
  item: Pick<AssemblyItem, 'itemCode' | 'difficulty' | 'calibration'>,
  people: Float64Array,
  seed: Uint8Array,
): Uint8Array {
  const generator = seededGenerator(sha256(Buffer.concat([seed, Buffer.from(item.itemCode)])));
  const parameters = parametersOf(item);
  return Uint8Array.from(people, (ability) =>
    generator.below(WORDS) < probability(parameters, ability) * WORDS ? 1 : 0,
  );
}

/** Means and their differences over forms that the same people sat. @param scores by form, by examinee. */
export function compareScores(
  forms: readonly { readonly name: string; readonly scores: Float64Array }[],
): Simulation {
  const pairs: ScoreDifference[] = [];
  for (const [index, one] of forms.entries()) {
    for (const other of forms.slice(index + 1)) {
      const differences = one.scores.map((score, person) => (other.scores[person] ?? 0) - score);
      const { mean, deviation } = moments(differences);
      pairs.push({
        one: one.name,
        other: other.name,
        difference: mean,
        error: deviation / Math.sqrt(differences.length),
      });
    }
  }
  return {
    examinees: forms[0]?.scores.length ?? 0,
    forms: forms.map(({ name, scores }) => ({ name, ...moments(scores) })),
    pairs,
  };
}

function moments(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
