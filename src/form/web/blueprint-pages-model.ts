import type { OpenMeritRequest, Pages } from '../../platform/index.js';
import { local } from '../../platform/i18n/formats.js';
import type { BankTaxonomy } from '../../question-bank/index.js';
import { assemblyKind, formSize, partSize, type Blueprint } from '../domain/blueprint/blueprint.js';
import type { Feasibility } from '../domain/assembly/feasibility.js';
import { BlueprintWords } from './blueprint-words.js';
import type { EditorForm } from './editor-form.js';

export const wordsFor = (
  pages: Pages,
  request: OpenMeritRequest,
  banks: readonly BankTaxonomy[],
): BlueprintWords =>
  new BlueprintWords(
    (key, parameters) => pages.t(request.language, key, parameters),
    request.language,
    banks,
  );

/** A blueprint's parts, strata and constraints as a page lists them. */
export function shownBlueprint(
  blueprint: Blueprint,
  words: BlueprintWords,
  feasibility: Feasibility,
): Record<string, unknown> {
  return {
    kind: assemblyKind(blueprint),
    size: formSize(blueprint),
    parts: blueprint.parts.map((part) => ({
      title: words.part(blueprint, part.code),
      bank: part.bank,
      minutes: part.minutes,
      size: partSize(part),
      strata: part.draw.map((stratum, index) => ({
        items: words.filter(stratum),
        count: stratum.count,
        available: feasibility.strata.find((one) => one.part === part.code && one.index === index)?.available,
      })),
    })),
    constraints: (blueprint.constraints ?? []).map((constraint) => ({
      part: constraint.part === undefined ? undefined : words.part(blueprint, constraint.part),
      items: words.filter(constraint),
      minimum: constraint.minimum,
      maximum: constraint.maximum,
    })),
    feasibility: { ...feasibility, rows: words.lacks(blueprint, feasibility) },
  };
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

/** What the editor's lists offer: for each part what its bank has, for constraints what any bank of the form has. */
export function editorChoices(
  form: EditorForm,
  banks: readonly BankTaxonomy[],
  words: BlueprintWords,
  language: string,
): Record<string, unknown> {
  const titled = (texts: Readonly<Record<string, Readonly<Record<string, string>>>>): Choice[] =>
    Object.entries(texts).map(([value, text]) => ({ value, text: local(text, language) || value }));
  const of = (chosen: readonly BankTaxonomy[]) => {
    const from = chosen.length > 0 ? chosen : banks;
    return {
      contentAreas: once(from.flatMap((bank) => titled(bank.contentAreas))),
      competencies: once(from.flatMap((bank) => titled(bank.competencies))),
      types: once(
        from.flatMap((bank) => bank.types.map((type) => ({ value: type, text: words.type(type) }))),
      ),
    };
  };
  return {
    banks: banks.map(({ code, title }) => ({ value: code, text: local(title, language) })),
    ofPart: form.parts.map((part) => of(banks.filter(({ code }) => code === part.bank))),
    ofForm: of(banks.filter(({ code }) => form.parts.some(({ bank }) => bank === code))),
    parts: form.parts
      .filter(({ code }) => code !== '')
      .map((part) => ({ value: part.code, text: local(nonEmpty(part.title), language) || part.code })),
  };
}

const nonEmpty = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));

const once = (choices: readonly Choice[]): Choice[] => [
  ...new Map(choices.map((choice) => [choice.value, choice])).values(),
];
