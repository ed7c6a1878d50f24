import { applyDecorators, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { Refusal } from '../../kernel/index.js';
import type { OpenMeritReply, OpenMeritRequest } from './principal.js';
import { statusOf } from './problem.js';

/** Marks a handler as a page: HTML, not part of the API's description, never cached by others. */
export const Page = (): MethodDecorator =>
  applyDecorators(
    Header('content-type', 'text/html; charset=utf-8'),
    Header('cache-control', 'no-store'),
    ApiExcludeEndpoint(),
  );

/**
 * "See other" (RFC 9110, 303) as a page's answer: a handler returns it. `reply.redirect` would send while Nest sends
 * what the handler returns.
 */
export function seeOther(reply: OpenMeritReply, path: string): string {
  void reply.status(303).header('location', path);
  return '';
}

export interface PageError {
  readonly field: string;
  readonly text: string;
  readonly href: string;
}

/** What a page takes from the request that it answers. */
export type PageRequest = Pick<OpenMeritRequest, 'language' | 'principal' | 'url'> &
  Partial<Pick<OpenMeritRequest, 'csrfToken'>>;

/** What draws a template; given by the composition root, so that platform knows no layout. */
export type DrawPage = (
  request: PageRequest,
  template: string,
  model: Readonly<Record<string, unknown>>,
) => string;
/** Turns a key and parameters into words. */
export type Translate = (
  language: string,
  key: string,
  parameters?: Readonly<Record<string, unknown>>,
) => string;

/** Pages for controllers. Templates are named from `src`: `people/web/views/sign-in.njk`. */
export class Pages {
  constructor(
    private readonly draw: DrawPage,
    readonly t: Translate,
  ) {}

  html(request: PageRequest, template: string, model: Readonly<Record<string, unknown>> = {}): string {
    return this.draw(request, template, model);
  }

  /**
   * The same page again after a refusal, with the refusal's status, an `errors` list for the summary and each field,
   * and what was typed still in place (hand it in with `model`).
   */
  refused(
    request: PageRequest,
    reply: OpenMeritReply,
    template: string,
    model: Readonly<Record<string, unknown>>,
    refusal: Refusal,
  ): string {
    void reply.status(statusOf(refusal));
    const fields = Object.entries(refusal.fields ?? {});
    const errors: PageError[] =
      fields.length > 0
        ? fields.map(([field, code]) => ({
            field,
            text: this.words(request, code, refusal),
            href: `#${field}`,
          }))
        : [{ field: '', text: this.words(request, refusal.code, refusal), href: '#main' }];
    return this.draw(request, template, { ...model, errors });
  }

  /** A code in the page's language; a sentence as it is; the refusal's own sentence where a code has no words. */
  words(request: PageRequest, code: string, refusal: Refusal): string {
    if (code.includes(' ')) return code;
    const key = wordsKey(code);
    const words = this.t(request.language, key, { ...refusal.data, retryAfter: refusal.retryAfter });
    return key.endsWith(words) ? refusal.detail : words;
  }
}

const OWN_NAMESPACE: Readonly<Record<string, string>> = {
  AUTH: 'people',
  PEOPLE: 'people',
  SECOND_FACTOR: 'account',
  DELEGATION: 'account',
  REQUEST: 'platform',
  SERVER: 'platform',
  BANK: 'platform',
  ITEM: 'question-bank',
};

/** Where the words for a code stand: `SITTING.CLOSED` in `sitting:errors.CLOSED`, `isEmail` in `common:constraints`. */
export function wordsKey(code: string): string {
  const [stage, ...rest] = code.split('.');
  if (!stage || rest.length === 0) return `common:constraints.${code}`;
  return `${OWN_NAMESPACE[stage] ?? stage.toLowerCase()}:errors.${rest.join('.')}`;
}
