import { rows, type Tx } from '../../platform/index.js';
import type { SessionState } from '../domain/session-state.js';

export interface SessionView {
  readonly id: string;
  readonly competitionId: string;
  readonly drawId: string | null;
  readonly title: Readonly<Record<string, string>>;
  readonly state: SessionState;
  readonly opensAt: Date;
  readonly entryClosesAt: Date;
  readonly minutes: number;
  readonly releasePolicy: 'officer' | 'on-grading';
  readonly releasedAt: Date | null;
  /** By PostgreSQL's clock at this reading. */
  readonly isEarly: boolean;
  readonly isEntryOver: boolean;
}

const SESSION = `
  SELECT id, competition_id AS "competitionId", draw_id AS "drawId", title, state, opens_at AS "opensAt",
    entry_closes_at AS "entryClosesAt", minutes, release_policy AS "releasePolicy", released_at AS "releasedAt",
    clock_timestamp() < opens_at AS "isEarly", clock_timestamp() >= entry_closes_at AS "isEntryOver"
  FROM exam_session`;

export async function sessionById(tx: Tx, sessionId: string): Promise<SessionView | undefined> {
  const [session] = await rows<SessionView>(tx, `${SESSION} WHERE id = $1`, [sessionId]);
  return session;
}

/** The sessions of competitions, by the time they open. */
export async function sessionsOf(tx: Tx, competitionIds: readonly string[]): Promise<SessionView[]> {
  return rows<SessionView>(tx, `${SESSION} WHERE competition_id = ANY($1::uuid[]) ORDER BY opens_at, id`, [
    competitionIds,
  ]);
}

/** The session for change: other writers wait until this transaction ends. */
export async function lockSession(tx: Tx, sessionId: string): Promise<SessionView | undefined> {
  const [session] = await rows<SessionView>(tx, `${SESSION} WHERE id = $1 FOR NO KEY UPDATE`, [sessionId]);
  return session;
}

/** The session as long as this transaction lasts: whoever would close it waits, others who begin do not. */
export async function holdSession(tx: Tx, sessionId: string): Promise<SessionView | undefined> {
  const [session] = await rows<SessionView>(tx, `${SESSION} WHERE id = $1 FOR SHARE`, [sessionId]);
  return session;
}

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
