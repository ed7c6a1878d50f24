import { formatLanguage, type Translate } from '../../platform/index.js';
import type { Json } from '../../kernel/index.js';

/** What a member of an entry is called: "Post › Title › English" for `/post/title/en`. Unknown names stand as they are. */
export function fieldWords(t: Translate, language: string, field: string): string {
  if (!field.startsWith('/')) return wordFor(t, language, field);
  return field
    .split('/')
    .slice(1)
    .map((name) => wordFor(t, language, name.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join(' › ');
}

function wordFor(t: Translate, language: string, name: string): string {
  if (/^\d+$/.test(name)) return String(Number(name) + 1);
  const key = `registry:members.${name}`;
  const words = t(language, key);
  if (!key.endsWith(words)) return words;
  return /^[a-z]{2}$/.test(name) ? formatLanguage(name, language) : name;
}

/** A value of a member as people read it. */
export const valueWords = (t: Translate, language: string, value: Json): string =>
  value === null || value === ''
    ? t(language, 'registry:correction.none')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
