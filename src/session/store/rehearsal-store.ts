import { rows, type Tx } from '../../platform/index.js';

export type RehearsalState = 'requested' | 'running' | 'done' | 'failed' | 'cancelled';

/** Times of one kind of request, in milliseconds. */
export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** What a board showed in a drill, and what became of it. Times are in milliseconds since the board showed it. */
export interface DrillSignal {
  readonly candidateNumber: string;
  /** What the made-up candidate had done; null: it came about by itself. */
  readonly deed: string | null;
  /** What the board showed; null: nothing, because an act of a proctor or the end came first. */
  readonly kind: string | null;
  /** ISO 8601: when it happened. */
  readonly at: string;
  /** Until somebody said that they had looked at it; null: nobody did. */
  readonly lookedAfter: number | null;
  /** Until a proctor first did something about this candidate, and what; null: nothing was done. */
  readonly actedAfter: number | null;
  readonly act: DrillAct | null;
}

export type DrillAct = 'hand' | 'message' | 'pause' | 'resume' | 'extend' | 'end';

/** What came out of a rehearsal. */
export interface RehearsalReport {
  /** Through the api's own address, or inside the worker where that did not answer. */
  readonly way: 'http' | 'inside';
  readonly candidates: number;
  readonly started: number;
  readonly handedIn: number;
  readonly closedByClock: number;
  readonly start: Times;
  readonly save: Times;
  /** Refusals and faults by code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly receipts: { readonly checked: number; readonly wrong: number };
  readonly seconds: number;
  /** Of one that trains proctors: by time. */
  readonly drill?: readonly DrillSignal[];
  /** What kept it from passing: codes with words in `day:rehearsal.fault`. */
  readonly faults: readonly string[];
}

export interface RehearsalView {
  readonly id: string;
  readonly sessionId: string;
  readonly rehearsalSessionId: string | null;
  readonly candidates: number;
  readonly timeLimitSeconds: number;
  /** How long it trains proctors, in milliseconds; null: it tries the platform. */
  readonly drillMs: number | null;
  readonly state: RehearsalState;
  readonly started: number;
  readonly handedIn: number;
  readonly passed: boolean | null;
  readonly report: RehearsalReport | null;
  /** A code. */
  readonly failure: string | null;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly official: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly removedAt: Date | null;
}

const REHEARSAL = `
  SELECT id, session_id AS "sessionId", rehearsal_session_id AS "rehearsalSessionId", candidates,
    time_limit_seconds AS "timeLimitSeconds", drill_ms AS "drillMs", state, started, handed_in AS "handedIn", passed, report, failure,
    requested_at AS "requestedAt", requested_by AS "requestedBy", official, started_at AS "startedAt",
    ended_at AS "endedAt", removed_at AS "removedAt"
  FROM rehearsal`;

export async function rehearsalById(tx: Tx, id: string): Promise<RehearsalView | undefined> {
  const [rehearsal] = await rows<RehearsalView>(tx, `${REHEARSAL} WHERE id = $1`, [id]);
  return rehearsal;
}

/** The rehearsals of a session, the newest first. */
export async function rehearsalsOf(tx: Tx, sessionId: string): Promise<RehearsalView[]> {
  return rows<RehearsalView>(tx, `${REHEARSAL} WHERE session_id = $1 ORDER BY requested_at DESC, id`, [
    sessionId,
  ]);
}

/** The last rehearsal of a session that tried the platform to its end, or undefined. */
export async function lastRehearsal(tx: Tx, sessionId: string): Promise<RehearsalView | undefined> {
  const [rehearsal] = await rows<RehearsalView>(
    tx,
    `${REHEARSAL} WHERE session_id = $1 AND state = 'done' AND drill_ms IS NULL ORDER BY ended_at DESC LIMIT 1`,
    [sessionId],
  );
  return rehearsal;
}
