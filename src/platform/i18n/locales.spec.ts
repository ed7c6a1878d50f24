import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const folder = path.resolve(import.meta.dirname, '../../pages/locales');
const namespaces = readdirSync(path.join(folder, 'en')).filter((file) => !file.startsWith('_'));

type Words = Readonly<Record<string, string>>;

const flatten = (value: unknown, prefix = ''): [string, string][] =>
  typeof value === 'string'
    ? [[prefix, value]]
    : Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
        flatten(inner, prefix ? `${prefix}.${key}` : key),
      );
const read = (language: string, file: string): Words =>
  Object.fromEntries(flatten(JSON.parse(readFileSync(path.join(folder, language, file), 'utf8'))));
// A language has the plural forms that it needs, English others than Russian.
const withoutPlural = (words: Words) =>
  new Set(Object.keys(words).map((key) => key.replace(/_(one|few|many|other)$/, '')));
const placeholders = (text: string) => [...text.matchAll(/\{+\w+\}+/g)].map(([found]) => found).sort();

describe.each(readdirSync(folder).filter((language) => language !== 'en'))(
  'the words in "%s"',
  (language) => {
    it.each(namespaces)('has every key of %s, and no other', (file) => {
      expect([...withoutPlural(read(language, file))].sort()).toEqual(
        [...withoutPlural(read('en', file))].sort(),
      );
    });

    it.each(namespaces)('fills in the same values in %s', (file) => {
      const english = read('en', file);
      const other = read(language, file);
      for (const [key, text] of Object.entries(english)) {
        if (other[key] !== undefined && !key.includes('_one')) {
          expect([key, placeholders(other[key])]).toEqual([key, placeholders(text)]);
        }
      }
    });
  },
);
