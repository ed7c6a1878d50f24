import { rows, type Tx } from '../../platform/index.js';

/** Points that only a person can see to. */
export const MANUAL_POINTS = ['rooms', 'power', 'line', 'slips', 'paper'] as const;
export type ManualPoint = (typeof MANUAL_POINTS)[number];

export interface ManualCheck {
  readonly point: ManualPoint;
  readonly done: boolean;
  readonly note: string;
  readonly official: string;
  readonly at: Date;
}

/** The points that somebody has said something about. */
export async function manualChecks(tx: Tx, sessionId: string): Promise<ManualCheck[]> {
  return rows<ManualCheck>(
    tx,
    'SELECT point, done, note, official, at FROM session_check WHERE session_id = $1 ORDER BY point',
    [sessionId],
  );
}

/** A decision to hold a session, or not to, with the list that it rested on. */
export interface VerdictView {
  readonly number: number;
  readonly verdict: 'go' | 'no-go';
  readonly reason: string | null;
  readonly official: string;
  readonly at: Date;
  /** Decided for the draw that the session has now, or before there was any. */
  readonly isOfThisDraw: boolean;
}

/** The last decision, or undefined. */
export async function verdictOf(tx: Tx, sessionId: string): Promise<VerdictView | undefined> {
  const [verdict] = await rows<VerdictView>(
    tx,
    `SELECT v.number, v.verdict, v.reason, v.official, v.at,
       (v.draw_id IS NULL OR v.draw_id IS NOT DISTINCT FROM x.draw_id) AS "isOfThisDraw"
     FROM session_verdict v JOIN exam_session x ON x.id = v.session_id
     WHERE v.session_id = $1 ORDER BY v.number DESC LIMIT 1`,
    [sessionId],
  );
  return verdict;
}

/** Whether a named officer has said "go", and it still holds. */
export async function hasGo(tx: Tx, sessionId: string): Promise<boolean> {
  const last = await verdictOf(tx, sessionId);
  return last?.verdict === 'go' && last.isOfThisDraw;
}
