import { describe, expect, it } from '@jest/globals';
import { poolItems } from '../../../../test/support/assembly-pool.js';
import { formReport } from './form-report.js';

const form = (name: string, items: ReturnType<typeof poolItems>) => ({
  name,
  parts: [{ code: 'p', items }],
  profile: [1, 2, 3],
});
const items = poolItems('A', 6, { exposure: 4 });
const report = formReport(
  [
    form('A', items.slice(0, 4)),
    form('B', [...items.slice(3, 6), ...poolItems('B', 1, { contentArea: 'b' })]),
  ],
  { measures: ['expectedScore'], target: [1, 2, 2.5] },
);

describe('the report of forms', () => {
  it('has curves that rise with ability, from the items alone', () => {
    for (const { values } of report.expectedScore) {
      expect(values).toHaveLength(report.abilities.length);
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      expect(values.at(-1)).toBeLessThan(4);
    }
  });

  it('sums differences from the mean form to nothing', () => {
    for (const at of report.abilities.keys()) {
      const sum = report.apart.reduce((total, { values }) => total + (values[at] ?? 0), 0);
      expect(sum).toBeCloseTo(0, 10);
    }
  });

  it('counts content, overlap and exposure by form', () => {
    const of = (dimension: string) => report.content.find((one) => one.dimension === dimension)?.rows;
    expect(of('contentArea')).toEqual([
      { value: 'a', counts: [4, 3] },
      { value: 'b', counts: [0, 1] },
    ]);
    expect(of('part')).toEqual([{ value: 'p', counts: [4, 4] }]);
    expect(report.overlap).toEqual([
      [4, 1],
      [1, 4],
    ]);
    expect(report.exposure).toEqual([
      { form: 'A', fresh: 0, mean: 4, most: 4, shared: 1 },
      { form: 'B', fresh: 1, mean: 3, most: 4, shared: 1 },
    ]);
  });

  it('sets each form beside the target', () => {
    expect(report.targets.at(-1)).toEqual({
      measure: 'expectedScore',
      ability: 1,
      target: 2.5,
      values: [3, 3],
    });
  });
});
