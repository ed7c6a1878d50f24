import { rows, type Tx } from '../../platform/index.js';

/** Whether somebody marks in a session now; other calls of theirs wait until this transaction ends. */
export async function lockMarker(tx: Tx, sessionId: string, accountId: string): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM session_marker WHERE session_id = $1 AND account_id = $2 AND removed_at IS NULL
     FOR NO KEY UPDATE`,
    [sessionId, accountId],
  );
  return found.length > 0;
}

/** Whether somebody is among a session's markers now. */
export async function isMarker(tx: Tx, sessionId: string, accountId: string): Promise<boolean> {
  const found = await rows(
    tx,
    'SELECT 1 FROM session_marker WHERE session_id = $1 AND account_id = $2 AND removed_at IS NULL',
    [sessionId, accountId],
  );
  return found.length > 0;
}

/** Where a text is still to be marked: of the sheet that counts of a closed sitting, its item not annulled. */
export const IS_WANTED = `t.state <> 'settled' AND t.owed AND s.state = 'closed' AND s.sheet = t.sheet`;

const WANTED_PLACES = `CASE t.state WHEN 'adjudicating' THEN 3 ELSE 2 END`;

/** The text that somebody has in hand in a session, or undefined. One that is wanted no more goes back. */
export async function textInHand(tx: Tx, sessionId: string, accountId: string): Promise<string | undefined> {
  const [open] = await rows<{ id: string; wanted: boolean }>(
    tx,
    `SELECT t.id, ${IS_WANTED} AS wanted FROM mark_assignment a JOIN marking_text t ON t.id = a.text_id
       JOIN sitting s ON s.id = t.sitting_id
     WHERE a.session_id = $1 AND a.account_id = $2 AND a.state = 'open'`,
    [sessionId, accountId],
  );
  if (!open || open.wanted) return open?.id;
  await giveBack(tx, sessionId, accountId);
  return undefined;
}

/** What somebody has in hand is anybody's again. */
export async function giveBack(tx: Tx, sessionId: string, accountId: string): Promise<void> {
  await tx.query(
    `UPDATE mark_assignment SET state = 'returned', ended_at = clock_timestamp()
     WHERE session_id = $1 AND account_id = $2 AND state = 'open'`,
    [sessionId, accountId],
  );
}

// What $2 may mark: never a text twice, never one's own, nothing of a person for whom one has stepped aside.
const MAY_MARK = `
  NOT EXISTS (SELECT 1 FROM mark_assignment a
    WHERE a.text_id = t.id AND a.account_id = $2 AND a.state <> 'returned')
  AND NOT EXISTS (SELECT 1 FROM account me WHERE me.id = $2 AND me.person_id = s.person_id)
  AND NOT EXISTS (SELECT 1 FROM mark_assignment a JOIN marking_text o ON o.id = a.text_id
      JOIN sitting known ON known.id = o.sitting_id
    WHERE a.account_id = $2 AND a.state = 'stepped-aside' AND known.person_id = s.person_id)`;

const HAS_PLACE = `(SELECT count(*) FROM mark_assignment a
  WHERE a.text_id = t.id AND a.state IN ('open', 'marked')) < ${WANTED_PLACES}`;

const FREE = `
  FROM marking_text t JOIN sitting s ON s.id = t.sitting_id
  WHERE t.session_id = $1 AND ${IS_WANTED} AND ${HAS_PLACE} AND ${MAY_MARK}`;

/**
 * Locks a text with a free place that somebody may mark: the first in the order that is this marker's own. Ids are random
 * and the order is by a hash of both, so it tells neither who handed in first nor what others have seen.
 *
 * @param waiting false passes over texts that somebody else is taking just now.
 */
export async function lockFreeText(
  tx: Tx,
  sessionId: string,
  accountId: string,
  waiting: boolean,
): Promise<string | undefined> {
  const [text] = await rows<{ id: string }>(
    tx,
    `SELECT t.id ${FREE} ORDER BY md5($2::text || t.id::text), t.id LIMIT 1
     FOR NO KEY UPDATE OF t ${waiting ? '' : 'SKIP LOCKED'}`,
    [sessionId, accountId],
  );
  return text?.id;
}

/** How many texts have a place that somebody could take now. */
export async function freeTexts(tx: Tx, sessionId: string, accountId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(tx, `SELECT count(*)::int AS count ${FREE}`, [
    sessionId,
    accountId,
  ]);
  return row?.count ?? 0;
}

/** Takes the first free place of a text that the caller has locked; false where there is none left. */
export async function takePlace(tx: Tx, textId: string, accountId: string): Promise<boolean> {
  const taken = await rows(
    tx,
    `INSERT INTO mark_assignment (text_id, account_id, session_id, place, state)
     SELECT t.id, $2, t.session_id, p.place, 'open'
     FROM marking_text t JOIN sitting s ON s.id = t.sitting_id, generate_series(1, ${WANTED_PLACES}) AS p (place)
     WHERE t.id = $1 AND ${IS_WANTED} AND NOT EXISTS (SELECT 1 FROM mark_assignment a
       WHERE a.text_id = t.id AND a.place = p.place AND a.state IN ('open', 'marked'))
     ORDER BY p.place LIMIT 1
     ON CONFLICT (text_id, account_id) DO UPDATE
       SET place = excluded.place, state = 'open', taken_at = clock_timestamp(), ended_at = NULL
       WHERE mark_assignment.state = 'returned'
     RETURNING 1`,
    [textId, accountId],
  );
  return taken.length > 0;
}

export interface OwnAssignment {
  readonly textId: string;
  readonly sittingId: string;
  readonly position: number;
  readonly itemVersionId: string;
  readonly textHash: Buffer;
  readonly place: number;
  readonly state: 'open' | 'marked';
  /** Of the text. */
  readonly textState: 'marking' | 'adjudicating' | 'settled';
  readonly wanted: boolean;
  /** Whether another of the text's marks is given. */
  readonly otherGiven: boolean;
}

/** Somebody's part in a text of a session, in hand or marked; undefined where they have none. @param lock for change. */
export async function ownAssignment(
  tx: Tx,
  sessionId: string,
  accountId: string,
  textId: string,
  lock = false,
): Promise<OwnAssignment | undefined> {
  if (lock) await tx.query('SELECT 1 FROM marking_text WHERE id = $1 FOR NO KEY UPDATE', [textId]);
  const [own] = await rows<OwnAssignment>(
    tx,
    `SELECT t.id AS "textId", t.sitting_id AS "sittingId", t.position, t.item_version_id AS "itemVersionId",
       t.text_hash AS "textHash", a.place, a.state, t.state AS "textState", ${IS_WANTED} AS wanted,
       EXISTS (SELECT 1 FROM mark_assignment o
         WHERE o.text_id = t.id AND o.account_id <> a.account_id AND o.state = 'marked') AS "otherGiven"
     FROM mark_assignment a JOIN marking_text t ON t.id = a.text_id JOIN sitting s ON s.id = t.sitting_id
     WHERE t.id = $3 AND t.session_id = $1 AND a.account_id = $2 AND a.state IN ('open', 'marked')`,
    [sessionId, accountId, textId],
  );
  return own;
}

/** Whether a mark may still be given or changed: nobody knows another one of this text. */
export const isChangeable = (own: OwnAssignment): boolean =>
  own.wanted && (own.state === 'open' || (own.textState === 'marking' && !own.otherGiven));
