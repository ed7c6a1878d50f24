import type { FastifyRequest } from 'fastify';
import { cookieOf } from './cookies.js';

export const LANGUAGE_COOKIE = 'lang';

/** The language of a page: asked for in the address, else remembered, else what the browser prefers, else the first. */
function chooseLanguage(
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

/** {@link chooseLanguage} for a request, of a bare route too. */
export const languageOf = (request: FastifyRequest, known: readonly string[]): string =>
  chooseLanguage(known, {
    query: (request.query as { lang?: unknown }).lang,
    cookie: cookieOf(request, LANGUAGE_COOKIE),
    header: request.headers['accept-language'],
  });
