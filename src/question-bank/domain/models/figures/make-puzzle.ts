import { shuffled, type SeededGenerator } from '../../../../kernel/index.js';
import type { Figure, Scene } from './figure.js';
import type { AttributeRule, FiguresFile } from './figure-model-file.js';
import { fillMatrix } from './fill-matrix.js';
import { fillSeries } from './fill-series.js';
import { stepped, type Filled, type Puzzle } from './layout.js';
import { predict } from './predict.js';
import { predictLines } from './predict-lines.js';

/** More lines in a figure are hard to see, and hard to hear. */
const MOST_LINES = 5;
const CONSTANT: AttributeRule = { rule: 'constant' };

/**
 * Draws a series or a matrix. The key is the one figure that every attribute's rule leads to, and no other rule that we
 * know of leads to another.
 *
 * @returns the puzzle, or why this draw will not do.
 */
export function makePuzzle(
  { layout, rules }: FiguresFile & { layout: 'series' | 'matrix' },
  scene: Scene,
  generator: SeededGenerator,
): Puzzle | string {
  const fill = layout === 'series' ? fillSeries : fillMatrix;
  const runs: [string, Filled][] = [];
  // Attributes with the same wildcard share what the seed chose.
  const choices = new Map<AttributeRule, { rule: string; by: number }>();
  const chosen = (rule: AttributeRule): { rule: string; by: number } => {
    const known = choices.get(rule);
    if (known) return known;
    const names = typeof rule.rule === 'string' ? [rule.rule] : rule.rule;
    const steps = rule.by ?? [1];
    const choice = {
      rule: names[generator.below(names.length)] ?? 'constant',
      by: steps[generator.below(steps.length)] ?? 1,
    };
    choices.set(rule, choice);
    return choice;
  };
  for (const [name, attribute] of Object.entries(scene.attributes)) {
    const { rule, by } = chosen(rules[name] ?? rules['*'] ?? CONSTANT);
    const found = fill(attribute, rule, by, generator);
    if (!found) return `${name} ran over its end`;
    const guesses = attribute.kind === 'line' ? null : predict(layout, attribute, found.run.slice(0, -1));
    if (guesses && (guesses.size !== 1 || !guesses.has(found.run.at(-1) ?? -1)))
      return `${name} can be read in two ways`;
    runs.push([name, found]);
  }
  const places = runs[0]?.[1].run.length ?? 0;
  const all = Array.from({ length: places }, (_, index): Figure =>
    Object.fromEntries(runs.map(([name, { run }]) => [name, run[index] ?? 0])),
  );
  if (!all.every((figure) => scene.isClear?.(figure) ?? true)) return 'a figure is not clear';
  const [key] = all.slice(-1);
  if (!key) return 'there are no figures';
  const lines = runs.map(([name]) => name).filter((name) => scene.attributes[name]?.kind === 'line');
  if (lines.length > 0 && !isPlain(lines, all)) return 'the lines can be read in two ways';
  return {
    shown: all.slice(0, -1),
    key,
    rules: runs.map(([attribute, { used }]) => ({ attribute, ...used })),
  };
}

/** Whether the lines can be read in one way, and the answer is not simply a figure that is there already. */
function isPlain(names: readonly string[], all: readonly Figure[]): boolean {
  const told = (figure: Figure | undefined): string => names.map((name) => figure?.[name] ?? 0).join('');
  const key = told(all.at(-1));
  const guesses = predictLines(names, all.slice(0, -1)).map(told);
  const count = (figure: Figure): number => names.filter((name) => figure[name] === 1).length;
  return (
    guesses.length > 0 &&
    guesses.every((guess) => guess === key) &&
    all.slice(0, -1).every((figure) => told(figure) !== key) &&
    all.every((figure) => count(figure) <= MOST_LINES)
  );
}

/** An option, and which attributes break their rules in it. */
export interface FigureOption {
  readonly figure: Figure;
  readonly broken: readonly string[];
}

/**
 * The key and three distractors that are made of two attributes, right and wrong: each value of either stands in two
 * options. So the key cannot be found as the option that has most in common with the others.
 */
export function balancedOptions(
  { shown, key, rules }: Puzzle,
  scene: Scene,
  generator: SeededGenerator,
): FigureOption[] | string {
  const changing = shuffled(
    rules.filter(({ rule }) => rule !== 'constant'),
    generator,
  );
  const constant = shuffled(
    rules.filter(({ rule }) => rule === 'constant'),
    generator,
  );
  const wrong: [string, number][] = [];
  for (const { attribute } of [...changing, ...constant]) {
    const value = wrong.length < 2 ? wrongValue(attribute, shown, key, scene, generator) : undefined;
    if (value !== undefined) wrong.push([attribute, value]);
  }
  const [first, second] = wrong;
  if (!first || !second) return 'there is nothing to go wrong in';
  const changed = (...changes: readonly [string, number][]): FigureOption => ({
    figure: { ...key, ...Object.fromEntries(changes) },
    broken: changes.map(([attribute]) => attribute),
  });
  const options = [changed(), changed(first), changed(second), changed(first, second)];
  if (!options.every(({ figure }) => scene.isClear?.(figure) ?? true)) return 'an option is not clear';
  return options;
}

/**
 * A value that a candidate comes to who loses the rule: the last one again; of kinds another one that is shown; of amounts
 * and places the next or the one before.
 */
function wrongValue(
  attribute: string,
  shown: readonly Figure[],
  key: Figure,
  scene: Scene,
  generator: SeededGenerator,
): number | undefined {
  const known = scene.attributes[attribute];
  if (!known) return undefined;
  const right = key[attribute] ?? 0;
  const seen = shown.map((figure) => figure[attribute] ?? 0);
  const near = [stepped(known, right, 1), stepped(known, right, -1)].filter((value) => value !== undefined);
  const likely = known.kind === 'kind' ? shuffled(seen, generator) : shuffled(near, generator);
  const candidates = [...new Set([...seen.slice(-1), ...likely, ...near])].filter((value) => value !== right);
  // Of kinds, what is not shown at all would be told from the others at once.
  const plausible = known.kind === 'kind' ? candidates.filter((value) => seen.includes(value)) : candidates;
  const [first, second] = plausible.length > 0 ? plausible : candidates;
  return second === undefined || generator.below(2) === 0 ? first : second;
}
