import { rows, type Tx } from '../../platform/index.js';

export interface RoomRow {
  readonly candidateNumber: string;
  readonly state: 'open' | 'closed' | 'void';
  readonly startedAt: Date;
  readonly deadlineAt: Date;
  readonly closedAt: Date | null;
  readonly leases: number;
  readonly answersSaved: number;
  readonly lastSavedAt: Date | null;
}

/** What a proctor sees of a session: candidate numbers and progress, no name and no answer. */
export async function roomOf(tx: Tx, sessionId: string): Promise<RoomRow[]> {
  return rows<RoomRow>(
    tx,
    `SELECT s.candidate_number AS "candidateNumber", s.state, s.started_at AS "startedAt",
       s.deadline_at AS "deadlineAt", s.closed_at AS "closedAt", count(l.lease)::int AS leases,
       coalesce(sum(l.head_seq), 0)::int AS "answersSaved", max(l.last_acknowledged_at) AS "lastSavedAt"
     FROM sitting s LEFT JOIN sitting_lease l ON l.sitting_id = s.id
     WHERE s.session_id = $1 GROUP BY s.id ORDER BY s.state DESC, s.candidate_number COLLATE "C"`,
    [sessionId],
  );
}
