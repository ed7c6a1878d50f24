import type { EditorFilter, EditorForm } from './editor-form.js';

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
    aids: { calculator: at('aids.calculator') },
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
    // A blueprint without aids says nothing of them.
    aids: form.aids.calculator === 'none' ? undefined : { calculator: form.aids.calculator },
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
