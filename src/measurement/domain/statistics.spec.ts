import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupOf, SessionTally, type ScoredResponse, type ScoredSitting } from './statistics.js';

/** LSAT section 6 (Bock & Lieberman 1970): response pattern → how many of 1,000. */
const LSAT6 = {
  '00000': 3,
  '00001': 6,
  '00010': 2,
  '00011': 11,
  '00100': 1,
  '00101': 1,
  '00110': 3,
  '00111': 4,
  '01000': 1,
  '01001': 8,
  '01011': 16,
  '01101': 3,
  '01110': 2,
  '01111': 15,
  '10000': 10,
  '10001': 29,
  '10010': 14,
  '10011': 81,
  '10100': 3,
  '10101': 28,
  '10110': 15,
  '10111': 80,
  '11000': 16,
  '11001': 56,
  '11010': 21,
  '11011': 173,
  '11100': 11,
  '11101': 61,
  '11110': 28,
  '11111': 298,
} as const;

const answered = (item: string, points: number, more: Partial<ScoredResponse> = {}): ScoredResponse => ({
  item,
  part: 'a',
  points,
  options: null,
  outcome: points === 100 ? 'right' : 'wrong',
  milliseconds: undefined,
  ...more,
});

function measured(sittings: readonly ScoredSitting[]) {
  const tally = new SessionTally();
  for (const one of sittings) tally.first(one);
  for (const one of sittings) tally.second(one);
  return tally.result();
}

const lsat = Object.entries(LSAT6).flatMap(([pattern, many]) =>
  Array.from({ length: many }, () => ({
    responses: [...pattern].map((one, index) => answered(`i${String(index + 1)}`, one === '1' ? 100 : 0)),
  })),
);

