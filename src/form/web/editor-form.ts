import type { Blueprint, ItemFilter } from '../domain/blueprint.js';

/** A blueprint as its form has it: everything is what somebody typed. Difficulty in per cent. */
export interface EditorForm {
  code: string;
  title: Record<string, string>;
  minutes: string;
  languages: string[];
  governingLanguage: string;
  assembly: string;
  parallel: { forms: string; maximumOverlap: string };
  pass: { overall: string; eachPart: string };
  maximumExposure: string;
  include: string;
  exclude: string;
  parts: EditorPart[];
  constraints: EditorConstraint[];
}

export interface EditorPart {
  code: string;
  title: Record<string, string>;
  bank: string;
  minutes: string;
  draw: EditorStratum[];
}

interface EditorFilter {
  contentArea: string;
  competency: string;
  cognitiveLevel: string;
  type: string;
  from: string;
  to: string;
}

export interface EditorStratum extends EditorFilter {
  count: string;
}

export interface EditorConstraint extends EditorFilter {
  part: string;
  minimum: string;
  maximum: string;
}

const noFilter = (): EditorFilter => ({
  contentArea: '',
  competency: '',
  cognitiveLevel: '',
  type: '',
  from: '',
  to: '',
});
const newStratum = (): EditorStratum => ({ ...noFilter(), count: '' });
const newPart = (): EditorPart => ({ code: '', title: {}, bank: '', minutes: '', draw: [newStratum()] });
const newConstraint = (): EditorConstraint => ({ ...noFilter(), part: '', minimum: '', maximum: '' });

export const emptyForm = (languages: readonly string[]): EditorForm => ({
  code: '',
  title: {},
  minutes: '60',
  languages: [...languages],
  governingLanguage: languages[0] ?? '',
  assembly: 'per-candidate',
  parallel: { forms: '2', maximumOverlap: '0' },
  pass: { overall: '0', eachPart: '0' },
  maximumExposure: '',
  include: '',
  exclude: '',
  parts: [newPart()],
  constraints: [],
});

const text = (value: number | undefined): string => (value === undefined ? '' : String(value));

const filterOf = (filter: ItemFilter): EditorFilter => ({
  contentArea: filter.contentArea ?? '',
  competency: filter.competency ?? '',
  cognitiveLevel: filter.cognitiveLevel ?? '',
  type: filter.type ?? '',
  from: text(filter.difficulty && filter.difficulty.from / 10),
  to: text(filter.difficulty && filter.difficulty.to / 10),
});

/** A kept blueprint, to be changed. */
export const formOf = (blueprint: Blueprint): EditorForm => ({
  code: blueprint.code,
  title: { ...blueprint.title },
  minutes: String(blueprint.minutes),
  languages: [...blueprint.languages],
  governingLanguage: blueprint.governingLanguage,
  assembly: blueprint.assembly ?? 'per-candidate',
  parallel: {
    forms: String(blueprint.parallel?.forms ?? 2),
    maximumOverlap: String(blueprint.parallel?.maximumOverlap ?? 0),
  },
  pass: { overall: String(blueprint.pass.overall), eachPart: String(blueprint.pass.eachPart) },
  maximumExposure: text(blueprint.maximumExposure),
  include: (blueprint.include ?? []).join('\n'),
  exclude: (blueprint.exclude ?? []).join('\n'),
  parts: blueprint.parts.map((part) => ({
    code: part.code,
    title: { ...part.title },
    bank: part.bank,
    minutes: text(part.minutes),
    draw: part.draw.map((stratum) => ({ ...filterOf(stratum), count: String(stratum.count) })),
  })),
  constraints: (blueprint.constraints ?? []).map((constraint) => ({
    ...filterOf(constraint),
    part: constraint.part ?? '',
    minimum: text(constraint.minimum),
    maximum: text(constraint.maximum),
  })),
});

const MOST_ROWS = 100;

