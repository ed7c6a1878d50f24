import { shuffled, type SeededGenerator } from '../../../../kernel/index.js';
import { amountOf, type Attribute, type Figure, type Scene } from './figure.js';
import type { RelationFile } from './figure-model-file.js';

/** How many figures show the rule, and how many options keep it. */
const EXAMPLES = 4;
const KEEPERS = 3;

export interface OddPuzzle {
  readonly examples: readonly Figure[];
  readonly keepers: readonly Figure[];
  readonly odd: Figure;
  readonly relation: {
    readonly kind: RelationFile['kind'];
    readonly of: readonly [string, string];
    readonly by: number;
  };
}

/**
 * Draws figures that share a relation of two attributes, and one that breaks it. Whatever else varies must not single out
 * another option: {@link singlesOut} tries all simple rules that the examples bear out.
 *
 * @returns the puzzle, or why this draw will not do.
 */
export function makeOdd(file: RelationFile, scene: Scene, generator: SeededGenerator): OddPuzzle | string {
  const [first, second] = file.of;
  const [one, two] = [scene.attributes[first], scene.attributes[second]];
  if (!one || !two) return `the scene has no ${first} or no ${second}`;
  const steps = file.by ?? [0];
  const by = steps[generator.below(steps.length)] ?? 0;
  const pairing = shuffled([...two.values.keys()], generator);
  const partner = (value: number): number | undefined => {
    if (file.kind === 'paired') return pairing[value % pairing.length];
    const amount = amountOf(one, value);
    return valueOf(two, file.kind === 'offset' ? amount + by : by - amount);
  };
  const draw = (): Figure =>
    Object.fromEntries(
      Object.entries(scene.attributes).map(([name, { values }]) => [name, generator.below(values.length)]),
    );
  const keep = (): Figure | undefined => {
    const figure = draw();
    const value = partner(figure[first] ?? 0);
    return value === undefined ? undefined : { ...figure, [second]: value };
  };
  const figures: Figure[] = [];
  for (let tries = 0; figures.length < EXAMPLES + KEEPERS && tries < 100; tries += 1) {
    const figure = keep();
    if (figure && isNew(figure, figures, scene)) figures.push(figure);
  }
  const odd = draw();
  const wanted = partner(odd[first] ?? 0);
  if (figures.length < EXAMPLES + KEEPERS) return 'there are too few figures';
  if (wanted === undefined || wanted === odd[second] || !isNew(odd, figures, scene))
    return 'nothing is broken';
  const [examples, keepers] = [figures.slice(0, EXAMPLES), figures.slice(EXAMPLES)];
  const known = new Set(examples.map((figure) => figure[first]));
  // Of a value that no example has, nobody can know what it goes with.
  if (file.kind === 'paired' && [...keepers, odd].some((figure) => !known.has(figure[first])))
    return 'a pair is not shown';
  // What all examples have in common besides would be taken into the rule.
  if (Object.keys(scene.attributes).some((name) => new Set(examples.map((one) => one[name])).size === 1))
    return 'the examples have something else in common';
  const singled = singlesOut(scene, examples, [...keepers, odd]);
  if (singled.size !== 1 || !singled.has(KEEPERS)) return 'another figure can be singled out';
  return { examples, keepers, odd, relation: { kind: file.kind, of: file.of, by } };
}

const isNew = (figure: Figure, others: readonly Figure[], scene: Scene): boolean =>
  (scene.isClear?.(figure) ?? true) &&
  others.every((other) => Object.entries(figure).some(([name, value]) => other[name] !== value));

function valueOf({ kind, from = 0, values }: Attribute, amount: number): number | undefined {
  if (kind === 'turn' || kind === 'place') return ((amount % values.length) + values.length) % values.length;
  return amount - from >= 0 && amount - from < values.length ? amount - from : undefined;
}

/** Something that a candidate may find that all examples share. */
type Trait = (figure: Figure) => string | number;

/**
 * The options, by place, that some simple rule singles out: what is the same in all examples, and in all options but
 * one. The rules are each attribute's value, whether it is even, and difference, sum and equality of each two.
 */
function singlesOut(
  scene: Scene,
  examples: readonly Figure[],
  options: readonly Figure[],
): ReadonlySet<number> {
  const found = new Set<number>();
  const note = (holds: (figure: Figure) => boolean): void => {
    if (!examples.every(holds)) return;
    const breakers = [...options.entries()].filter(([, figure]) => !holds(figure));
    const [breaker] = breakers;
    if (breaker && breakers.length === 1) found.add(breaker[0]);
  };
  const [model] = examples;
  if (!model) return found;
  for (const trait of traitsOf(scene)) note((figure) => trait(figure) === trait(model));
  for (const [a, b] of pairsOf(scene)) {
    // Each value of one goes with one value of the other, as far as the examples show.
    const partners = new Map(examples.map((figure) => [figure[a], figure[b]]));
    note((figure) => !partners.has(figure[a]) || partners.get(figure[a]) === figure[b]);
    note((figure) => figure[a] !== figure[b]);
  }
  return found;
}

function traitsOf(scene: Scene): Trait[] {
  const single = Object.entries(scene.attributes).flatMap(([name, attribute]): Trait[] => [
    (figure) => figure[name] ?? 0,
    ...(attribute.kind === 'kind' ? [] : [(figure: Figure) => amountOf(attribute, figure[name] ?? 0) % 2]),
  ]);
  const double = pairsOf(scene).flatMap(([a, b]): Trait[] => {
    const [one, two] = [scene.attributes[a], scene.attributes[b]];
    if (!one || !two || one.kind !== two.kind) return [];
    if (one.kind === 'kind') return [(figure) => String(figure[a] === figure[b])];
    const round = one.kind === 'amount' ? 1000 : one.values.length;
    const amount = (attribute: Attribute, name: string, figure: Figure): number =>
      amountOf(attribute, figure[name] ?? 0);
    return [
      (figure) => (amount(two, b, figure) - amount(one, a, figure) + round) % round,
      (figure) => (amount(two, b, figure) + amount(one, a, figure)) % round,
    ];
  });
  return [...single, ...double];
}

const pairsOf = (scene: Scene): (readonly [string, string])[] => {
  const names = Object.keys(scene.attributes);
  return names.flatMap((a) => names.filter((b) => b !== a).map((b) => [a, b] as const));
};
