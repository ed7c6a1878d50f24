import { rows, type Tx } from '../../platform/index.js';
import { clockOf, type Clock } from '../../kernel/index.js';

/** What waits to be decided in some competitions. */
export interface Contested {
  readonly competitionId: string;
  /** Items whose challenges wait for an expert; proposals that wait for an officer; regrades under way. */
  readonly open: number;
  readonly proposed: number;
  readonly regrading: number;
  readonly appeals: number;
  /** Of the one that runs out first; null where nothing waits. */
  readonly clock: Clock | null;
}

type Row = Omit<Contested, 'clock'> & { readonly due: Date | null; readonly now: Date };

/** By competition, for those of which anything waits. */
export async function contestedIn(tx: Tx, competitionIds: readonly string[]): Promise<Contested[]> {
  const found = await rows<Row>(
    tx,
    `WITH waiting AS (
       SELECT competition_id, state AS kind, due_at FROM challenge_case
         WHERE competition_id = ANY($1::uuid[]) AND state IN ('open', 'proposed')
       UNION ALL SELECT competition_id, 'regrading', NULL FROM regrade
         WHERE competition_id = ANY($1::uuid[]) AND done_at IS NULL
       UNION ALL SELECT x.competition_id, 'appeal', a.due_at FROM appeal a JOIN sitting s ON s.id = a.sitting_id
         JOIN exam_session x ON x.id = s.session_id
         WHERE x.competition_id = ANY($1::uuid[]) AND a.state IN ('submitted', 'taken')
     )
     SELECT competition_id AS "competitionId", count(*) FILTER (WHERE kind = 'open')::int AS open,
       count(*) FILTER (WHERE kind = 'proposed')::int AS proposed,
       count(*) FILTER (WHERE kind = 'regrading')::int AS regrading,
       count(*) FILTER (WHERE kind = 'appeal')::int AS appeals, min(due_at) AS due, clock_timestamp() AS now
     FROM waiting GROUP BY competition_id`,
    [competitionIds],
  );
  return found.map(({ due, now, ...one }) => ({ ...one, clock: due && clockOf(due, now) }));
}
