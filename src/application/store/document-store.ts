import { rows, type Tx } from '../../platform/index.js';
import type { FileType } from '../domain/file-type.js';

export type DocumentState = 'arriving' | 'waiting' | 'clean' | 'unscanned' | 'infected' | 'removed';
export type RemovedWhy = 'candidate' | 'refused' | 'infected' | 'abandoned' | 'retention';

export interface DocumentView {
  readonly id: string;
  readonly ruleCode: string;
  readonly name: string | null;
  readonly type: FileType | null;
  readonly bytes: number | null;
  readonly state: DocumentState;
  readonly arrivedAt: Date | null;
  readonly removedAt: Date | null;
  readonly removedWhy: RemovedWhy | null;
}

export interface StoredDocument extends DocumentView {
  readonly applicationId: string;
  readonly competitionId: string;
  readonly personId: string;
}

const VIEW = `
  o.id, o.rule_code AS "ruleCode", o.name, o.type, o.bytes, o.state, o.arrived_at AS "arrivedAt",
  o.removed_at AS "removedAt", o.removed_why AS "removedWhy"`;

/** An application's documents in the order in which they came: those that are there, were refused by the scanner, or are past their time. */
export async function documentsOf(tx: Tx, applicationId: string): Promise<DocumentView[]> {
  return rows<DocumentView>(
    tx,
    `SELECT ${VIEW} FROM application_document o
     WHERE o.application_id = $1 AND (o.state IN ('waiting', 'clean', 'unscanned', 'infected') OR o.removed_why = 'retention')
     ORDER BY o.begun_at, o.id`,
    [applicationId],
  );
}

export async function documentById(tx: Tx, id: string): Promise<StoredDocument | undefined> {
  const [document] = await rows<StoredDocument>(
    tx,
    `SELECT ${VIEW}, a.id AS "applicationId", a.competition_id AS "competitionId", a.person_id AS "personId"
     FROM application_document o JOIN application a ON a.id = o.application_id WHERE o.id = $1`,
    [id],
  );
  return document;
}

/** A document on which somebody's photo is compared with them. */
export interface PhotoView {
  readonly documentId: string;
  /** Whether a browser can draw it; otherwise it is opened with a program. */
  readonly isImage: boolean;
}

/**
 * By application: the document with the photo, where its competition asks for one and it may be read. The newest picture,
 * or the newest PDF where there is no picture.
 */
export async function photosOf(tx: Tx, applicationIds: readonly string[]): Promise<Map<string, PhotoView>> {
  const found = await rows<PhotoView & { applicationId: string }>(
    tx,
    `SELECT DISTINCT ON (a.id) a.id AS "applicationId", o.id AS "documentId", o.type <> 'pdf' AS "isImage"
     FROM application a JOIN competition c ON c.id = a.competition_id
       CROSS JOIN LATERAL jsonb_array_elements(c.eligibility) rule
       JOIN application_document o ON o.application_id = a.id AND o.rule_code = rule ->> 'code'
     WHERE a.id = ANY($1::uuid[]) AND (rule -> 'identity') = 'true'::jsonb AND o.state IN ('clean', 'unscanned')
     ORDER BY a.id, o.type <> 'pdf' DESC, o.arrived_at DESC, o.id`,
    [applicationIds],
  );
  return new Map(found.map(({ applicationId, ...photo }) => [applicationId, photo]));
}

/** How many documents there are or are arriving: under a code, and in all. */
export async function countDocuments(
  tx: Tx,
  applicationId: string,
  ruleCode: string,
): Promise<{ readonly own: number; readonly all: number }> {
  const [row] = await rows<{ own: number; all: number }>(
    tx,
    `SELECT count(*) FILTER (WHERE rule_code = $2)::int AS own, count(*)::int AS all FROM application_document
     WHERE application_id = $1 AND state IN ('arriving', 'waiting', 'clean', 'unscanned')`,
    [applicationId, ruleCode],
  );
  return row ?? { own: 0, all: 0 };
}

