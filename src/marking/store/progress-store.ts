import { rows, type Tx } from '../../platform/index.js';
import { freeTexts, isMarker, IS_WANTED } from './assignment-store.js';

/** What a marker has done in a session and what is left. */
export interface OwnProgress {
  readonly marked: number;
  /** Texts with a free place that this marker may take now, and the one in hand. */
  readonly left: number;
  readonly inHand: string | null;
  /** Marked texts whose mark may still be changed. */
  readonly changeable: readonly string[];
}

/** A marker's own progress in a session: numbers, and ids of texts, which tell nothing. */
export async function ownProgress(tx: Tx, sessionId: string, accountId: string): Promise<OwnProgress> {
  const own = await rows<{ id: string; state: 'open' | 'marked'; changeable: boolean }>(
    tx,
    `SELECT t.id, a.state, ${IS_WANTED} AND t.state = 'marking' AND NOT EXISTS (SELECT 1 FROM mark_assignment o
         WHERE o.text_id = t.id AND o.account_id <> $2 AND o.state = 'marked') AS changeable
     FROM mark_assignment a JOIN marking_text t ON t.id = a.text_id JOIN sitting s ON s.id = t.sitting_id
     WHERE a.session_id = $1 AND a.account_id = $2 AND a.state IN ('open', 'marked')
     ORDER BY a.ended_at DESC, t.id`,
    [sessionId, accountId],
  );
  const marked = own.filter(({ state }) => state === 'marked');
  const inHand = own.find(({ state }) => state === 'open')?.id ?? null;
  return {
    marked: marked.length,
    left: (await isMarker(tx, sessionId, accountId))
      ? (await freeTexts(tx, sessionId, accountId)) + (inHand ? 1 : 0)
      : 0,
    inHand,
    changeable: marked.filter(({ changeable }) => changeable).map(({ id }) => id),
  };
}

/** Sessions in which somebody marks, those that opened last first. */
export async function sessionsToMark(
  tx: Tx,
  accountId: string,
): Promise<
  {
    readonly id: string;
    readonly title: Readonly<Record<string, string>>;
    readonly competition: Readonly<Record<string, string>>;
  }[]
> {
  return rows(
    tx,
    `SELECT x.id, x.title, c.title AS competition FROM session_marker m JOIN exam_session x ON x.id = m.session_id
     JOIN competition c ON c.id = x.competition_id
     WHERE m.account_id = $1 AND m.removed_at IS NULL ORDER BY x.opens_at DESC, x.id LIMIT 100`,
    [accountId],
  );
}

export interface MarkingProgress {
  /** Texts that people have to mark. */
  readonly texts: number;
  readonly settled: number;
  /** Texts whose two marks differ by more than is allowed, without a third yet. */
  readonly adjudicating: number;
  /** First and second marks and those of third markers that are given. */
  readonly marksGiven: number;
  /** Marks that are still to be given: two a text, and one more where two differ. */
  readonly marksOwed: number;
}

/** How far marking is in a session. */
export async function markingProgress(tx: Tx, sessionId: string): Promise<MarkingProgress> {
  const [progress] = await rows<MarkingProgress>(
    tx,
    `SELECT count(*)::int AS texts, count(*) FILTER (WHERE t.state = 'settled')::int AS settled,
       count(*) FILTER (WHERE t.state = 'adjudicating')::int AS adjudicating,
       coalesce(sum(g.given), 0)::int AS "marksGiven",
       coalesce(sum(CASE t.state WHEN 'settled' THEN 0 WHEN 'adjudicating' THEN 3 - g.given ELSE 2 - g.given END), 0)::int
         AS "marksOwed"
     FROM marking_text t JOIN sitting s ON s.id = t.sitting_id
       CROSS JOIN LATERAL (SELECT count(*) AS given FROM mark_assignment a
         WHERE a.text_id = t.id AND a.state = 'marked') g
     WHERE t.session_id = $1 AND t.owed AND s.state = 'closed' AND s.sheet = t.sheet`,
    [sessionId],
  );
  return progress ?? { texts: 0, settled: 0, adjudicating: 0, marksGiven: 0, marksOwed: 0 };
}

export interface MarkerView {
  readonly accountId: string;
  readonly displayName: string;
  readonly marked: number;
  readonly inHand: number;
  readonly steppedAside: number;
  readonly removed: boolean;
}

/** Who marks in a session, or has; by name (code points). */
export async function markersOf(tx: Tx, sessionId: string): Promise<MarkerView[]> {
  return rows<MarkerView>(
    tx,
    `SELECT m.account_id AS "accountId", a.display_name AS "displayName", m.removed_at IS NOT NULL AS removed,
       count(p.text_id) FILTER (WHERE p.state = 'marked')::int AS marked,
       count(p.text_id) FILTER (WHERE p.state = 'open')::int AS "inHand",
       count(p.text_id) FILTER (WHERE p.state = 'stepped-aside')::int AS "steppedAside"
     FROM session_marker m JOIN account a ON a.id = m.account_id
       LEFT JOIN mark_assignment p ON p.session_id = m.session_id AND p.account_id = m.account_id
     WHERE m.session_id = $1 GROUP BY m.account_id, a.display_name, m.removed_at
     ORDER BY a.display_name COLLATE "C", m.account_id`,
    [sessionId],
  );
}

/** A text that waits for its third mark. */
export interface AdjudicationView {
  readonly textId: string;
  readonly points: readonly number[];
  /** Somebody has it in hand. */
  readonly inHand: boolean;
  /** How many of the session's markers could take it. */
  readonly markers: number;
}

/** The texts of a session whose two marks differ by more than is allowed, and who could decide. */
export async function adjudicationsOf(tx: Tx, sessionId: string): Promise<AdjudicationView[]> {
  return rows<AdjudicationView>(
    tx,
    `SELECT t.id AS "textId",
       ARRAY(SELECT DISTINCT ON (a.place) m.points FROM mark_assignment a
         JOIN mark m ON m.text_id = a.text_id AND m.account_id = a.account_id
         WHERE a.text_id = t.id AND a.state = 'marked' ORDER BY a.place, m.number DESC) AS points,
       EXISTS (SELECT 1 FROM mark_assignment a WHERE a.text_id = t.id AND a.state = 'open') AS "inHand",
       (SELECT count(*)::int FROM session_marker m WHERE m.session_id = t.session_id AND m.removed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM mark_assignment a WHERE a.text_id = t.id AND a.account_id = m.account_id
           AND a.state IN ('marked', 'stepped-aside'))) AS markers
     FROM marking_text t JOIN sitting s ON s.id = t.sitting_id
     WHERE t.session_id = $1 AND t.state = 'adjudicating' AND ${IS_WANTED} ORDER BY t.id`,
    [sessionId],
  );
}

/** Who stepped aside in a session, from which text and why. */
export async function steppedAside(
  tx: Tx,
  sessionId: string,
): Promise<
  { readonly textId: string; readonly displayName: string; readonly reason: string; readonly at: Date }[]
> {
  return rows(
    tx,
    `SELECT p.text_id AS "textId", a.display_name AS "displayName", p.reason, p.ended_at AS at
     FROM mark_assignment p JOIN account a ON a.id = p.account_id
     WHERE p.session_id = $1 AND p.state = 'stepped-aside' ORDER BY p.ended_at, p.text_id`,
    [sessionId],
  );
}
