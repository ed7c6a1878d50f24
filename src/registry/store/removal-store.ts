import { rows, type Tx } from '../../platform/index.js';

/** What of a receipt's entry can be removed once it is public: the answer sheet that it was issued for. */
const ANSWER_SHEET = 'answerSheet';

/** The public answer sheet that an entry's receipt was issued for. */
const PUBLIC_SHEET = `
  FROM session_disclosure d WHERE e.type = 'receipt' AND d.session_id::text = e.content #>> '{shown,session}'
    AND NOT EXISTS (SELECT 1 FROM removed_sheet r WHERE r.seq = e.seq)
    -- The newest of a sitting that counts: the others' sheets were never public.
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.type = 'receipt'
      AND o.body #>> '{fact,subject}' = e.fact ->> 'subject' AND o.id > e.outbox_id)
    AND EXISTS (SELECT 1 FROM sitting s WHERE s.session_id = d.session_id AND s.state = 'closed'
      AND s.candidate_number = e.fact ->> 'subject')`;

/** An entry that has personal fields, of its own or beside it. */
export interface PersonalEntry {
  readonly seq: number;
  readonly publicId: string;
  readonly type: string;
  /** Names of the fields that are still opened; none where they were removed. */
  readonly fields: readonly string[];
  /** What they say. */
  readonly values: readonly string[];
  /** Whether a tombstone for it was stated already. */
  readonly stated: boolean;
}

/** The entry at an address; undefined where there is none. */
export async function personalEntry(tx: Tx, publicId: string): Promise<PersonalEntry | undefined> {
  const [entry] = await rows<PersonalEntry>(
    tx,
    `SELECT e.seq::float8 AS seq, e.public_id AS "publicId", e.type,
       ARRAY(SELECT jsonb_object_keys(e.content -> 'personal') ORDER BY 1)
         || ARRAY(SELECT '${ANSWER_SHEET}' ${PUBLIC_SHEET}) AS fields,
       ARRAY(SELECT field.value ->> 'value' FROM jsonb_each(e.content -> 'personal') AS field) AS values,
       EXISTS (SELECT 1 FROM outbox o WHERE o.type = 'tombstone' AND o.body #>> '{fact,subject}' = e.public_id) AS stated
     FROM registry_entry e WHERE e.public_id = $1`,
    [publicId],
  );
  return entry;
}

/** Published corrections of an entry that still show personal fields: their public ids. */
export async function personalCorrections(tx: Tx, seq: number): Promise<string[]> {
  const found = await rows<{ publicId: string }>(
    tx,
    `SELECT public_id AS "publicId" FROM registry_entry
     WHERE corrects = $1 AND content -> 'personal' <> '{}' ORDER BY registry_entry.seq`,
    [seq],
  );
  return found.map(({ publicId }) => publicId);
}

/** The entry that says why this one's personal fields are gone: its public id; undefined where there is none. */
export async function tombstoneOf(tx: Tx, publicId: string): Promise<string | undefined> {
  const [tombstone] = await rows<{ publicId: string }>(
    tx,
    `SELECT public_id AS "publicId" FROM registry_entry WHERE type = 'tombstone' AND fact ->> 'subject' = $1`,
    [publicId],
  );
  return tombstone?.publicId;
}

/**
 * Destroys values and salts of the personal fields of these entries, wherever this database has them for the public: in the
 * entry, its search column and the message that it came by. A receipt's answer sheet and nonce are shown no more; they stay
 * in the record as long as the law keeps that. In the transaction that publishes their tombstones.
 */
export async function destroyPersonal(tx: Tx, seqs: readonly number[]): Promise<void> {
  if (seqs.length === 0) return;
  await tx.query(
    `WITH emptied AS (
       UPDATE registry_entry SET content = jsonb_set(content, '{personal}', '{}'), person_name = NULL
       WHERE seq = ANY($1::bigint[]) AND content -> 'personal' <> '{}' RETURNING outbox_id
     )
     UPDATE outbox SET body = jsonb_set(body #- '{content,search,personName}', '{content,personal}', '{}')
     WHERE id IN (SELECT outbox_id FROM emptied)`,
    [seqs],
  );
  await tx.query(
    `INSERT INTO removed_sheet (session_id, candidate_number, seq)
     SELECT (e.content #>> '{shown,session}')::uuid, e.fact ->> 'subject', e.seq FROM registry_entry e
     WHERE e.seq = ANY($1::bigint[]) AND EXISTS (SELECT 1 ${PUBLIC_SHEET}) ON CONFLICT DO NOTHING`,
    [seqs],
  );
}
