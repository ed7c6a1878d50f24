import type { Texts } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';

/** Something that happened to a candidate in a competition, or was decided on them. */
export interface HistoryEvent {
  readonly at: Date;
  /** Its words are `desk:pipeline.events.<what>`. */
  readonly what: string;
  /** Name and position of who decided; null where nobody did. */
  readonly official: string | null;
  readonly reason: string | null;
  readonly title: Texts | null;
  readonly place: number | null;
  readonly version: number | null;
}

const NAMED = `concat_ws(', ', u.display_name, u.position)`;

/** All that is on record of one application, the first first. Points stand on the pages of what gave them. */
export async function candidateHistory(tx: Tx, applicationId: string): Promise<HistoryEvent[]> {
  return rows<HistoryEvent>(
    tx,
    `WITH own AS (SELECT * FROM application WHERE id = $1)
     SELECT * FROM (
       SELECT created_at AS at, 'applied' AS what, NULL AS official, NULL AS reason, NULL::jsonb AS title, NULL::int AS place,
         NULL::int AS version FROM own
       UNION ALL SELECT f.handed_in_at, 'handed-in', NULL, NULL, NULL, NULL, NULL
         FROM application_form f JOIN own ON own.id = f.application_id WHERE f.handed_in_at IS NOT NULL
       UNION ALL SELECT d.decided_at, d.outcome, d.official, d.reason, NULL, NULL, NULL
         FROM screening_decision d JOIN own ON own.id = d.application_id
       UNION ALL SELECT z.started_at, 'began', NULL, NULL, x.title, NULL, NULL
         FROM sitting z JOIN own ON own.id = z.application_id JOIN exam_session x ON x.id = z.session_id
       UNION ALL SELECT z.closed_at, CASE WHEN z.state = 'void' THEN 'void' ELSE 'closed' END, NULL, NULL, x.title, NULL, NULL
         FROM sitting z JOIN own ON own.id = z.application_id JOIN exam_session x ON x.id = z.session_id
         WHERE z.closed_at IS NOT NULL
       UNION ALL SELECT sc.concluded_at, sr.outcome, ${NAMED}, sc.reason, st.title, NULL, sc.version
         FROM stage_result sr JOIN own ON own.id = sr.application_id JOIN stage_conclusion sc ON sc.id = sr.conclusion_id
           JOIN competition_stage st ON st.id = sc.stage_id JOIN account u ON u.id = sc.concluded_by
       UNION ALL SELECT r.approved_at, CASE WHEN rp.place IS NULL THEN 'notRanked' ELSE 'ranked' END, ${NAMED}, NULL, NULL,
           rp.place, r.version
         FROM ranking_place rp JOIN ranking r ON r.id = rp.ranking_id
           JOIN own ON own.competition_id = r.competition_id AND own.id = rp.application_id
           JOIN account u ON u.id = r.approved_by
       UNION ALL SELECT w.offered_at, 'offered', w.offered_official, w.passed_over_reason, o.title, w.place, NULL
         FROM appointment_offer w JOIN own ON own.id = w.application_id JOIN post o ON o.id = w.post_id
       UNION ALL SELECT v.at, CASE v.reason WHEN 'ranking-replaced' THEN 'offer-replaced' ELSE 'offer-' || v.event END, CASE WHEN v.event IN ('withdraw', 'return') THEN nullif(${NAMED}, '') END,
           nullif(v.reason, 'ranking-replaced'), o.title, NULL, NULL
         FROM offer_event v JOIN appointment_offer w ON w.id = v.offer_id JOIN own ON own.id = w.application_id
           JOIN post o ON o.id = w.post_id LEFT JOIN account u ON u.id = v.account_id
         WHERE v.event <> 'sign'
       UNION ALL SELECT m.decided_at, 'appointed', ${NAMED}, m.passed_over_reason, o.title, m.place, NULL
         FROM appointment m JOIN own ON own.competition_id = m.competition_id AND own.person_id = m.person_id
           JOIN post o ON o.id = m.post_id JOIN account u ON u.id = m.decided_by
     ) e WHERE e.at IS NOT NULL ORDER BY e.at`,
    [applicationId],
  );
}
