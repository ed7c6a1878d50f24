import { Rational } from './rational.js';

/** A name that stands in texts: an office, a town. It has forms by language, and numbers that belong to it. */
export interface Name {
  readonly forms: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly numbers: Readonly<Record<string, Rational>>;
}

/** What an expression can give. A string is a form of a name, in the language that is being written. */
export type Value = Rational | boolean | string | Name | readonly Value[];

/** The values that expressions see by name, in a language or in none. */
export interface Scope {
  readonly values: ReadonlyMap<string, Value>;
  readonly language?: string;
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isName = (value: Value): value is Name =>
  typeof value === 'object' && !isList(value) && !(value instanceof Rational);

/** What a value is, for a message. */
export function kindOf(value: Value): string {
  if (value instanceof Rational) return 'a number';
  if (typeof value === 'boolean') return 'yes or no';
  if (typeof value === 'string') return 'a text';
  return isList(value) ? 'a list' : 'a name';
}

/** A name's form in a language: the first one where none is asked for. Undefined where there is no such form. */
export function formOf(name: Name, language: string, form?: string): string | undefined {
  const forms = name.forms[language];
  if (forms === undefined || typeof forms === 'string') return forms;
  return form === undefined ? Object.values(forms)[0] : forms[form];
}

/** A scope that has more. */
export const within = (scope: Scope, more: Readonly<Record<string, Value>>): Scope => ({
  ...scope,
  values: new Map([...scope.values, ...Object.entries(more)]),
});
