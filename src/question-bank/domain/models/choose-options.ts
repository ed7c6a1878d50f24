import { shuffled, type SeededGenerator } from '../../../kernel/index.js';
import { evaluate, evaluateCondition, evaluateNumber } from './evaluate.js';
import { at, ModelError } from './model-error.js';
import type { DistractorFile, QuestionFile } from './model-file.js';
import { Rational } from './rational.js';
import { isList, within, type Scope } from './value.js';

export interface ChosenOption {
  readonly value: Rational;
  /** The mistake that leads to it; none for the key. */
  readonly mistake?: DistractorFile;
  /** The mistake's place in the model. */
  readonly index: number;
}

const DEFAULT_OPTIONS = 5;

export const optionCount = (question: QuestionFile): number => question.options ?? DEFAULT_OPTIONS;

/**
 * Chooses what a question shows with its answer. A numeric question shows nothing, but its rationale names the mistakes.
 *
 * For a single choice, chooses distractors and puts the options in order.
 *
 * Numbers stand in ascending order, as item-writing guidelines ask; so the key's place is its rank, and distractors are
 * chosen on both sides of it until that rank is the one wanted. Else a run of models whose mistakes all give too much
 * would teach candidates to take the smallest.
 *
 * @param place where the key is wanted, from 0.
 * @param strict whether another place will do.
 * @returns the options, or the reason for drawing again.
 */
export function chooseOptions(
  question: QuestionFile,
  scope: Scope,
  wish: { place: number; strict: boolean; generator: SeededGenerator },
): ChosenOption[] | string {
  const key: ChosenOption = { value: rounded(question, answerOf(question, scope)), index: -1 };
  const pool = candidates(question, scope, key.value);
  if (typeof pool === 'string' || question.type === 'numeric') return pool;
  const wanted = optionCount(question) - 1;
  if (pool.length < wanted) return 'there are too few distractors that differ';
  if (question.order === 'shuffled') {
    const order = shuffled(pool.slice(0, wanted), wish.generator);
    return [...order.slice(0, wish.place), key, ...order.slice(wish.place)];
  }
  const below = pool.filter(({ value }) => value.compare(key.value) < 0);
  const above = pool.filter(({ value }) => value.compare(key.value) > 0);
  const rank = Math.min(below.length, Math.max(wish.place, wanted - above.length));
  if (wish.strict && rank !== wish.place) return 'the distractors stand on one side of the key';
  return [...below.slice(0, rank), key, ...above.slice(0, wanted - rank)].sort((a, b) =>
    a.value.compare(b.value),
  );
}

/** The answer, exact: before any rounding. */
export const answerOf = (question: QuestionFile, scope: Scope): Rational =>
  at(['answer'], () => evaluateNumber(question.answer, scope));

/** A value as far as the question rounds it. */
export const rounded = ({ places }: QuestionFile, value: Rational): Rational =>
  places === undefined ? value : value.round(places);

function candidates(question: QuestionFile, scope: Scope, key: Rational): ChosenOption[] | string {
  const gap = exactGap(question);
  const chosen: ChosenOption[] = [];
  for (const [index, mistake] of (question.distractors ?? []).entries()) {
    const found = at(['distractors', index, 'value'], () => evaluate(mistake.value, scope));
    for (const raw of isList(found) ? found : [found]) {
      if (!(raw instanceof Rational)) throw new ModelError('no number', ['distractors', index, 'value']);
      const value = rounded(question, raw);
      const near = (other: Rational): boolean => {
        const distance = value.minus(other).absolute();
        return distance.compare(gap) < 0 || distance.equals(Rational.ZERO);
      };
      if (near(key)) {
        // A mistake that leads to the key, or as near as to be argued about, would go unnoticed.
        if (isList(found)) continue;
        return `the mistake "${mistake.code}" leads to the key`;
      }
      if (!isPlausible(question, value, scope) || chosen.some((other) => near(other.value))) continue;
      chosen.push({ value, mistake, index });
    }
  }
  return chosen;
}

const isPlausible = ({ plausible }: QuestionFile, value: Rational, scope: Scope): boolean =>
  plausible === undefined || at(['plausible'], () => evaluateCondition(plausible, within(scope, { value })));

function exactGap({ gap = 0 }: QuestionFile): Rational {
  const value = Rational.parse(String(gap));
  if (!value) throw new ModelError('no decimal number', ['gap']);
  return value;
}
