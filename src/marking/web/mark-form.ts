import { ok, refuseFields, type Result } from '../../kernel/index.js';
import { isKeepable, RefusalError } from '../../platform/index.js';
import type { MarkWish } from '../use-cases/give-mark.js';

const LONGEST_COMMENT = 2000;

type Fields = Readonly<Record<string, unknown>>;

/** What a page's form sent: texts by name. @throws RefusalError REQUEST.INVALID for what cannot be kept. */
export function formFields(body: unknown): Fields {
  const fields = typeof body === 'object' && body !== null ? (body as Fields) : {};
  if (isKeepable(fields)) return fields;
  throw new RefusalError({
    code: 'REQUEST.INVALID',
    kind: 'invalid',
    detail: 'A text holds characters that cannot be kept.',
  });
}

export const fieldText = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** A form's points by criterion, `points_<criterion>`; what is no whole number is left for the check to name. */
export function markOfForm(fields: Fields, criteria: readonly string[]): Result<MarkWish> {
  const comment = fieldText(fields, 'comment');
  if (comment.length > LONGEST_COMMENT) return refuseFields({ comment: 'maxLength' });
  return ok({
    comment,
    criteria: Object.fromEntries(
      criteria.map((criterion) => {
        const typed = fieldText(fields, `points_${criterion}`);
        return [criterion, /^\d{1,3}$/.test(typed) ? Number(typed) : null];
      }),
    ),
  });
}
