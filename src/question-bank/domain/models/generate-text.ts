import type { SeededGenerator } from '../../../kernel/index.js';
import { answerOf, chooseOptions, optionCount, type ChosenOption } from './choose-options.js';
import { drawParameters } from './draw-parameters.js';
import { evaluate, evaluateCondition } from './evaluate.js';
import type { Generated, GeneratedItem } from './generated-item.js';
import { at, ModelError } from './model-error.js';
import type { ListsFile, QuestionFile, TextModelFile } from './model-file.js';
import { keyPlace, modelStream } from './model-stream.js';
import { difficultyOf, writeQuestion } from './write-question.js';
import { renderTemplate, type TextContext } from './template.js';
import type { Scope, Value } from './value.js';

/** So many draws, and none that meets the conditions: the model asks for too much. */
const DRAWS = 3000;
/** For so many of them the key must have its wanted place, too. */
const STRICT_DRAWS = 500;

/** How a bank's models are written out. */
export interface Setting {
  readonly lists: ListsFile;
  readonly languages: readonly string[];
}

interface Draw {
  readonly scope: Scope;
  /** The options of each question; none for one that has no options. */
  readonly options: readonly (readonly ChosenOption[])[];
}

/**
 * The items of one seed of a model that is made of texts: one item, or a case followed by its questions.
 *
 * @throws ModelError with the place of what is wrong in the model.
 */
export function generateText(
  model: TextModelFile,
  id: string,
  seed: number,
  { lists, languages }: Setting,
): Generated {
  const { scope, options } = draw(model, seed, lists);
  const media = new Map<string, string>();
  const context: TextContext = {
    words: { ...lists.words, ...model.words },
    tables: model.tables ?? {},
    charts: model.charts ?? {},
    media,
  };
  const common = { model, seed, scope, context, languages };
  const questions = questionsOf(model);
  const written = questions.map(({ question, place }, index) =>
    at(place, () => {
      verify(question, scope);
      return writeQuestion(question, options[index] ?? [], {
        ...common,
        id: model.type === 'case' ? later(id, index + 1) : id,
        ...(model.type === 'case' ? { caseOf: id } : {}),
      });
    }),
  );
  return { items: model.type === 'case' ? [caseItem(model, id, common), ...written] : written, media };
}

function questionsOf(
  model: TextModelFile,
): readonly { readonly question: QuestionFile; readonly place: readonly (string | number)[] }[] {
  if (model.type !== 'case') return [{ question: model, place: [] }];
  return model.questions.map((question, index) => ({ question, place: ['questions', index] }));
}

function draw(model: TextModelFile, seed: number, lists: ListsFile): Draw {
  const generator = modelStream(model, seed);
  const reasons = new Map<string, number>();
  for (let tries = 0; tries < DRAWS; tries += 1) {
    const values = new Map<string, Value>(drawParameters(model.parameters, lists, generator));
    const scope: Scope = { values };
    for (const [name, text] of Object.entries(model.derived ?? {})) {
      values.set(
        name,
        at(['derived', name], () => evaluate(text, scope)),
      );
    }
    const found =
      unmet(model, scope) ?? optionsOf(model, seed, scope, { generator, strict: tries < STRICT_DRAWS });
    if (typeof found !== 'string') return { scope, options: found };
    reasons.set(found, (reasons.get(found) ?? 0) + 1);
  }
  const most = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const list = most.map(([reason, count]) => `${reason} (${String(count)} times)`).join('; ');
  throw new ModelError(`seed ${String(seed)}: ${String(DRAWS)} draws and none will do: ${list}`, [
    'conditions',
  ]);
}

/** The options of each question, or the reason for drawing again. */
function optionsOf(
  model: TextModelFile,
  seed: number,
  scope: Scope,
  wish: { generator: SeededGenerator; strict: boolean },
): readonly (readonly ChosenOption[])[] | string {
  const all: (readonly ChosenOption[])[] = [];
  for (const [index, { question, place }] of questionsOf(model).entries()) {
    const key = keyPlace(model, seed + index, optionCount(question));
    const found = at(place, () => chooseOptions(question, scope, { ...wish, place: key }));
    if (typeof found === 'string') return found;
    all.push(found);
  }
  return all;
}

/** The first condition that does not hold. */
function unmet({ conditions = [] }: TextModelFile, scope: Scope): string | undefined {
  const index = conditions.findIndex(
    (condition, place) => !at(['conditions', place], () => evaluateCondition(condition, scope)),
  );
  return index < 0 ? undefined : `"${conditions[index] ?? ''}" does not hold`;
}

/** The second way to the answer must agree with the first. */
function verify(question: QuestionFile, scope: Scope): void {
  const { check } = question;
  if (check === undefined) return;
  const answer = answerOf(question, scope);
  const holds = at(['check'], () =>
    evaluateCondition(check, { ...scope, values: new Map([...scope.values, ['answer', answer]]) }),
  );
  if (!holds) throw new ModelError(`the answer ${answer.toString()} does not pass its check`, ['check']);
}

function caseItem(
  model: TextModelFile & { type: 'case' },
  id: string,
  {
    seed,
    scope,
    context,
    languages,
  }: { seed: number; scope: Scope; context: TextContext; languages: readonly string[] },
): GeneratedItem {
  return {
    id,
    type: 'case',
    contentArea: model.contentArea,
    competency: model.competency,
    cognitiveLevel: model.cognitiveLevel,
    difficulty: difficultyOf(model.difficulty, scope),
    model: { code: model.code, version: model.version, seed },
    text: Object.fromEntries(
      languages.map((language) => [
        language,
        { stem: at(['stem'], () => renderTemplate(model.stem, scope, language, context)) },
      ]),
    ),
  };
}

/** NR-TABL-010 and 2 make NR-TABL-012. */
function later(id: string, steps: number): string {
  const [, stem = '', digits = ''] = /^(.*-)(\d+)$/.exec(id) ?? [];
  return stem + String(Number(digits) + steps).padStart(digits.length, '0');
}
