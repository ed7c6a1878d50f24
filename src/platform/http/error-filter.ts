import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Refusal, RefusalKind } from '../../kernel/index.js';
import { isDatabaseAway } from '../database/database.js';
import type { Pages } from './pages.js';
import type { OpenMeritReply, OpenMeritRequest } from './principal.js';
import { problemOf, RefusalError, statusOf } from './problem.js';

/**
 * The edge: refusals become problem details under /api, friendly pages elsewhere; a bug becomes 500 with a request id
 * and nothing of its inside.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly pages: Pages,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<OpenMeritRequest>();
    const reply = http.getResponse<OpenMeritReply>();
    const { refusal, status } = toRefusal(error);
    if (status >= 500) logFault(this.logger, request.id, error);
    if (refusal.retryAfter !== undefined) void reply.header('retry-after', String(refusal.retryAfter));
    if (wantsJson(request)) {
      void reply
        .status(status)
        .type('application/problem+json')
        .send(problemOf(refusal, status, request.id));
      return;
    }
    if (refusal.code === 'AUTH.SIGN_IN_NEEDED' && request.method === 'GET') {
      void reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
      return;
    }
    const html = this.pages.html(request, 'pages/views/error.njk', {
      status,
      said: this.pages.words(request, refusal.code, refusal),
      detail: refusal.detail,
      code: refusal.code,
      requestId: request.id,
    });
    void reply.status(status).type('text/html; charset=utf-8').send(html);
  }
}

export const wantsJson = (request: { readonly url: string }): boolean =>
  /^\/(api|health)\//.test(request.url);

const BY_STATUS: Readonly<Record<number, { code: string; kind: RefusalKind; detail: string }>> = {
  400: { code: 'REQUEST.MALFORMED', kind: 'invalid', detail: 'The request could not be read.' },
  401: { code: 'AUTH.SIGN_IN_NEEDED', kind: 'unauthenticated', detail: 'Please sign in first.' },
  403: { code: 'AUTH.FORBIDDEN', kind: 'forbidden', detail: 'This is not open to you.' },
  404: { code: 'REQUEST.NO_SUCH_ADDRESS', kind: 'not-found', detail: 'There is nothing at this address.' },
  405: { code: 'REQUEST.METHOD', kind: 'invalid', detail: 'This address does not take that method.' },
  413: {
    code: 'REQUEST.TOO_LARGE',
    kind: 'too-large',
    detail: 'The request is larger than this address takes.',
  },
  415: {
    code: 'REQUEST.MEDIA_TYPE',
    kind: 'invalid',
    detail: 'This address does not take that kind of content.',
  },
  429: { code: 'REQUEST.TOO_MANY', kind: 'limited', detail: 'Too many requests. Please wait a moment.' },
};

const AWAY: { refusal: Refusal; status: number } = {
  status: 503,
  refusal: {
    code: 'SERVER.AWAY',
    kind: 'unavailable',
    detail: 'This cannot be done just now. Nothing that was confirmed to you is lost; please try again.',
    retryAfter: 2,
  },
};

/** What a request is told of an error: a refusal as it is, a fault of the request by its status, a bug without its inside. */
export function toRefusal(error: unknown): { refusal: Refusal; status: number } {
  if (error instanceof RefusalError) return { refusal: error.refusal, status: statusOf(error.refusal) };
  if (isDatabaseAway(error)) return AWAY;
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : ((error as { statusCode?: number }).statusCode ?? 500);
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && code.startsWith('FST_CSRF')) {
    return {
      status: 403,
      refusal: {
        code: 'AUTH.CSRF',
        kind: 'forbidden',
        detail: 'This form has gone stale. Load the page again and send it once more.',
      },
    };
  }
  const known = BY_STATUS[status];
  if (known) return { refusal: known, status };
  if (status >= 400 && status < 500) return { refusal: BY_STATUS[400] as Refusal, status };
  return {
    status: 500,
    refusal: {
      code: 'SERVER.FAULT',
      kind: 'unavailable',
      detail: 'Something went wrong on our side. Nothing that was confirmed to you is lost.',
    },
  };
}

/** Writes down a fault of ours. */
export function logFault(logger: Logger, requestId: string, error: unknown): void {
  // Every request says the same while the database is away: a line each, without a stack.
  if (isDatabaseAway(error)) {
    logger.warn({ requestId }, 'the database is away');
    return;
  }
  logger.error(
    { requestId, error: error instanceof Error ? { name: error.name, stack: withoutValues(error) } : {} },
    'request failed',
  );
}

/** The stack without the message: messages of database errors can hold values. */
function withoutValues(error: Error): string {
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  const sqlState = (error as { code?: unknown }).code;
  return [typeof sqlState === 'string' ? `code ${sqlState}` : '', ...frames].join('\n');
}