/** A document takes its place before its bytes come, so that none of them is ever without a row. */
export async function insertArriving(
  tx: Tx,
  document: {
    readonly id: string;
    readonly applicationId: string;
    readonly ruleCode: string;
    readonly name: string;
    readonly keyId: string;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO application_document (id, application_id, rule_code, name, key_id, state)
     VALUES ($1, $2, $3, $4, $5, 'arriving')`,
    [document.id, document.applicationId, document.ruleCode, document.name, document.keyId],
  );
}

/** Its bytes are kept. @returns false where it was given up meanwhile. */
export async function markArrived(
  tx: Tx,
  id: string,
  file: { readonly type: FileType; readonly bytes: number; readonly hash: Buffer },
  state: 'waiting' | 'unscanned',
): Promise<boolean> {
  const done = await rows(
    tx,
    `UPDATE application_document SET state = $5, type = $2, bytes = $3, hash = $4, arrived_at = clock_timestamp()
     WHERE id = $1 AND state = 'arriving' RETURNING 1`,
    [id, file.type, file.bytes, file.hash, state],
  );
  return done.length > 0;
}

/** What the scanner said. @returns false where it waits no more. */
export async function markScanned(tx: Tx, id: string, verdict: 'clean' | 'infected'): Promise<boolean> {
  const done = await rows(
    tx,
    `UPDATE application_document SET state = $2, scanned_at = clock_timestamp(),
       removed_at = CASE WHEN $2 = 'infected' THEN clock_timestamp() END,
       removed_why = CASE WHEN $2 = 'infected' THEN 'infected' END
     WHERE id = $1 AND state = 'waiting' RETURNING 1`,
    [id, verdict],
  );
  return done.length > 0;
}

/** The row stays and says that there was a document; its name goes. @returns false where it was gone. */
export async function markRemoved(tx: Tx, id: string, why: RemovedWhy): Promise<boolean> {
  const done = await rows(
    tx,
    `UPDATE application_document SET state = 'removed', removed_at = clock_timestamp(), removed_why = $2, name = NULL
     WHERE id = $1 AND removed_at IS NULL RETURNING 1`,
    [id, why],
  );
  return done.length > 0;
}

/** Its bytes are gone too. */
export async function markDestroyed(tx: Tx, id: string): Promise<void> {
  await tx.query(
    'UPDATE application_document SET is_destroyed = true WHERE id = $1 AND removed_at IS NOT NULL',
    [id],
  );
}

/** Documents that wait for the scanner, the oldest first. */
export async function waitingDocuments(tx: Tx, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM application_document WHERE state = 'waiting' ORDER BY arrived_at, id LIMIT $1`,
    [limit],
  );
  return found.map(({ id }) => id);
}

/** Documents that began to arrive an hour ago and never did. */
export async function abandonedDocuments(tx: Tx, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM application_document
     WHERE state = 'arriving' AND begun_at < clock_timestamp() - interval '1 hour' ORDER BY begun_at, id LIMIT $1`,
    [limit],
  );
  return found.map(({ id }) => id);
}

/** Documents that are removed and whose bytes are there still. */
export async function leftDocuments(tx: Tx, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM application_document WHERE removed_at IS NOT NULL AND NOT is_destroyed ORDER BY removed_at, id LIMIT $1`,
    [limit],
  );
  return found.map(({ id }) => id);
}

/** Writes down who looks at a document. */
export async function recordView(tx: Tx, id: string, accountId: string, official: string): Promise<void> {
  await tx.query('INSERT INTO document_view (document_id, account_id, official) VALUES ($1, $2, $3)', [
    id,
    accountId,
    official,
  ]);
}

/** Who has looked at an application's documents, the newest first. */
export async function viewsOf(
  tx: Tx,
  applicationId: string,
): Promise<{ readonly documentId: string; readonly official: string; readonly at: Date }[]> {
  return rows(
    tx,
    `SELECT v.document_id AS "documentId", v.official, v.at FROM document_view v
       JOIN application_document o ON o.id = v.document_id
     WHERE o.application_id = $1 ORDER BY v.id DESC LIMIT 200`,
    [applicationId],
  );
}
