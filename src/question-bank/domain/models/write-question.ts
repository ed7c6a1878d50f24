import { answerOf, rounded, type ChosenOption } from './choose-options.js';
import { evaluateNumber } from './evaluate.js';
import type { GeneratedItem, GeneratedText } from './generated-item.js';
import { at, ModelError, type Place } from './model-error.js';
import type { QuestionFile, Template, TextModelFile } from './model-file.js';
import { Rational } from './rational.js';
import { renderTemplate, type TextContext } from './template.js';
import { within, type Scope } from './value.js';

interface Writing {
  readonly id: string;
  readonly caseOf?: string;
  readonly model: TextModelFile;
  readonly seed: number;
  readonly scope: Scope;
  readonly context: TextContext;
  readonly languages: readonly string[];
}

const FULL = 100;
const letter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index);

/** Writes a drawn question as an item. @throws ModelError with the place within the question. */
export function writeQuestion(
  question: QuestionFile,
  options: readonly ChosenOption[],
  writing: Writing,
): GeneratedItem {
  const { id, caseOf, model, seed, scope, languages } = writing;
  const answer = rounded(question, answerOf(question, scope));
  const inside: Writing = { ...writing, scope: within(scope, { answer }) };
  const single = question.type === 'single-choice';
  return {
    id,
    type: question.type,
    contentArea: model.contentArea,
    competency: model.competency,
    cognitiveLevel: question.cognitiveLevel ?? model.cognitiveLevel,
    difficulty: difficultyOf(question.difficulty, scope),
    ...(single
      ? {
          options: options.map((_, index) => letter(index)),
          // Numbers in their order are read at once; shuffled they cost time that measures nothing.
          ...(question.order === 'shuffled' ? {} : { fixedOrder: true }),
          answerKey: {
            points: Object.fromEntries(
              options.map(({ mistake }, index) => [letter(index), mistake ? 0 : FULL]),
            ),
          },
        }
      : { ...unitsOf(question), answerKey: numericKey(question, answer, scope) }),
    ...(caseOf === undefined ? {} : { case: caseOf }),
    model: { code: model.code, version: model.version, seed },
    text: Object.fromEntries(
      languages.map((language) => [language, write(question, options, inside, language)]),
    ),
  };
}

/** An estimated proportion correct, to hundredths. */
export function difficultyOf(written: number | string, scope: Scope): number {
  return at(['difficulty'], () => {
    const value = evaluateNumber(String(written), scope).round(2);
    if (value.compare(Rational.of(5, 100)) < 0 || value.compare(Rational.of(95, 100)) > 0) {
      throw new ModelError(`a difficulty is from 0.05 to 0.95, not ${value.toDecimal()}`);
    }
    return Number(value.toDecimal());
  });
}

function write(
  question: QuestionFile,
  options: readonly ChosenOption[],
  { scope, context }: Writing,
  language: string,
): GeneratedText {
  const render = (place: Place, template: Template, inside: Scope = scope): string =>
    at(place, () => renderTemplate(template, inside, language, context));
  const texts = options.map(({ value }) =>
    render(['option'], question.option ?? '{value}', within(scope, { value })),
  );
  if (new Set(texts).size < texts.length) throw new ModelError('two options are written alike', ['option']);
  const mistakes = options.flatMap(({ value, mistake, index }, option) => {
    if (!mistake) return [];
    const why = render(['distractors', index, 'mistake'], mistake.mistake, within(scope, { value }));
    return [`<li><strong>${texts[option] ?? ''}</strong>: ${why}</li>`];
  });
  const units = Object.entries(question.units ?? {});
  return {
    stem: render(['stem'], question.stem),
    ...(question.type === 'single-choice'
      ? { options: Object.fromEntries(texts.map((text, index) => [letter(index), text])) }
      : {}),
    ...(units.length > 0
      ? {
          labels: Object.fromEntries(
            units.map(([unit, { name }]) => [unit, render(['units', unit, 'name'], name)]),
          ),
        }
      : {}),
    rationale: `<p>${render(['rationale'], question.rationale)}</p>${
      mistakes.length > 0 ? `<ul>${mistakes.join('')}</ul>` : ''
    }`,
  };
}

function unitsOf({ units }: QuestionFile): { structure?: object } {
  if (!units) return {};
  const factors = Object.entries(units).map(([unit, { factor }]) => [unit, factor]);
  return { structure: { units: Object.fromEntries(factors) as Record<string, string> } };
}

function numericKey(question: QuestionFile, answer: Rational, scope: Scope): object {
  const tolerance = at(['tolerance'], () => evaluateNumber(question.tolerance ?? '0', scope));
  return { value: at(['answer'], () => answer.toDecimal()), tolerance: tolerance.toDecimal() };
}
