import type { EndReason } from '../facts.js';
import { rows, type Tx } from '../../platform/index.js';

export interface AppointmentView {
  readonly id: string;
  readonly postId: string;
  /** Null where nothing was sat. */
  readonly sittingId: string | null;
  readonly personId: string;
  readonly personName: string;
  readonly place: number;
  readonly passedOverReason: string | null;
  /** Who signed. */
  readonly official: string;
  /** Who proposed it; null of those from before there were offers. */
  readonly proposedBy: string | null;
  readonly decidedAt: Date;
  /** Null: nobody outside knows of it yet. */
  readonly publishedAt: Date | null;
  /** How it ended; null while it holds. The day is `yyyy-mm-dd`. */
  readonly ended: { readonly reason: EndReason; readonly endedOn: string } | null;
}

/** The appointments of a competition, in the order they were decided. */
export async function appointmentsOf(tx: Tx, competitionId: string): Promise<AppointmentView[]> {
  return rows<AppointmentView>(
    tx,
    `SELECT x.id, x.post_id AS "postId", x.sitting_id AS "sittingId", x.person_id AS "personId", person.full_name AS "personName", x.place,
       x.passed_over_reason AS "passedOverReason", concat_ws(', ', a.display_name, a.position) AS official,
       f.offered_official AS "proposedBy", x.decided_at AS "decidedAt", x.published_at AS "publishedAt",
       CASE WHEN e.appointment_id IS NOT NULL THEN jsonb_build_object('reason', e.reason, 'endedOn', e.ended_on) END AS ended
     FROM appointment x JOIN person ON person.id = x.person_id JOIN account a ON a.id = x.decided_by
       LEFT JOIN appointment_end e ON e.appointment_id = x.id LEFT JOIN appointment_offer f ON f.id = x.offer_id
     WHERE x.competition_id = $1 ORDER BY x.decided_at, x.id`,
    [competitionId],
  );
}

/** Appointments that were published together, by the session in which these people sat. */
export interface AppointedGroup {
  readonly sessionId: string;
  /** Null: not published yet. */
  readonly publishedAt: Date | null;
  readonly count: number;
}

/** The appointments of a competition in the groups that nobody outside can divide further. */
export async function appointedGroups(tx: Tx, competitionId: string): Promise<AppointedGroup[]> {
  return rows<AppointedGroup>(
    tx,
    `SELECT s.session_id AS "sessionId", x.published_at AS "publishedAt", count(*)::int AS count
     FROM appointment x JOIN sitting s ON s.id = x.sitting_id WHERE x.competition_id = $1
     GROUP BY s.session_id, x.published_at ORDER BY s.session_id, x.published_at`,
    [competitionId],
  );
}
