import { describe, expect, it } from '@jest/globals';
import { poolItem, poolItems } from '../../../../test/support/assembly-pool.js';
import { sha256 } from '../../../kernel/index.js';
import { abilities, compareScores, EXAMINEES, responses } from './simulate.js';

const seed = sha256('simulation');
const people = abilities(seed, EXAMINEES);
const scoresOf = (name: string, items: ReturnType<typeof poolItems>) => ({
  name,
  scores: items.reduce((scores, item) => {
    responses(item, people, seed).forEach(
      (right, person) => (scores[person] = (scores[person] ?? 0) + right),
    );
    return scores;
  }, new Float64Array(EXAMINEES)),
});

describe('simulated examinees', () => {
  it('are of mean 0 and deviation 1, and the same for the same seed', () => {
    const mean = people.reduce((sum, one) => sum + one, 0) / people.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(EXAMINEES));
    const variance = people.reduce((sum, one) => sum + (one - mean) ** 2, 0) / people.length;
    expect(Math.abs(variance - 1)).toBeLessThan(0.1);
    expect(abilities(seed, 20)).toEqual(people.slice(0, 20));
  });

  it('answer an item alike wherever it stands, and the able more often right', () => {
    const item = poolItem('A-1', { difficulty: 500 });
    const answers = responses(item, people, seed);
    expect(responses(item, people, seed)).toEqual(answers);
    const share = (able: boolean) => {
      const of = answers.filter((_, person) => (people[person] ?? 0) > 0 === able);
      return of.reduce((sum, right) => sum + right, 0) / of.length;
    };
    expect(share(true)).toBeGreaterThan(share(false) + 0.2);
  });

  it('find two forms of the same items equal without an error, and a harder one harder beyond its error', () => {
    const same = scoresOf('A', poolItems('A', 20));
    const { pairs } = compareScores([same, { ...same, name: 'B' }]);
    expect(pairs).toEqual([{ one: 'A', other: 'B', difference: 0, error: 0 }]);
    const harder = poolItems('B', 20).map((item) => ({ ...item, difficulty: item.difficulty - 150 }));
    const [pair] = compareScores([same, scoresOf('H', harder)]).pairs;
    expect(pair?.difference).toBeLessThan(-2);
    expect(pair?.error).toBeGreaterThan(0);
    expect(pair?.error).toBeLessThan(0.1);
  });
});
