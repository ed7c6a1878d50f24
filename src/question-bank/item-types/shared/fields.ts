import type { Json } from '../../../kernel/canonical-json.js';
import type { EditedItem, Fields, Texts } from '../item-type.js';

/** Ids of options, in their order. */
export const LETTERS: readonly string[] = [...'abcdefghijkl'];
/** Rows of an editor for gaps, prompts, units, criteria: empty ones are ignored. */
export const ROWS: readonly number[] = Array.from({ length: 12 }, (_, index) => index + 1);

/** A field's text, without spaces around it; '' where there is none. */
export function text(fields: Fields, name: string): string {
  const value = fields[name];
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim();
}

/** All values of a field: checkboxes. */
export function many(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** The lines of a field that are not empty. */
export const lines = (fields: Fields, name: string): string[] =>
  text(fields, name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A whole number, or the text as typed where it is none: the check will say so. */
export const whole = (fields: Fields, name: string): Json => {
  const typed = text(fields, name);
  return /^-?\d{1,6}$/.test(typed) ? Number(typed) : typed;
};

/** `{ [name]: … }` where there is a text, nothing where there is none. */
export const given = <T>(name: string, typed: string, value: T): Readonly<Record<string, T>> =>
  typed === '' ? {} : { [name]: value };

/** A text or a number of an item as a field shows it; '' for anything else. */
export const shown = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Options whose text is not empty, by their rows `option_a`, `option_b` … */
export function readOptions(fields: Fields): { options: string[]; texts: Texts } {
  const entries = LETTERS.map((letter) => [letter, text(fields, `option_${letter}`)] as const).filter(
    ([, words]) => words !== '',
  );
  return { options: entries.map(([letter]) => letter), texts: Object.fromEntries(entries) };
}

/** The rows of an item's options. */
export const writeOptions = (item: EditedItem): Fields =>
  Object.fromEntries(item.options.map((letter) => [`option_${letter}`, item.text.options[letter] ?? '']));

/** The first rows that hold anything in one of their fields, each with its id: its own, or one from its number. */
export function readRows(
  fields: Fields,
  kind: string,
  idStart: string,
  isFilled: (row: number) => boolean,
): { row: number; id: string }[] {
  return ROWS.filter(isFilled).map((row) => ({
    row,
    id: text(fields, `${kind}_id_${String(row)}`) || `${idStart}${String(row)}`,
  }));
}

/** Languages that some field `<start><language>` names. */
export const languagesOf = (fields: Fields, start: string): string[] =>
  Object.keys(fields)
    .filter((name) => name.startsWith(start) && /^[a-z]{2}$/.test(name.slice(start.length)))
    .map((name) => name.slice(start.length))
    .sort();
