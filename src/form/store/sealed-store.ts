import { rows, type Tx } from '../../platform/index.js';

/** A sealed form as its row says, without its bytes. */
export interface SealedView {
  /** Hex SHA-256 of the file. */
  readonly address: string;
  readonly bytes: number;
  /** Of the key ring's key from which the content key is derived. */
  readonly keyId: string;
}

export interface NewSealed {
  readonly number: string;
  readonly address: string;
  readonly file: Buffer;
  readonly places: Buffer;
  /** Hex. */
  readonly formHash: string;
}

/** Keeps sealed forms; of a number that has one under this key already, the first stays. */
export async function insertSealed(
  tx: Tx,
  drawId: string,
  keyId: string,
  forms: readonly NewSealed[],
): Promise<void> {
  const files = joined(forms.map(({ file }) => file));
  const places = joined(forms.map((one) => one.places));
  await tx.query(
    `INSERT INTO sealed_form (draw_id, number, address, key_id, bytes, file, places, form_hash)
     SELECT $1, number, decode(address, 'hex'), $2, length, substring($3::bytea FROM start FOR length),
       substring($4::bytea FROM places_start FOR places_length), decode(form_hash, 'hex')
     FROM unnest($5::text[], $6::text[], $7::int[], $8::int[], $9::int[], $10::int[], $11::text[])
       AS t (number, address, start, length, places_start, places_length, form_hash)
     ORDER BY number
     ON CONFLICT (draw_id, number) DO UPDATE SET address = EXCLUDED.address, key_id = EXCLUDED.key_id,
       bytes = EXCLUDED.bytes, file = EXCLUDED.file, places = EXCLUDED.places, sealed_at = clock_timestamp()
       WHERE sealed_form.key_id <> EXCLUDED.key_id`,
    [
      drawId,
      keyId,
      files.bytes,
      places.bytes,
      forms.map(({ number }) => number),
      forms.map(({ address }) => address),
      files.starts,
      files.lengths,
      places.starts,
      places.lengths,
      forms.map(({ formHash }) => formHash),
    ],
  );
}

/** Many files as one, with where each begins (from 1): binary to PostgreSQL, where an array of them would go as hex. */
function joined(files: readonly Buffer[]): { bytes: Buffer; starts: number[]; lengths: number[] } {
  let next = 1;
  const starts = files.map((file) => {
    const start = next;
    next += file.length;
    return start;
  });
  return { bytes: Buffer.concat(files), starts, lengths: files.map(({ length }) => length) };
}

/** The bytes of a sealed form by its address, or undefined. */
export async function sealedFile(tx: Tx, address: string): Promise<Buffer | undefined> {
  const [row] = await rows<{ file: Buffer }>(
    tx,
    `SELECT file FROM sealed_form WHERE address = decode($1, 'hex')`,
    [address],
  );
  return row?.file;
}

/** A number that has no sealed form yet. */
export interface OwedNumber {
  readonly list: number;
  readonly position: number;
  readonly number: string;
  /** Hex: stated when the draw was made. */
  readonly formHash: string;
}

const IS_OWED = `
  n.draw_id = $1 AND n.form_hash IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM sealed_form s WHERE s.draw_id = n.draw_id AND s.number = n.number AND s.key_id = $2)`;

/** The next numbers of a drawn draw without a sealed form, after a place in its lists; the roster comes first. */
export async function owedNumbers(
  tx: Tx,
  drawId: string,
  keyId: string,
  after: { readonly list: number; readonly position: number },
  limit: number,
): Promise<OwedNumber[]> {
  return rows<OwedNumber>(
    tx,
    `SELECT n.list, n.position, n.number, encode(n.form_hash, 'hex') AS "formHash" FROM draw_number n
     WHERE ${IS_OWED} AND (n.list, n.position) > ($3, $4) ORDER BY n.list, n.position LIMIT $5`,
    [drawId, keyId, after.list, after.position, limit],
  );
}

export interface SealingProgress {
  readonly state: 'running' | 'done';
  /** Numbers of the draw, and how many of them have their sealed form. */
  readonly forms: number;
  readonly formsDone: number;
  /** Numbers of candidates who may begin in the first second and have none yet. */
  readonly rosterLeft: number;
}

/** How far the sealing of a draw is. */
export async function sealingProgress(tx: Tx, drawId: string, keyId: string): Promise<SealingProgress> {
  const [row] = await rows<Omit<SealingProgress, 'state'>>(
    tx,
    `SELECT count(*)::int AS forms, count(*) FILTER (WHERE sealed)::int AS "formsDone",
       count(*) FILTER (WHERE NOT sealed AND holder_id IS NOT NULL)::int AS "rosterLeft"
     FROM (SELECT n.holder_id, EXISTS (SELECT 1 FROM sealed_form s
             WHERE s.draw_id = n.draw_id AND s.number = n.number AND s.key_id = $2) AS sealed
           FROM draw_number n WHERE n.draw_id = $1 AND n.form_hash IS NOT NULL) AS numbers`,
    [drawId, keyId],
  );
  const progress = row ?? { forms: 0, formsDone: 0, rosterLeft: 0 };
  return { state: progress.formsDone < progress.forms ? 'running' : 'done', ...progress };
}

/**
 * Says that a draw owes nothing, where that is so. In a transaction of its own: the draw's row is locked first, so
 * that spare numbers which are being added are seen by the count.
 */
export async function markSealed(tx: Tx, drawId: string, keyId: string): Promise<boolean> {
  await tx.query('SELECT 1 FROM draw WHERE id = $1 FOR NO KEY UPDATE', [drawId]);
  const marked = await rows(
    tx,
    `UPDATE draw SET sealed_at = clock_timestamp()
     WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM draw_number n WHERE ${IS_OWED}) RETURNING id`,
    [drawId, keyId],
  );
  return marked.length > 0;
}

/** Says that a draw owes sealed forms again. In the transaction that adds the numbers. */
export async function owesSealing(tx: Tx, drawId: string): Promise<void> {
  await tx.query('UPDATE draw SET sealed_at = NULL WHERE id = $1', [drawId]);
}

/** Draws that owe sealed forms, the oldest first. */
export async function drawsToSeal(tx: Tx, limit: number): Promise<string[]> {
  const owed = await rows<{ id: string }>(
    tx,
    `SELECT id FROM draw WHERE state = 'drawn' AND sealed_at IS NULL ORDER BY drawn_at LIMIT $1`,
    [limit],
  );
  return owed.map(({ id }) => id);
}

/** What the server has of a number's sealed form besides the file. */
export interface SealedRow extends SealedView {
  readonly places: Buffer;
  /** Hex. */
  readonly formHash: string;
}

/** The sealed form of a number, or undefined. */
export async function sealedOf(tx: Tx, drawId: string, number: string): Promise<SealedRow | undefined> {
  const [row] = await rows<SealedRow>(
    tx,
    `SELECT encode(address, 'hex') AS address, bytes, key_id AS "keyId", places, encode(form_hash, 'hex') AS "formHash"
     FROM sealed_form WHERE draw_id = $1 AND number = $2`,
    [drawId, number],
  );
  return row;
}
