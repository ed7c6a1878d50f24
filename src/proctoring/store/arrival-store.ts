import { rows, type Tx } from '../../platform/index.js';

/** That a candidate's device came to a session. */
export interface ArrivalView {
  readonly at: Date;
  /** It was last in the waiting room; or it showed that it has the exam browser. */
  readonly what: 'waited' | 'exam-browser';
  /** By what it showed that. */
  readonly shownBy: 'header' | 'page' | null;
}

/** Oldest first. */
export async function arrivalsOf(
  tx: Tx,
  of: { readonly sessionId: string; readonly personId: string; readonly applicationId: string },
): Promise<ArrivalView[]> {
  return rows<ArrivalView>(
    tx,
    `SELECT seen_at AS at, 'waited' AS what, NULL AS "shownBy" FROM session_presence WHERE session_id = $1 AND application_id = $3
     UNION ALL SELECT shown_at, 'exam-browser', shown_by FROM browser_proof WHERE session_id = $1 AND person_id = $2
     ORDER BY at`,
    [of.sessionId, of.personId, of.applicationId],
  );
}

/** A session in which somebody has not begun, and of which something is kept about them. */
export interface UnsatSession {
  readonly id: string;
  readonly competitionId: string;
  readonly title: Readonly<Record<string, string>>;
}

/** Where somebody agreed to what is recorded, came to the door or was decided on, and has no sitting; the newest first. */
export async function sessionsWithoutSitting(tx: Tx, personId: string): Promise<UnsatSession[]> {
  return rows<UnsatSession>(
    tx,
    `SELECT x.id, x.competition_id AS "competitionId", x.title FROM application a
       JOIN exam_session x ON x.competition_id = a.competition_id
     WHERE a.person_id = $1 AND NOT EXISTS (SELECT 1 FROM sitting s WHERE s.session_id = x.id AND s.person_id = $1)
       AND (EXISTS (SELECT 1 FROM watch_consent w WHERE w.session_id = x.id AND w.person_id = $1)
         OR EXISTS (SELECT 1 FROM browser_proof p WHERE p.session_id = x.id AND p.person_id = $1)
         OR EXISTS (SELECT 1 FROM session_presence p WHERE p.session_id = x.id AND p.application_id = a.id)
         OR EXISTS (SELECT 1 FROM decision d WHERE d.scope_id = x.id AND d.subject IN (
           SELECT a.id::text UNION ALL SELECT n.number FROM draw_number n WHERE n.draw_id = x.draw_id AND n.holder_id = a.id)))
     ORDER BY x.opens_at DESC, x.id`,
    [personId],
  );
}
