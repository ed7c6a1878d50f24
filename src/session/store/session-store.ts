import { rows, type Tx } from '../../platform/index.js';
import type { ReviewLevel } from '../domain/session-plan.js';
import type { SessionState } from '../domain/session-state.js';

export interface SessionView {
  readonly id: string;
  readonly competitionId: string;
  /** Of its competition; null where that has one exam and nothing else. */
  readonly stageId: string | null;
  readonly drawId: string | null;
  readonly title: Readonly<Record<string, string>>;
  readonly state: SessionState;
  readonly opensAt: Date;
  readonly entryClosesAt: Date;
  readonly minutes: number;
  /** Who may enter: whoever applied, or whoever booked a place. */
  readonly entry: 'applied' | 'booked';
  /** What a candidate needs before the start. */
  readonly admission: 'none' | 'proctor' | 'seat-code' | 'either';
  /** Starts are spread over so many seconds. */
  readonly spreadSeconds: number;
  readonly review: ReviewLevel;
  readonly rehearsal: boolean;
  /** Sat in Safe Exam Browser alone. */
  readonly needsExamBrowser: boolean;
  /** Which version of what is watched holds now; null: nothing is watched. */
  readonly watchVersion: number | null;
  readonly replacesId: string | null;
  readonly pausedAt: Date | null;
  readonly releasePolicy: 'officer' | 'on-grading' | 'at';
  /** For the policy `at`: when results are released, as a named officer signed beforehand. */
  readonly releaseAt: Date | null;
  readonly releasedAt: Date | null;
  /** By PostgreSQL's clock at this reading. */
  readonly isEarly: boolean;
  readonly isEntryOver: boolean;
}

const SESSION = `
  SELECT id, competition_id AS "competitionId", stage_id AS "stageId", draw_id AS "drawId", title, state, opens_at AS "opensAt",
    entry_closes_at AS "entryClosesAt", minutes, entry, admission,
    spread_seconds AS "spreadSeconds", review, rehearsal, exam_browser IS NOT NULL AS "needsExamBrowser", watch_version AS "watchVersion", replaces_id AS "replacesId", paused_at AS "pausedAt",
    release_policy AS "releasePolicy", release_at AS "releaseAt", released_at AS "releasedAt",
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

/** Which of some sessions are rehearsals: what happens in them is nobody's business. */
export async function rehearsalsAmong(tx: Tx, sessionIds: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    tx,
    'SELECT id FROM exam_session WHERE id = ANY($1::uuid[]) AND rehearsal',
    [[...new Set(sessionIds)]],
  );
  return new Set(found.map(({ id }) => id));
}

/** The session that takes the place of another and stands, or undefined. */
export async function replacementOf(tx: Tx, sessionId: string): Promise<SessionView | undefined> {
  const [session] = await rows<SessionView>(
    tx,
    `${SESSION} WHERE replaces_id = $1 AND state <> 'void' ORDER BY opens_at DESC, id LIMIT 1`,
    [sessionId],
  );
  return session;
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
