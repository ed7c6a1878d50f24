import { aidsOf, type Blueprint, type ItemFilter } from '../domain/blueprint/blueprint.js';

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
  aids: { calculator: string };
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

export interface EditorFilter {
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
  aids: { calculator: 'none' },
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
  aids: { ...aidsOf(blueprint) },
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