/** What a browser sent: flat names, `parts.0.draw.1.count`. What is no text, or not ours, is left out. */
export function readForm(body: Readonly<Record<string, unknown>>, languages: readonly string[]): EditorForm {
  const at = (name: string): string => {
    const value = body[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const titles = (name: string): Record<string, string> =>
    Object.fromEntries(languages.map((language) => [language, at(`${name}.${language}`)]));
  const filter = (name: string): EditorFilter => ({
    contentArea: at(`${name}.contentArea`),
    competency: at(`${name}.competency`),
    cognitiveLevel: at(`${name}.cognitiveLevel`),
    type: at(`${name}.type`),
    from: at(`${name}.difficulty.from`),
    to: at(`${name}.difficulty.to`),
  });
  const rowsOf = <T>(name: string, row: (at: string) => T): T[] => {
    const rows: T[] = [];
    const names = Object.keys(body);
    while (
      rows.length < MOST_ROWS &&
      names.some((one) => one.startsWith(`${name}.${String(rows.length)}.`))
    ) {
      rows.push(row(`${name}.${String(rows.length)}`));
    }
    return rows;
  };
  const chosen = [body['languages']].flat();
  return {
    code: at('code'),
    title: titles('title'),
    minutes: at('minutes'),
    languages: languages.filter((language) => chosen.includes(language)),
    governingLanguage: at('governingLanguage'),
    assembly: at('assembly'),
    parallel: { forms: at('parallel.forms'), maximumOverlap: at('parallel.maximumOverlap') },
    pass: { overall: at('pass.overall'), eachPart: at('pass.eachPart') },
    maximumExposure: at('maximumExposure'),
    include: at('include'),
    exclude: at('exclude'),
    parts: rowsOf('parts', (name) => ({
      code: at(`${name}.code`),
      title: titles(`${name}.title`),
      bank: at(`${name}.bank`),
      minutes: at(`${name}.minutes`),
      draw: rowsOf(`${name}.draw`, (row) => ({ ...filter(row), count: at(`${row}.count`) })),
    })),
    constraints: rowsOf('constraints', (name) => ({
      ...filter(name),
      part: at(`${name}.part`),
      minimum: at(`${name}.minimum`),
      maximum: at(`${name}.maximum`),
    })),
  };
}

/** Adds or takes away a row: `add-part`, `add-stratum:0`, `remove-stratum:0:1`, … What is none of these changes nothing. */
export function changeRows(form: EditorForm, action: string): EditorForm {
  const [what = '', ...numbers] = action.split(':');
  const [first = -1, second = -1] = numbers.map(Number);
  const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);
  const inPart = (change: (part: EditorPart) => EditorPart): EditorForm => ({
    ...form,
    parts: form.parts.map((part, at) => (at === first ? change(part) : part)),
  });
  switch (what) {
    case 'add-part':
      return { ...form, parts: [...form.parts, newPart()] };
    case 'remove-part':
      return { ...form, parts: without(form.parts, first) };
    case 'add-stratum':
      return inPart((part) => ({ ...part, draw: [...part.draw, newStratum()] }));
    case 'remove-stratum':
      return inPart((part) => ({ ...part, draw: without(part.draw, second) }));
    case 'add-constraint':
      return { ...form, constraints: [...form.constraints, newConstraint()] };
    case 'remove-constraint':
      return { ...form, constraints: without(form.constraints, first) };
    default:
      return form;
  }
}

/** A whole number where it is one; what was typed where it is none, so that the check finds it. */
const number = (typed: string): number | string | undefined =>
  typed === '' ? undefined : /^\d{1,9}$/.test(typed) ? Number(typed) : typed;

/** Per cent, with one decimal at most, as thousandths. */
const thousandths = (typed: string, empty: number): number | string => {
  if (typed === '') return empty;
  return /^\d{1,3}([.,]\d)?$/.test(typed) ? Math.round(Number(typed.replace(',', '.')) * 10) : typed;
};

/** What was typed, as the API takes it: to be checked as what comes by the API is. */
export function blueprintOf(form: EditorForm): object {
  const word = (typed: string): string | undefined => (typed === '' ? undefined : typed);
  const words = (texts: Record<string, string>): object =>
    Object.fromEntries(
      Object.entries(texts).filter(([language, typed]) => typed !== '' && form.languages.includes(language)),
    );
  const codes = (typed: string): string[] | undefined => {
    const list = typed.split(/[\s,;]+/).filter((code) => code !== '');
    return list.length > 0 ? list : undefined;
  };
  const filter = ({ contentArea, competency, cognitiveLevel, type, from, to }: EditorFilter): object => ({
    contentArea: word(contentArea),
    competency: word(competency),
    cognitiveLevel: word(cognitiveLevel),
    type: word(type),
    difficulty:
      from === '' && to === '' ? undefined : { from: thousandths(from, 0), to: thousandths(to, 1000) },
  });
  const blueprint = {
    code: form.code,
    title: words(form.title),
    minutes: number(form.minutes),
    languages: form.languages,
    governingLanguage: form.governingLanguage,
    parts: form.parts.map((part) => ({
      code: part.code,
      title: words(part.title),
      bank: part.bank,
      minutes: number(part.minutes),
      draw: part.draw.map((stratum) => ({ ...filter(stratum), count: number(stratum.count) })),
    })),
    pass: { overall: number(form.pass.overall), eachPart: number(form.pass.eachPart) },
    constraints:
      form.constraints.length === 0
        ? undefined
        : form.constraints.map((constraint) => ({
            part: word(constraint.part),
            ...filter(constraint),
            minimum: number(constraint.minimum),
            maximum: number(constraint.maximum),
          })),
    include: codes(form.include),
    exclude: codes(form.exclude),
    maximumExposure: number(form.maximumExposure),
    assembly: word(form.assembly),
    parallel:
      form.assembly === 'parallel'
        ? {
            forms: number(form.parallel.forms),
            maximumOverlap: number(form.parallel.maximumOverlap),
          }
        : undefined,
  };
  return JSON.parse(JSON.stringify(blueprint)) as object;
}
