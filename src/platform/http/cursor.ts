import { RefusalError } from './problem.js';

/** An opaque cursor: the sort values of the last row seen, so that pages stay stable while rows are added. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor, or null where it is not one of ours. */
export function decodeCursor(cursor: string, length: number): (string | number)[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(values) || values.length !== length) return null;
    return values.every((value) => typeof value === 'string' || typeof value === 'number') ? values : null;
  } catch {
    return null;
  }
}

/**
 * The values of a cursor that a client sent; null where it sent none.
 * @throws RefusalError REQUEST.CURSOR where it is not one of ours, or `isOurs` says so.
 */
export function readCursor(
  cursor: string | undefined,
  length: number,
  isOurs: (values: readonly (string | number)[]) => boolean,
): readonly (string | number)[] | null {
  if (cursor === undefined) return null;
  const values = decodeCursor(cursor, length);
  if (values && isOurs(values)) return values;
  throw new RefusalError({
    code: 'REQUEST.CURSOR',
    kind: 'invalid',
    detail: 'This cursor is not one of ours.',
  });
}

/** One page of a list that was read one row further than `limit`, and the cursor of the next page. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  valuesOf: (last: T) => readonly (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit), nextCursor: last ? encodeCursor(valuesOf(last)) : null };
}
