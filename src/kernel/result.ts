/** What a use case gives back: a value, or a refusal that the caller was to expect. Only bugs throw. */
export type Result<T, R = Refusal> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };

/** Chooses the HTTP status, once, at the edge. */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'limited'
  | 'unavailable';

/** An expected "no". `code` is stable and public; `detail` never holds personal data, answers or keys. */
export interface Refusal {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly detail: string;
  /** Faults by field: request field name → stable code or plain sentence. */
  readonly fields?: Readonly<Record<string, string>>;
  /** For `limited` and `unavailable`: seconds after which a new try makes sense. */
  readonly retryAfter?: number;
  /** Facts that the client needs to go on (for example the current lease). */
  readonly data?: Readonly<Record<string, unknown>>;
}

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const refuse = (
  kind: RefusalKind,
  code: string,
  detail: string,
  more: Partial<Pick<Refusal, 'fields' | 'retryAfter' | 'data'>> = {},
): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { code, kind, detail, ...more },
});

/** The refusal of what was filled in. @param fields request field name → stable code or plain sentence. */
export const refuseFields = (fields: Readonly<Record<string, string>>) =>
  refuse('invalid', 'REQUEST.INVALID', 'Some fields are missing or not of the right form.', { fields });

/** A result whose refusal names the fields as a form calls them. @param names request field name → the form's. */
export function withFieldNames<T>(result: Result<T>, names: Readonly<Record<string, string>>): Result<T> {
  if (result.ok || !result.refusal.fields) return result;
  const fields = Object.fromEntries(
    Object.entries(result.refusal.fields).map(([field, code]) => [names[field] ?? field, code]),
  );
  return { ok: false, refusal: { ...result.refusal, fields } };
}
