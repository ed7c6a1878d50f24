export const LANGUAGE_COOKIE = 'lang';

/** The language of a page: asked for in the address, else remembered, else what the browser prefers, else the first. */
export function chooseLanguage(
  known: readonly string[],
  wishes: { readonly query: unknown; readonly cookie: unknown; readonly header: unknown },
): string {
  const isKnown = (language: unknown): language is string =>
    typeof language === 'string' && known.includes(language);
  if (isKnown(wishes.query)) return wishes.query;
  if (isKnown(wishes.cookie)) return wishes.cookie;
  const preferred = (typeof wishes.header === 'string' ? wishes.header : '')
    .slice(0, 200)
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find(isKnown);
  return preferred ?? known[0] ?? 'en';
}