describe('the statistics of a session', () => {
  it('are those that are published of LSAT section 6', () => {
    const { items, mean, reliability, sittings } = measured(lsat);
    expect(sittings).toBe(1000);
    expect(items.map(({ difficulty }) => difficulty)).toEqual([0.924, 0.709, 0.553, 0.763, 0.87]);
    expect(items.map(({ pointBiserial }) => pointBiserial)).toEqual([0.1128, 0.1532, 0.1728, 0.1444, 0.1216]);
    expect(mean).toBe(3.819);
    expect(reliability).toMatchObject({ method: 'alpha', value: 0.295 });
    expect(items.every(({ exposure }) => exposure === 1)).toBe(true);
  });

  it('do not depend on the order of sittings, nor of the items on a form', () => {
    const turned = [...lsat].reverse().map(({ responses }, index) => ({
      responses: index % 2 === 0 ? [...responses].reverse() : responses,
    }));
    expect(measured(turned)).toEqual(measured(lsat));
  });

  // KR-21 (Kuder & Richardson 1937) of a form of its own for each: k/(k−1) × (1 − M(k−M)/(k s²)), with the variance
  // of all: n. What is drawn from one part alone and is right or wrong comes to the same, with n − 1.
  it('take what differs between forms as error where each candidate has items of their own', () => {
    const totals = [2, 3, 5, 6, 6, 8, 9, 4, 7, 5];
    const own = totals.map((right, who) => ({
      responses: Array.from({ length: 10 }, (_, index) =>
        answered(`${String(who)}-${String(index)}`, index < right ? 100 : 0),
      ),
    }));
    const [k, n] = [10, totals.length];
    const mean = totals.reduce((sum, one) => sum + one, 0) / n;
    const variance = totals.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1);
    const error = totals.reduce((sum, one) => sum + (one * (k - one)) / (k - 1), 0) / n;
    const { reliability } = measured(own);
    expect(reliability).toMatchObject({ method: 'stratified-components' });
    if (reliability.method === 'none') throw new Error('There is one.');
    expect(reliability.value).toBeCloseTo(1 - error / variance, 4);
    expect(reliability.standardError).toBeCloseTo(Math.sqrt(error), 4);
  });

  it('take the parts of a form apart: what all find easier is no error there', () => {
    const rows = [
      [100, 100, 0, 0],
      [100, 100, 0, 0],
      [100, 100, 100, 100],
      [0, 0, 0, 0],
    ];
    const own = (part: (index: number) => string) =>
      measured(
        rows.map((row, who) => ({
          responses: row.map((points, index) =>
            answered(`${String(who)}-${String(index)}`, points, { part: part(index) }),
          ),
        })),
      ).reliability;
    expect(own((index) => (index < 2 ? 'easy' : 'hard'))).toMatchObject({ value: 1, standardError: 0 });
    expect(own(() => 'one')).toMatchObject({ value: 0.75 });
  });

  it('compare an item with the rest of each candidate’s own form, as a share of it', () => {
    // The same answers on forms of two lengths: a share does not tell them apart.
    const short = [0, 0, 100].map((points, index) => answered(`s${String(index)}`, points));
    const long = [...short, ...short].map((one, index) => ({ ...one, item: `l${String(index)}` }));
    const withX = (points: number, rest: readonly ScoredResponse[]) => ({
      responses: [answered('x', points), ...rest],
    });
    const better = short.map((one) => ({ ...one, points: 100 }));
    const { items } = measured([withX(0, short), withX(0, long), withX(100, better)]);
    expect(items.find(({ item }) => item === 'x')).toMatchObject({ taken: 3, exposure: 1, pointBiserial: 1 });
    expect(items.find(({ item }) => item === 'l0')).toMatchObject({ taken: 1, exposure: 0.3333 });
  });

  it('count each option by how its takers did on the rest, and the time that the middle one took', () => {
    const sitting = (option: string, points: number, rest: number, milliseconds?: number) => ({
      responses: [
        answered('x', points, { options: [option], milliseconds }),
        ...Array.from({ length: 4 }, (_, index) => answered(`r${String(index)}`, index < rest ? 100 : 0)),
      ],
    });
    const { items, groups } = measured([
      sitting('b', 0, 0, 1000),
      sitting('b', 0, 1, 5000),
      sitting('a', 100, 2, 3000),
      sitting('a', 100, 3),
      sitting('c', 0, 4, 9000),
      sitting('a', 100, 4, 2000),
    ]);
    const x = items.find(({ item }) => item === 'x');
    expect(groups).toBe(3);
    expect(x).toMatchObject({ timed: 5, medianMilliseconds: 3000, omitted: 0 });
    expect(x?.options.map(({ option, chosen, byGroup }) => [option, chosen, byGroup])).toEqual([
      ['a', 3, [0, 1, 0.6667]],
      ['b', 2, [1, 0, 0]],
      ['c', 1, [0, 0, 0.3333]],
    ]);
    expect(x?.options[1]?.pointBiserial).toBeLessThan(-0.8);
    expect(x?.options[2]?.pointBiserial).toBeGreaterThan(0);
  });

  it('leave an annulled item out of every total', () => {
    const more = lsat.map(({ responses }) => ({
      responses: [...responses, answered('z', 100, { outcome: 'annulled' })],
    }));
    const [without, having] = [measured(lsat), measured(more)];
    expect(having.items.filter(({ item }) => item !== 'z')).toEqual(without.items);
    expect(having.reliability).toEqual(without.reliability);
    expect(having.items.at(-1)).toMatchObject({ item: 'z', annulled: true, pointBiserial: null });
  });

  it('say nothing where nothing can be said', () => {
    expect(measured([])).toMatchObject({ sittings: 0, reliability: { method: 'none' }, items: [] });
    const one = measured([{ responses: [answered('x', 100)] }]);
    expect(one).toMatchObject({ mean: 1, reliability: { method: 'none' }, items: [{ pointBiserial: null }] });
  });
});

describe('groups of candidates', () => {
  it('never part equals, and grow with the share', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1 }), (shares) => {
        const rank = groupOf(shares, 3);
        const sorted = [...shares].sort((a, b) => a - b).map(rank);
        expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
        expect(sorted.every((group) => group >= 0 && group < 3)).toBe(true);
      }),
    );
    expect(Array.from({ length: 9 }, (_, one) => groupOf([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)(one))).toEqual([
      0, 0, 0, 1, 1, 1, 2, 2, 2,
    ]);
  });
});
