import { rows, type Tx } from '../../platform/index.js';
import { DEFAULT_TOLERANCE } from '../domain/settle-mark.js';

export interface MarkView {
  readonly number: number;
  /** Criterion → hundredths. */
  readonly criteria: Readonly<Record<string, number>>;
  readonly points: number;
  readonly comment: string | null;
}

/** Somebody's newest mark of a text, or undefined. */
export async function ownMark(tx: Tx, textId: string, accountId: string): Promise<MarkView | undefined> {
  const [mark] = await rows<MarkView>(
    tx,
    `SELECT number, criteria, points, comment FROM mark WHERE text_id = $1 AND account_id = $2
     ORDER BY number DESC LIMIT 1`,
    [textId, accountId],
  );
  return mark;
}

/** The newest mark of each who has marked a text, by their places. */
export async function marksByPlace(
  tx: Tx,
  textId: string,
): Promise<{ readonly place: number; readonly points: number }[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (a.place) a.place, m.points FROM mark_assignment a
       JOIN mark m ON m.text_id = a.text_id AND m.account_id = a.account_id
     WHERE a.text_id = $1 AND a.state = 'marked' ORDER BY a.place, m.number DESC`,
    [textId],
  );
}

/** Hundredths by which two marks of one text may differ in a session. */
export async function toleranceOf(tx: Tx, sessionId: string): Promise<number> {
  const [rule] = await rows<{ tolerance: number }>(
    tx,
    'SELECT tolerance FROM marking_rule WHERE session_id = $1',
    [sessionId],
  );
  return rule?.tolerance ?? DEFAULT_TOLERANCE;
}

/** Whether anybody has given a mark in a session. */
export async function hasMarks(tx: Tx, sessionId: string): Promise<boolean> {
  const given = await rows(
    tx,
    `SELECT 1 FROM mark_assignment WHERE session_id = $1 AND state = 'marked' LIMIT 1`,
    [sessionId],
  );
  return given.length > 0;
}
