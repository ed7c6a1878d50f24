import { shuffled, type SeededGenerator } from '../../../kernel/index.js';
import { at, ModelError } from './model-error.js';
import type { ListsFile, NameFile, Parameter } from './model-file.js';
import { Rational } from './rational.js';
import type { Name, Value } from './value.js';

/** Draws a value for each parameter, in the order in which the model has them. */
export function drawParameters(
  parameters: Readonly<Record<string, Parameter>>,
  lists: ListsFile,
  generator: SeededGenerator,
): [string, Value][] {
  return Object.entries(parameters).map(([name, parameter]) => [
    name,
    at(['parameters', name], () => draw(parameter, lists, generator)),
  ]);
}

function draw(parameter: Parameter, lists: ListsFile, generator: SeededGenerator): Value {
  if ('names' in parameter) {
    const names = typeof parameter.names === 'string' ? listed(parameter.names, lists) : parameter.names;
    if (!names) throw new ModelError('lists.yaml has no such names');
    return some(named(names), parameter.count, true, generator);
  }
  const { count, distinct = false } = parameter;
  if ('pick' in parameter) return some(numbers(parameter.pick), count, distinct, generator);
  const { from, to, step = 1 } = parameter;
  if (to < from) throw new ModelError('the range is empty');
  const places = Math.floor((to - from) / step) + 1;
  const one = (index: number): Rational => Rational.of(from + step * index);
  if (count === undefined) return one(generator.below(places));
  if (!distinct) return Array.from({ length: count }, () => one(generator.below(places)));
  if (count > places) throw new ModelError('there are fewer numbers than are to be drawn');
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(generator.below(places));
  return [...chosen].map(one);
}

function some(
  choices: readonly Value[],
  count: number | undefined,
  distinct: boolean,
  generator: SeededGenerator,
): Value {
  const pick = (): Value => choices[generator.below(choices.length)] as Value;
  if (count === undefined) return pick();
  if (!distinct) return Array.from({ length: count }, pick);
  if (count > choices.length) throw new ModelError('there are fewer choices than are to be drawn');
  return shuffled(choices, generator).slice(0, count);
}

const listed = (name: string, { names = {} }: ListsFile): readonly NameFile[] | undefined =>
  Object.hasOwn(names, name) ? names[name] : undefined;

/** What a list of the model's file holds, read once and not at each of many draws. */
const known = new WeakMap<object, readonly Value[]>();

function once(list: object, read: () => readonly Value[]): readonly Value[] {
  const values = known.get(list) ?? read();
  known.set(list, values);
  return values;
}

const named = (names: readonly NameFile[]): readonly Value[] => once(names, () => names.map(nameOf));

const numbers = (pick: readonly (number | string)[]): readonly Value[] => once(pick, () => pick.map(exact));

const nameOf = ({ forms, numbers = {} }: NameFile): Name => ({
  forms,
  numbers: Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, exact(value)])),
});

function exact(written: number | string): Rational {
  const value = Rational.parse(String(written));
  if (!value) throw new ModelError(`"${String(written)}" is no decimal number`);
  return value;
}
