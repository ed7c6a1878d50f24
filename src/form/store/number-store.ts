import { rows, type Tx } from '../../platform/index.js';

/** The numbers of a draw that its roster and its spare lists have. */
export interface DrawNumbers {
  readonly roster: readonly string[];
  readonly spares: readonly (readonly string[])[];
}

/** List 0 is the roster. */
export const ROSTER = 0;

/** All numbers of a draw: the roster by code points, the spare lists in their order. */
export async function drawNumbers(tx: Tx, drawId: string): Promise<DrawNumbers> {
  const found = await rows<{ list: number; number: string }>(
    tx,
    'SELECT list, number FROM draw_number WHERE draw_id = $1 ORDER BY list, position',
    [drawId],
  );
  // The first spare list is there even where nobody asked for spare numbers: it was committed to as well.
  const lists: string[][] = [[], []];
  for (const { list, number } of found) (lists[list] ??= []).push(number);
  const [roster = [], ...spares] = lists;
  return { roster, spares };
}

/** Keeps a list of numbers; `holders` says whose each is, on the roster. */
export async function insertNumbers(
  tx: Tx,
  drawId: string,
  list: number,
  numbers: readonly string[],
  holders: readonly string[] | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO draw_number (draw_id, list, position, number, holder_id)
     SELECT $1, $2, position, number, holder
     FROM unnest($3::text[], $4::uuid[]) WITH ORDINALITY AS t (number, holder, position)`,
    [drawId, list, numbers, holders ?? numbers.map(() => null)],
  );
}

/** Keeps the hash of each number's form. */
export async function keepFormHashes(
  tx: Tx,
  drawId: string,
  forms: readonly { readonly number: string; readonly form: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE draw_number n SET form_hash = decode(f.form, 'hex')
     FROM unnest($2::text[], $3::text[]) AS f (number, form) WHERE n.draw_id = $1 AND n.number = f.number`,
    [drawId, forms.map(({ number }) => number), forms.map(({ form }) => form)],
  );
}

export interface TakenNumber {
  readonly number: string;
  /** Hex: of the form that the draw made for it. */
  readonly formHash: string | null;
}

/** The number that somebody has in a draw, or undefined; numbers of void sittings are left out. */
export async function numberOfHolder(
  tx: Tx,
  drawId: string,
  holderId: string,
): Promise<TakenNumber | undefined> {
  const [own] = await rows<TakenNumber>(
    tx,
    `SELECT number, encode(form_hash, 'hex') AS "formHash" FROM draw_number
     WHERE draw_id = $1 AND holder_id = $2 AND voided_at IS NULL`,
    [drawId, holderId],
  );
  return own;
}

/** The sittings of these numbers are void: they stay their holders', and are never given again. */
export async function voidNumbers(tx: Tx, numbers: readonly string[]): Promise<void> {
  await tx.query(
    'UPDATE draw_number SET voided_at = clock_timestamp() WHERE number = ANY($1::text[]) AND voided_at IS NULL',
    [numbers],
  );
}

/** How many spare numbers a draw has, and how many of them nobody has. */
export async function spareCounts(tx: Tx, drawId: string): Promise<{ all: number; free: number }> {
  const [counts] = await rows<{ all: number; free: number }>(
    tx,
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE holder_id IS NULL)::int AS free
     FROM draw_number WHERE draw_id = $1 AND list > ${String(ROSTER)}`,
    [drawId],
  );
  return counts ?? { all: 0, free: 0 };
}
