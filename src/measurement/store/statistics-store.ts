import { rows, type Tx } from '../../platform/index.js';
import type { Bin } from '../../grading/index.js';
import type { Flag } from '../domain/flags.js';
import type { ItemStatistics, SessionStatistics } from '../domain/statistics.js';

/** What is kept of a session: its numbers without the items, and how its points are spread. */
export type SessionBody = Omit<SessionStatistics, 'items'> & { readonly bins: readonly Bin[] };

/** What is kept of an item beside its numbers. */
export interface ItemBody extends ItemStatistics {
  readonly itemCode: string;
  readonly part: string;
  readonly type: string;
  /** As authored, of types in which options are chosen. */
  readonly offered: readonly string[];
  readonly keyed: readonly string[];
  readonly flags: readonly Flag[];
}

export interface StatisticsView {
  readonly id: string;
  readonly sessionId: string;
  readonly scoringVersionId: string;
  readonly sittings: number;
  readonly body: SessionBody;
  readonly computedAt: Date;
}

/** The newest statistics of a session, or undefined. */
export async function statisticsOf(tx: Tx, sessionId: string): Promise<StatisticsView | undefined> {
  const [found] = await rows<StatisticsView>(
    tx,
    `SELECT t.id, t.session_id AS "sessionId", t.scoring_version_id AS "scoringVersionId", t.sittings, t.body,
       t.computed_at AS "computedAt"
     FROM session_statistics t JOIN scoring_version v ON v.id = t.scoring_version_id
     WHERE t.session_id = $1 ORDER BY v.number DESC, t.computed_at DESC LIMIT 1`,
    [sessionId],
  );
  return found;
}

/** Its items, those that need somebody most first. */
export async function itemStatisticsOf(tx: Tx, statisticsId: string): Promise<ItemBody[]> {
  const found = await rows<{ body: ItemBody }>(
    tx,
    `SELECT body FROM item_statistics WHERE statistics_id = $1
     ORDER BY attention DESC, body ->> 'itemCode' COLLATE "C", item_version_id`,
    [statisticsId],
  );
  return found.map(({ body }) => body);
}

/** One item of them, or undefined. */
export async function itemStatistics(
  tx: Tx,
  statisticsId: string,
  itemVersionId: string,
): Promise<ItemBody | undefined> {
  const [found] = await rows<{ body: ItemBody }>(
    tx,
    'SELECT body FROM item_statistics WHERE statistics_id = $1 AND item_version_id = $2',
    [statisticsId, itemVersionId],
  );
  return found?.body;
}

/** Keeps the statistics of a session; the same of the same sheets are kept once. @returns whether they were new. */
export async function keepStatistics(
  tx: Tx,
  statistics: Omit<StatisticsView, 'computedAt'> & { readonly sheetSum: number },
  items: readonly { readonly body: ItemBody; readonly attention: number }[],
): Promise<boolean> {
  const { id, sessionId, scoringVersionId, sittings, sheetSum, body } = statistics;
  const made = await rows(
    tx,
    `INSERT INTO session_statistics (id, session_id, scoring_version_id, sittings, sheet_sum, body)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (session_id, scoring_version_id, sittings, sheet_sum) DO NOTHING RETURNING 1`,
    [id, sessionId, scoringVersionId, sittings, sheetSum, JSON.stringify(body)],
  );
  if (made.length === 0) return false;
  await tx.query(
    `INSERT INTO item_statistics (statistics_id, item_version_id, body, attention)
     SELECT $1, i.id, i.body, i.attention FROM unnest($2::uuid[], $3::jsonb[], $4::int[]) AS i (id, body, attention)`,
    [
      id,
      items.map((one) => one.body.item),
      items.map((one) => JSON.stringify(one.body)),
      items.map(({ attention }) => attention),
    ],
  );
  return true;
}

// A session that is over, its newest scoring version, and the sheets that count.
const OVER = `
  SELECT x.id AS "sessionId", v.id AS "scoringVersionId", x.released_at AS "releasedAt", c.sittings, c.sheet_sum AS "sheetSum"
  FROM exam_session x
    JOIN scoring_version v ON v.session_id = x.id
      AND NOT EXISTS (SELECT 1 FROM scoring_version w WHERE w.session_id = x.id AND w.number > v.number)
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE s.state = 'closed')::int AS sittings,
        coalesce(sum(s.sheet + s.marks) FILTER (WHERE s.state = 'closed'), 0)::int AS sheet_sum,
        count(*) FILTER (WHERE s.state = 'open')::int AS open
      FROM sitting s WHERE s.session_id = x.id) c
  WHERE NOT x.rehearsal AND x.state = 'closed' AND c.open = 0 AND c.sittings > 0`;

const WHOLLY_GRADED = `NOT EXISTS (
  SELECT 1 FROM sitting s WHERE s.session_id = o."sessionId" AND s.state = 'closed' AND NOT EXISTS (
    SELECT 1 FROM grade g WHERE g.sitting_id = s.id AND g.sheet = s.sheet AND g.marks = s.marks AND g.scoring_version_id = o."scoringVersionId"
      AND g.pending = 0)
    -- Set aside by a named person: it has no grade, and stands in no statistics.
    AND NOT EXISTS (SELECT 1 FROM failed_job f WHERE f.job = 'grade-sittings' AND f.state = 'aside'
      AND f.subject = concat_ws('/', o."scoringVersionId", s.id, s.sheet)))`;

export interface GradedSession {
  readonly sessionId: string;
  readonly scoringVersionId: string;
  readonly releasedAt: Date | null;
  readonly sittings: number;
  readonly sheetSum: number;
}

/** The session as far as its statistics can be worked out; undefined while it is not over, or not wholly graded and marked. */
export async function gradedSession(tx: Tx, sessionId: string): Promise<GradedSession | undefined> {
  const [found] = await rows<GradedSession>(
    tx,
    `WITH o AS MATERIALIZED (${OVER} AND x.id = $1) SELECT * FROM o WHERE ${WHOLLY_GRADED}`,
    [sessionId],
  );
  return found;
}

/** Sessions that the record owes statistics under their newest scoring version, or a report of them to the bank. */
export async function sessionsOwedStatistics(tx: Tx, limit: number): Promise<string[]> {
  const found = await rows<{ sessionId: string }>(
    tx,
    // What is released and told of changes by a scoring version alone: it is not counted again.
    `WITH o AS MATERIALIZED (SELECT * FROM (${OVER} AND NOT (x.released_at IS NOT NULL AND EXISTS (
         SELECT 1 FROM session_statistics t JOIN item_report r ON r.statistics_id = t.id
         WHERE t.session_id = x.id AND t.scoring_version_id = v.id))) c
       WHERE c."releasedAt" IS NOT NULL OR NOT EXISTS (
         SELECT 1 FROM session_statistics t WHERE t.session_id = c."sessionId"
           AND t.scoring_version_id = c."scoringVersionId" AND t.sittings = c.sittings AND t.sheet_sum = c."sheetSum"))
     SELECT o."sessionId" FROM o WHERE ${WHOLLY_GRADED} LIMIT $1`,
    [limit],
  );
  return found.map(({ sessionId }) => sessionId);
}
