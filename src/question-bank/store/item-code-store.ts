import { rows, type Tx } from '../../platform/index.js';

/**
 * The next free code of a bank's content area: what its items there begin with, and the highest number plus one; for
 * an area without items the initials of bank and area. Two authors at once may get the same; the second is refused.
 */
export async function nextItemCode(
  tx: Tx,
  bank: { readonly id: string; readonly code: string },
  contentArea: string,
): Promise<string> {
  const [known] = await rows<{ code: string }>(
    tx,
    `SELECT code FROM item WHERE bank_id = $1 AND content_area = $2 ORDER BY code COLLATE "C" DESC LIMIT 1`,
    [bank.id, contentArea],
  );
  const prefix = known ? known.code.replace(/-\d+$/, '') : `${initials(bank.code)}-${initials(contentArea)}`;
  const [last] = await rows<{ number: number }>(
    tx,
    `SELECT coalesce(max(substring(code FROM '\\d+$')::int), 0) AS number FROM item WHERE code ~ ('^' || $1 || '-\\d{3,6}$')`,
    [prefix],
  );
  return `${prefix}-${String((last?.number ?? 0) + 1).padStart(3, '0')}`;
}

const initials = (code: string): string => {
  const words = code.split('-');
  const letters = words.length > 1 ? words.map(([first]) => first ?? '').join('') : code.slice(0, 3);
  return letters.slice(0, 6).padEnd(2, 'X').toUpperCase();
};
