import { hasOpenIncident } from '../../proctoring/index.js';
import { rows, type Tx } from '../../platform/index.js';

/**
 * Hex hash of what is on record that a change of an item's points is foreseen from, except for what stages without sessions
 * know of their own: sheets and marks of the sittings concerned, grades and versions that count, stages, conclusions and
 * rankings. PostgreSQL adds it up: of a hundred thousand sittings nothing but this hash leaves it.
 */
export async function recordHash(tx: Tx, competitionId: string, itemVersionId: string): Promise<string> {
  const [found] = await rows<{ hash: string }>(tx, BASIS, [competitionId, itemVersionId]);
  if (!found) throw new Error('A hash is given.');
  return found.hash;
}

// By ids in their own order, and never by a collation's. Of sessions that run only what is concerned counts: others hand in all
// the time. Answer sheets, forms, item versions, results of conclusions and places of rankings stay as they are.
const BASIS = `
  WITH session AS (
    SELECT id, title, state, stage_id, draw_id, released_at FROM exam_session WHERE competition_id = $1 AND NOT rehearsal),
  version AS (
    SELECT DISTINCT ON (v.session_id) v.id, v.session_id FROM scoring_version v JOIN session x ON x.id = v.session_id
    WHERE NOT v.pending ORDER BY v.session_id, v.number DESC)
  SELECT encode(sha256(convert_to(jsonb_build_array(
    (SELECT to_jsonb(c) FROM competition c WHERE c.id = $1),
    (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM post p WHERE p.competition_id = $1),
    (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id) FROM competition_stage s WHERE s.competition_id = $1),
    (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM session x),
    (SELECT jsonb_agg(v.id ORDER BY v.id) FROM version v),
    (SELECT jsonb_agg(k.id ORDER BY k.id) FROM scaling k WHERE k.competition_id = $1),
    (SELECT jsonb_agg(c.id ORDER BY c.id) FROM stage_conclusion c JOIN competition_stage s ON s.id = c.stage_id
      WHERE s.competition_id = $1),
    (SELECT jsonb_agg(r.id ORDER BY r.id) FROM ranking r WHERE r.competition_id = $1 AND r.state = 'approved'),
    -- Equals are ordered by a draw once it is revealed.
    (SELECT jsonb_agg(d.id ORDER BY d.id) FROM draw d WHERE d.bundle IS NOT NULL AND d.id IN (SELECT draw_id FROM session)),
    (SELECT string_agg(concat_ws(' ', s.id, s.sheet, s.marks, g.points, g.passed,
       CASE WHEN ${hasOpenIncident('s.id')} THEN 'held' END), ',' ORDER BY s.id)
     FROM sitting s JOIN session x ON x.id = s.session_id LEFT JOIN version v ON v.session_id = s.session_id
       LEFT JOIN grade g ON g.scoring_version_id = v.id AND g.sitting_id = s.id AND g.sheet = s.sheet AND g.marks = s.marks
     WHERE s.state = 'closed' AND (x.released_at IS NOT NULL OR EXISTS (
       SELECT 1 FROM form f WHERE f.sitting_id = s.id
         AND f.items @> jsonb_build_array(jsonb_build_object('itemVersionId', $2::text))))),
    -- Over stages: who is in the first one, and who has begun any.
    (SELECT string_agg(a.id || a.state, ',' ORDER BY a.id) FROM application a
     WHERE a.competition_id = $1 AND EXISTS (SELECT 1 FROM competition_stage s WHERE s.competition_id = $1)),
    (SELECT string_agg(s.id::text, ',' ORDER BY s.id) FROM sitting s JOIN session x ON x.id = s.session_id
     WHERE x.stage_id IS NOT NULL AND s.state <> 'void')
  )::text, 'UTF8')), 'hex') AS hash`;
