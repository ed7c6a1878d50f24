import {
  assemblyKind,
  formSize,
  formsWanted,
  overlapAllowed,
  partSize,
  type Blueprint,
} from './blueprint.js';
import type { ItemFilter } from './blueprint.js';

/** What a bank calls things by. */
export interface KnownBank {
  readonly code: string;
  readonly languages: readonly string[];
  readonly contentAreas: Readonly<Record<string, unknown>>;
  readonly competencies: Readonly<Record<string, unknown>>;
}

const MOST_ITEMS = 500;

/**
 * What is wrong with a blueprint whatever the bank holds: field → code, fields named as they are reached
 * (`parts.0.draw.1.difficulty`). Whether a bank can meet it is another question (feasibility).
 */
export function blueprintFaults(
  blueprint: Blueprint,
  banks: readonly KnownBank[],
): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  const { parts, pass, languages, constraints = [], include = [], exclude = [] } = blueprint;
  if (!languages.includes(blueprint.governingLanguage))
    faults['governingLanguage'] = 'FORM.GOVERNING_LANGUAGE';
  for (const language of languages) {
    if (!blueprint.title[language]) faults['title'] = 'FORM.TITLE_LANGUAGES';
  }
  for (const [index, part] of parts.entries()) {
    const at = `parts.${String(index)}`;
    const bank = banks.find(({ code }) => code === part.bank);
    if (!bank) faults[`${at}.bank`] = 'FORM.NO_BANK';
    else if (languages.some((language) => !bank.languages.includes(language)))
      faults[`${at}.bank`] = 'FORM.BANK_LANGUAGES';
    if (parts.findIndex(({ code }) => code === part.code) < index) faults[`${at}.code`] = 'FORM.PART_TWICE';
    if (languages.some((language) => !part.title[language])) faults[`${at}.title`] = 'FORM.TITLE_LANGUAGES';
    for (const [place, stratum] of part.draw.entries())
      Object.assign(faults, filterFaults(stratum, `${at}.draw.${String(place)}`, bank ? [bank] : []));
  }
  const used = banks.filter(({ code }) => parts.some(({ bank }) => bank === code));
  for (const [index, constraint] of constraints.entries()) {
    const at = `constraints.${String(index)}`;
    const { part, minimum, maximum } = constraint;
    if (part !== undefined && !parts.some(({ code }) => code === part)) faults[`${at}.part`] = 'FORM.NO_PART';
    if (minimum === undefined && maximum === undefined) faults[`${at}.minimum`] = 'FORM.NO_BOUND';
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
      faults[`${at}.maximum`] = 'FORM.BOUNDS';
    Object.assign(faults, filterFaults(constraint, at, used));
  }
  if (constraints.length > 0 && assemblyKind(blueprint) === 'per-candidate')
    faults['assembly'] = 'FORM.DRAWN_CONSTRAINTS';
  if (assemblyKind(blueprint) === 'parallel' && !blueprint.parallel)
    faults['parallel.forms'] = 'FORM.HOW_MANY';
  if (include.some((code) => exclude.includes(code))) faults['exclude'] = 'FORM.IN_AND_OUT';
  if (formsWanted(blueprint) > 1 && include.length > overlapAllowed(blueprint))
    faults['parallel.maximumOverlap'] = 'FORM.INCLUDED_OVERLAP';
  if (formSize(blueprint) > MOST_ITEMS) faults['parts.0.code'] ??= 'FORM.TOO_LONG';
  if (pass.overall > formSize(blueprint)) faults['pass.overall'] = 'FORM.PASS_TOO_HIGH';
  if (pass.eachPart > Math.min(...parts.map(partSize))) faults['pass.eachPart'] = 'FORM.PASS_TOO_HIGH';
  return faults;
}

function filterFaults(filter: ItemFilter, at: string, banks: readonly KnownBank[]): Record<string, string> {
  const { contentArea, competency, difficulty } = filter;
  const unknown = (words: 'contentAreas' | 'competencies', word: string | undefined): boolean =>
    word !== undefined && banks.length > 0 && !banks.some((bank) => Object.hasOwn(bank[words], word));
  return {
    ...(unknown('contentAreas', contentArea) && { [`${at}.contentArea`]: 'FORM.NO_AREA' }),
    ...(unknown('competencies', competency) && { [`${at}.competency`]: 'FORM.NO_COMPETENCY' }),
    ...(difficulty && difficulty.from > difficulty.to && { [`${at}.difficulty.to`]: 'FORM.BOUNDS' }),
  };
}
