import type { Refusal, RefusalKind, Result } from '../../kernel/index.js';

/** A refusal on its way to the edge, where it becomes problem details or an error page. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** The value, or the refusal thrown to the edge. For controllers alone. */
export function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new RefusalError(result.refusal);
}

const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  limited: 429,
  unavailable: 503,
};

/** The one place where a refusal's HTTP status is chosen. */
export const statusOf = (refusal: Refusal): number => STATUS[refusal.kind];

/** RFC 9457 problem details. `type` is a stable address of the code's explanation. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly retryAfter?: number;
  readonly data?: Readonly<Record<string, unknown>>;
}

export function problemOf(refusal: Refusal, status: number, requestId: string): Problem {
  const { code, detail, fields, retryAfter, data } = refusal;
  return {
    type: `/api/docs/errors#${code}`,
    title: code,
    status,
    code,
    detail,
    instance: `urn:request:${requestId}`,
    ...(fields && { fields }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(data && { data }),
  };
}
