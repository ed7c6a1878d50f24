import { rows, type FactContent, type Tx } from '../../platform/index.js';
import type { Correctable } from '../domain/corrections.js';

/** An entry that somebody may want to correct, with all that was stated of it so far. */
export interface CorrectableEntry extends Correctable {
  readonly seq: number;
  readonly publicId: string;
  /** Whether its personal fields are removed, or will be within seconds. */
  readonly removed: boolean;
  readonly search: FactContent['search'];
}

/** Locks the entry at an address until the transaction ends: whoever waits sees what the one before stated. @returns whether there is one. */
export async function lockEntry(tx: Tx, publicId: string): Promise<boolean> {
  // Its key stays free: the worker, which writes entries that name this one, does not wait.
  const found = await rows(tx, 'SELECT 1 FROM registry_entry WHERE public_id = $1 FOR NO KEY UPDATE', [
    publicId,
  ]);
  return found.length > 0;
}

const VALUES = (personal: string): string =>
  `(SELECT coalesce(jsonb_object_agg(key, value -> 'value'), '{}') FROM jsonb_each(${personal}))`;

/** The entry at an address; undefined where there is none. */
export async function correctableEntry(tx: Tx, publicId: string): Promise<CorrectableEntry | undefined> {
  const [entry] = await rows<CorrectableEntry>(
    tx,
    `SELECT e.seq::float8 AS seq, e.public_id AS "publicId", e.fact ->> 'type' AS type, e.fact ->> 'official' AS official,
       e.content -> 'shown' AS shown, ${VALUES(`e.content -> 'personal'`)} AS personal,
       EXISTS (SELECT 1 FROM outbox o WHERE o.type = 'tombstone' AND o.body #>> '{fact,subject}' = e.public_id) AS removed,
       jsonb_strip_nulls(jsonb_build_object('postTitle', e.post_title, 'agencyName', e.agency_name,
         'competitionCode', e.competition_code)) AS search,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('fields', o.body #> '{content,shown,fields}',
            'personal', ${VALUES(`o.body #> '{content,personal}'`)}) ORDER BY o.id), '[]')
        FROM outbox o WHERE o.type = 'correction' AND o.body #>> '{fact,subject}' = e.public_id) AS corrections
     FROM registry_entry e WHERE e.public_id = $1`,
    [publicId],
  );
  return entry;
}

/** Whether a correction of an entry waits for the log that has personal fields. */
export async function personalCorrectionWaits(tx: Tx, publicId: string): Promise<boolean> {
  const waiting = await rows(
    tx,
    `SELECT 1 FROM outbox WHERE type = 'correction' AND body #>> '{fact,subject}' = $1 AND taken_at IS NULL
       AND body #> '{content,personal}' <> '{}' LIMIT 1`,
    [publicId],
  );
  return waiting.length > 0;
}
