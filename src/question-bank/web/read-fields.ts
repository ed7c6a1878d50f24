import { isKeepable, RefusalError } from '../../platform/index.js';
import type { Fields } from '../item-types/index.js';

const MAX_FIELDS = 400;

/**
 * What a form sent whose fields depend on the item's type: texts by name, several of one name as a list, and its file.
 * A file field that was left empty is no file.
 *
 * @throws RefusalError REQUEST.INVALID for what no form of ours sends.
 */
export function readFields(body: unknown): { fields: Fields; file: Buffer | null } {
  const fields: Record<string, string | readonly string[]> = {};
  let file: Buffer | null = null;
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  if (entries.length > MAX_FIELDS) throw unreadable();
  for (const [name, value] of entries) {
    if (Buffer.isBuffer(value)) file = value.length > 0 ? value : null;
    else if (
      typeof value === 'string' ||
      (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    )
      fields[name] = value;
    else throw unreadable();
  }
  if (!isKeepable(fields)) throw unreadable();
  return { fields, file };
}

const unreadable = () =>
  new RefusalError({
    code: 'REQUEST.INVALID',
    kind: 'invalid',
    detail: 'A text holds characters that cannot be kept.',
  });
