import { rows, type Tx } from '../../platform/index.js';
import type { Participation } from '../domain/took-part.js';

/** Who did something in a session or about one sitting of it, or had it done in their place, as the record has it. */
export const participantsOf = (tx: Tx, sittingId: string): Promise<Participation[]> =>
  rows<Participation>(
    tx,
    `WITH it AS (
       SELECT s.id, s.session_id, s.application_id, s.candidate_number, x.released_by, x.release_signed_by
       FROM sitting s JOIN exam_session x ON x.id = s.session_id WHERE s.id = $1
     ), part AS (
       SELECT released_by AS account, NULL::uuid AS place, 'released' AS part FROM it
       UNION SELECT release_signed_by, NULL, 'signed' FROM it
       -- Whatever was decided in this session or about this number; not what was done about appeals, nor incidents of others.
       UNION SELECT d.account_id, d.acting_for, 'decided' FROM decision d
         JOIN it ON d.scope_id = it.session_id OR d.subject = it.candidate_number
         WHERE d.action NOT LIKE 'appeal-%' AND d.action NOT LIKE 'incident-%' AND d.action <> 'mark-corrected'
       UNION SELECT p.account_id, p.acting_for, 'incident' FROM it JOIN incident i ON i.sitting_id = it.id CROSS JOIN LATERAL (
         SELECT i.account_id, i.acting_for
         UNION SELECT account_id, acting_for FROM incident_evidence WHERE incident_id = i.id
         UNION SELECT account_id, acting_for FROM incident_answer WHERE incident_id = i.id AND taken_down IS NOT NULL
         UNION SELECT account_id, acting_for FROM incident_decision WHERE incident_id = i.id
         UNION SELECT account_id, acting_for FROM incident_review WHERE incident_id = i.id) p
       UNION SELECT a.account_id, a.acting_for, 'admitted' FROM session_admission a
         JOIN it ON a.session_id = it.session_id AND a.application_id = it.application_id
       -- Who stood in for whom when a code was made is among the decisions of the session.
       UNION SELECT c.account_id, NULL, 'admitted' FROM session_seat_code c JOIN it ON c.session_id = it.session_id
       UNION SELECT c.account_id, c.acting_for, 'clock' FROM time_change c
         JOIN it ON c.session_id = it.session_id AND (c.sitting_id IS NULL OR c.sitting_id = it.id)
       UNION SELECT l.account_id, l.acting_for, 'late' FROM late_ruling l JOIN it ON l.sitting_id = it.id
       UNION SELECT v.account_id, v.acting_for, 'void' FROM sitting_void v JOIN it ON v.sitting_id = it.id
       UNION SELECT k.account_id, k.acting_for, 'marked' FROM mark k JOIN marking_text t ON t.id = k.text_id
         JOIN it ON t.sitting_id = it.id
       UNION SELECT l.account_id, l.acting_for, 'marked' FROM mark_layer l JOIN it ON l.sitting_id = it.id
       UNION SELECT m.granted_by, m.acting_for, 'helped' FROM accommodation m JOIN it ON m.application_id = it.application_id
     ), by AS (
       SELECT account, part FROM part UNION SELECT place, part FROM part
     )
     SELECT p.account AS "accountId", concat_ws(', ', a.display_name, a.position) AS official, p.part
     FROM by p JOIN account a ON a.id = p.account ORDER BY official, p.part`,
    [sittingId],
  );

/** What happened in a sitting and when: what an appeal is decided on. No answers. */
export interface RecordLine {
  readonly at: Date;
  readonly what:
    | 'began'
    | 'device'
    | 'break'
    | 'pause'
    | 'resume'
    | 'extend'
    | 'closed'
    | 'late'
    | 'late-admitted'
    | 'late-refused'
    | 'void'
    | 'released';
  /** Which device, how many events, how many seconds. */
  readonly count: number | null;
  readonly by: string | null;
  readonly reason: string | null;
}

export interface SittingRecord {
  readonly lines: readonly RecordLine[];
  /** Answers, marks and looks that were saved. */
  readonly events: number;
  readonly late: number;
  readonly devices: number;
}

export async function recordOf(tx: Tx, sittingId: string): Promise<SittingRecord> {
  const lines = await rows<RecordLine>(
    tx,
    `SELECT * FROM (
       SELECT started_at AS at, 'began' AS what, NULL::int AS count, NULL AS by, NULL AS reason FROM sitting WHERE id = $1
       UNION ALL SELECT issued_at, 'device', lease, NULL, NULL FROM sitting_lease WHERE sitting_id = $1 AND lease > 1
       UNION ALL SELECT began_at, 'break', extract(epoch FROM coalesce(ended_at, until_at) - began_at)::int, NULL, NULL
         FROM sitting_break WHERE sitting_id = $1
       UNION ALL SELECT c.at, c.kind, c.milliseconds / 1000, c.official, c.reason FROM time_change c
         JOIN sitting s ON s.session_id = c.session_id AND s.id = $1 WHERE c.sitting_id IS NULL OR c.sitting_id = $1
       UNION ALL SELECT closed_at, 'closed', NULL, closed_by, NULL FROM sitting WHERE id = $1 AND closed_at IS NOT NULL
       UNION ALL SELECT min(received_at), 'late', count(*)::int, NULL, NULL FROM late_response_event
         WHERE sitting_id = $1 HAVING count(*) > 0
       UNION ALL SELECT decided_at, CASE WHEN admitted THEN 'late-admitted' ELSE 'late-refused' END, events, official, reason
         FROM late_ruling WHERE sitting_id = $1
       UNION ALL SELECT at, 'void', NULL, official, reason FROM sitting_void WHERE sitting_id = $1
       UNION ALL SELECT x.released_at, 'released', NULL, concat_ws(', ', a.display_name, a.position), NULL
         FROM sitting s JOIN exam_session x ON x.id = s.session_id JOIN account a ON a.id = x.released_by WHERE s.id = $1
     ) line WHERE at IS NOT NULL ORDER BY at`,
    [sittingId],
  );
  const [counts] = await rows<Omit<SittingRecord, 'lines'>>(
    tx,
    `SELECT (SELECT count(*)::int FROM response_event WHERE sitting_id = $1) AS events,
       (SELECT count(*)::int FROM late_response_event WHERE sitting_id = $1) AS late,
       (SELECT count(*)::int FROM sitting_lease WHERE sitting_id = $1 AND NOT follows_own) AS devices`,
    [sittingId],
  );
  return { lines, ...(counts ?? { events: 0, late: 0, devices: 0 }) };
}
