import { shuffled, type SeededGenerator } from '../../../../kernel/index.js';
import { amountOf, type Attribute } from './figure.js';
import { stepped, type Filled } from './layout.js';

type Row = readonly [number, number, number];

/** Values of an attribute through a matrix, row by row; undefined where the draw does not work out. */
export function fillMatrix(
  attribute: Attribute,
  rule: string,
  by: number,
  generator: SeededGenerator,
): Filled | undefined {
  const size = attribute.values.length;
  const any = (): number => generator.below(size);
  const three = (): number[] | undefined => {
    const values = shuffled([...attribute.values.keys()], generator).slice(0, 3);
    return values.length === 3 ? values : undefined;
  };
  switch (rule) {
    case 'constant': {
      const value = any();
      return filled([value, value, value], [value, value, value], [value, value, value], { rule });
    }
    case 'rows': {
      const values = three();
      const rows = values?.map((value): Row => [value, value, value]);
      return rows && filled(rows[0], rows[1], rows[2], { rule, values });
    }
    case 'columns': {
      const values = three();
      const row = values as unknown as Row | undefined;
      return row && filled(row, row, row, { rule, values });
    }
    case 'latin': {
      const values = three();
      if (!values) return undefined;
      const turn = 1 + generator.below(2);
      const row = (index: number): Row => {
        const at = (column: number): number => values[(column + index * turn) % 3] ?? 0;
        return [at(0), at(1), at(2)];
      };
      return filled(row(0), row(1), row(2), { rule, values });
    }
    case 'step': {
      const row = (): Row | undefined => {
        const first = any();
        const second = stepped(attribute, first, by);
        const third = second === undefined ? undefined : stepped(attribute, second, by);
        return second === undefined || third === undefined ? undefined : [first, second, third];
      };
      return filled(row(), row(), row(), { rule, by });
    }
    case 'sum':
    case 'difference': {
      const row = (): Row | undefined => {
        const [first, second] = [any(), any()];
        const [a, b] = [amountOf(attribute, first), amountOf(attribute, second)];
        const third = (rule === 'sum' ? a + b : a - b) - (attribute.from ?? 0);
        return third >= 0 && third < size ? [first, second, third] : undefined;
      };
      return filled(row(), row(), row(), { rule });
    }
    case 'either':
    case 'both':
    case 'any':
    case 'without': {
      const row = (): Row => {
        // Fewer lines than gaps: a figure of many lines is hard to see and hard to hear.
        const [first, second] = [generator.below(5) < 2 ? 1 : 0, generator.below(5) < 2 ? 1 : 0];
        return [first, second, joined(rule, first, second)];
      };
      return filled(row(), row(), row(), { rule });
    }
    default:
      return undefined;
  }
}

/** Whether a line is in the third figure, of whether it is in the first two. */
export function joined(rule: string, first: number, second: number): number {
  if (rule === 'both') return first & second;
  if (rule === 'without') return first & (1 - second);
  return rule === 'any' ? first | second : first ^ second;
}

function filled(
  first: Row | undefined,
  second: Row | undefined,
  third: Row | undefined,
  used: Filled['used'],
): Filled | undefined {
  return first && second && third && { run: [...first, ...second, ...third], used };
}
