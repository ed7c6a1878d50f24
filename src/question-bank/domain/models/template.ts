import { evaluate } from './evaluate.js';
import { formatNumber, type Style } from './format-number.js';
import { at, ModelError } from './model-error.js';
import type { ChartFile, TableFile, Template, Words } from './model-file.js';
import { Rational } from './rational.js';
import { image } from './picture.js';
import { renderChart } from './render-chart.js';
import { renderTable } from './render-table.js';
import { formOf, isName, kindOf, type Scope, type Value } from './value.js';

/** What templates can refer to besides the values of their scope. */
export interface TextContext {
  readonly words: Words;
  readonly tables: Readonly<Record<string, TableFile>>;
  readonly charts: Readonly<Record<string, ChartFile>>;
  /** Pictures of charts that were written, by file name. */
  readonly media: Map<string, string>;
}

const STYLES: ReadonlySet<string> = new Set<Style>([
  'number',
  'plain',
  'signed',
  'percent',
  'change',
  'fraction',
  'money',
  'duration',
  'clock',
]);

/**
 * Writes a template in a language. In braces stands an expression, and after a bar how it is written: `{rate | percent}`,
 * `{sum | money 2}`, `{n | of inspector}` (the number and its noun), `{n | word inspector}` (the noun alone); or a
 * table or a chart, `{table budget}`, `{chart visits}`.
 *
 * @throws ModelError that quotes what is in the braces.
 */
export function renderTemplate(
  template: Template,
  scope: Scope,
  language: string,
  context: TextContext,
): string {
  const text = typeof template === 'string' ? template : template[language];
  if (text === undefined) throw new ModelError(`there is no text in "${language}"`);
  const inLanguage = { ...scope, language };
  const written = text.replace(/\{([^{}]*)\}/g, (_, inner: string) => {
    const render = (): string => insert(inner.trim(), inLanguage, language, context);
    return typeof template === 'string' ? render() : at([language], render);
  });
  return written.trim();
}

function insert(inner: string, scope: Scope, language: string, context: TextContext): string {
  const table = /^table (\w+)$/.exec(inner)?.[1];
  if (table !== undefined) {
    const known = Object.hasOwn(context.tables, table) ? context.tables[table] : undefined;
    if (!known) throw new ModelError(`no table is called "${table}"`);
    return renderTable(known, scope, (cell, inner) => renderTemplate(cell, inner, language, context));
  }
  const chart = /^chart (\w+)$/.exec(inner)?.[1];
  if (chart !== undefined) return insertChart(chart, scope, language, context);
  const [expression = '', how = ''] = inner.split('|').map((part) => part.trim());
  const value = evaluate(expression, scope);
  const [style = '', argument] = how.split(/\s+/);
  if (value instanceof Rational) return number(value, style, argument, language, context.words);
  if (how !== '' && typeof value !== 'string')
    throw new ModelError(`"${inner}": ${kindOf(value)} is written as it is`);
  return text(value, inner, language);
}

function insertChart(name: string, scope: Scope, language: string, context: TextContext): string {
  const chart = Object.hasOwn(context.charts, name) ? context.charts[name] : undefined;
  if (!chart) throw new ModelError(`no chart is called "${name}"`);
  const { picture, bars } = renderChart(chart, scope, language);
  context.media.set(picture.file, picture.svg);
  return image(picture, `${renderTemplate(chart.alt, scope, language, context)} ${bars}.`);
}

function number(
  value: Rational,
  style: string,
  argument: string | undefined,
  language: string,
  words: Words,
): string {
  if (style === 'of') {
    return `${formatNumber(value, language, 'number')} ${noun(value, argument, language, words)}`;
  }
  if (style === 'word') return noun(value, argument, language, words);
  const name = style === '' ? 'number' : style;
  if (!STYLES.has(name)) throw new ModelError(`"${style}" is no way to write a number`);
  return formatNumber(value, language, name as Style, argument === undefined ? undefined : Number(argument));
}

function text(value: Value, inner: string, language: string): string {
  if (typeof value === 'string') return value;
  const form = isName(value) ? formOf(value, language) : undefined;
  if (form === undefined) throw new ModelError(`"${inner}" gives ${kindOf(value)}, which no text can hold`);
  return form;
}

const rules = new Map<string, Intl.PluralRules>();

/** Made once for each language and number of decimal places: making them takes long. */
function pluralRules(language: string, places: number): Intl.PluralRules {
  const key = `${language} ${String(places)}`;
  const made = rules.get(key) ?? new Intl.PluralRules(language, { minimumFractionDigits: places });
  rules.set(key, made);
  return made;
}

/** The noun in the form that its number asks for. */
function noun(value: Rational, word: string | undefined, language: string, words: Words): string {
  const forms = word !== undefined && Object.hasOwn(words, word) ? words[word]?.[language] : undefined;
  if (!forms) throw new ModelError(`no word "${word ?? ''}" in "${language}"`);
  const places = value.places() ?? 0;
  const category = pluralRules(language, places).select(Number(value.absolute().toDecimal()));
  const form = forms[category] ?? forms['other'];
  if (form === undefined) {
    throw new ModelError(`the word "${word ?? ''}" has no form "${category}" in "${language}"`);
  }
  return form;
}
