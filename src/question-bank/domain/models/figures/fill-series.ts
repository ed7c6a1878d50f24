import { shuffled, type SeededGenerator } from '../../../../kernel/index.js';
import type { Attribute } from './figure.js';
import { stepped, type Filled } from './layout.js';

/** Figures of a series, the one that is asked for among them. */
export const SERIES = 6;

/** Values of an attribute through a series; undefined where the draw ran over the attribute's end. */
export function fillSeries(
  attribute: Attribute,
  rule: string,
  by: number,
  generator: SeededGenerator,
): Filled | undefined {
  const start = generator.below(attribute.values.length);
  switch (rule) {
    case 'constant':
      return { run: Array.from({ length: SERIES }, () => start), used: { rule } };
    case 'step':
    case 'growing': {
      const run: number[] = [start];
      for (let index = 1; index < SERIES; index += 1) {
        const next = stepped(attribute, run.at(-1) ?? 0, rule === 'step' ? by : by + index - 1);
        if (next === undefined) return undefined;
        run.push(next);
      }
      return { run, used: { rule, by } };
    }
    case 'alternate':
    case 'thirds': {
      const length = rule === 'alternate' ? 2 : 3;
      const values = shuffled([...attribute.values.keys()], generator).slice(0, length);
      if (values.length < length) return undefined;
      return {
        run: Array.from({ length: SERIES }, (_, index) => values[index % length] ?? 0),
        used: { rule, values },
      };
    }
    default:
      return undefined;
  }
}
