import type { EndReason } from '../facts.js';
import { rows, type Tx } from '../../platform/index.js';

export interface AppointmentView {
  readonly id: string;
  readonly postId: string;
  readonly sittingId: string;
  readonly personName: string;
  readonly place: number;
  readonly passedOverReason: string | null;
  readonly official: string;
  readonly decidedAt: Date;
  /** How it ended; null while it holds. The day is `yyyy-mm-dd`. */
  readonly ended: { readonly reason: EndReason; readonly endedOn: string } | null;
}

/** The appointments of a competition, in the order they were decided. */
export async function appointmentsOf(tx: Tx, competitionId: string): Promise<AppointmentView[]> {
  return rows<AppointmentView>(
    tx,
    `SELECT x.id, x.post_id AS "postId", x.sitting_id AS "sittingId", person.full_name AS "personName", x.place,
       x.passed_over_reason AS "passedOverReason", concat_ws(', ', a.display_name, a.position) AS official,
       x.decided_at AS "decidedAt",
       CASE WHEN e.appointment_id IS NOT NULL THEN jsonb_build_object('reason', e.reason, 'endedOn', e.ended_on) END AS ended
     FROM appointment x JOIN person ON person.id = x.person_id JOIN account a ON a.id = x.decided_by
       LEFT JOIN appointment_end e ON e.appointment_id = x.id
     WHERE x.competition_id = $1 ORDER BY x.decided_at, x.id`,
    [competitionId],
  );
}
