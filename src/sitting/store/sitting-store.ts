import { sha256 } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import type { LeaseHead, ResponseEvent } from '../domain/response-event.js';
import { replay, type SheetState } from '../domain/answer-sheet.js';

export interface SittingView {
  readonly id: string;
  readonly sessionId: string;
  readonly competitionId: string;
  readonly drawId: string;
  readonly applicationId: string;
  readonly personId: string;
  readonly candidateNumber: string;
  readonly language: string;
  readonly state: 'open' | 'closed' | 'void';
  readonly startedAt: Date;
  readonly deadlineAt: Date;
  /** Milliseconds that were left when the clock was stopped; null while it runs. */
  readonly pausedLeft: number | null;
  readonly accommodations: Accommodations;
  readonly closedAt: Date | null;
  readonly closedBy: 'candidate' | 'clock' | 'officer' | null;
}

const SITTING = `
  SELECT s.id, s.session_id AS "sessionId", x.competition_id AS "competitionId", x.draw_id AS "drawId",
    s.application_id AS "applicationId", s.person_id AS "personId", s.candidate_number AS "candidateNumber", s.language, s.state,
    s.started_at AS "startedAt", s.deadline_at AS "deadlineAt", s.paused_left_ms AS "pausedLeft", s.accommodations,
    s.closed_at AS "closedAt", s.closed_by AS "closedBy"
  FROM sitting s JOIN exam_session x ON x.id = s.session_id`;

/** A sitting by its id, or undefined. */
export async function sittingById(tx: Tx, sittingId: string): Promise<SittingView | undefined> {
  const [sitting] = await rows<SittingView>(tx, `${SITTING} WHERE s.id = $1`, [sittingId]);
  return sitting;
}

/** Nobody else changes or locks a sitting so until the caller's transaction is over. */
export async function lockSitting(tx: Tx, sittingId: string): Promise<void> {
  await tx.query('SELECT 1 FROM sitting WHERE id = $1 FOR NO KEY UPDATE', [sittingId]);
}

/** A person's sitting in a session: the one that counts, otherwise the last that was declared void; or undefined. */
export async function sittingOf(
  tx: Tx,
  sessionId: string,
  personId: string,
): Promise<SittingView | undefined> {
  const [sitting] = await rows<SittingView>(
    tx,
    `${SITTING} WHERE s.session_id = $1 AND s.person_id = $2 ORDER BY s.state = 'void', s.started_at DESC LIMIT 1`,
    [sessionId, personId],
  );
  return sitting;
}

/** The sitting in a session under a candidate number, or undefined. */
export async function sittingByNumber(
  tx: Tx,
  sessionId: string,
  candidateNumber: string,
): Promise<SittingView | undefined> {
  const [sitting] = await rows<SittingView>(
    tx,
    `${SITTING} WHERE s.session_id = $1 AND s.candidate_number = $2`,
    [sessionId, candidateNumber],
  );
  return sitting;
}

/** Those of some sittings that are open, with their deadlines and the moment of asking, milliseconds since 1970. */
export async function openDeadlines(
  tx: Tx,
  sittingIds: readonly string[],
): Promise<{ now: number; open: { readonly sittingId: string; readonly deadline: number }[] }> {
  const open = await rows<{ id: string; deadline: string; now: string }>(
    tx,
    `SELECT id, (extract(epoch FROM deadline_at) * 1000)::bigint::text AS deadline,
       (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now
     FROM sitting WHERE id = ANY($1::uuid[]) AND state = 'open'`,
    [sittingIds],
  );
  return {
    now: Number(open[0]?.now ?? 0),
    open: open.map(({ id, deadline }) => ({ sittingId: id, deadline: Number(deadline) })),
  };
}

/** The candidate numbers of those whose clock staff have stopped alone. */
export async function heldNumbers(tx: Tx, sessionId: string): Promise<string[]> {
  const found = await rows<{ number: string }>(
    tx,
    `SELECT candidate_number AS number FROM sitting WHERE session_id = $1 AND state = 'open' AND held
     ORDER BY candidate_number COLLATE "C"`,
    [sessionId],
  );
  return found.map(({ number }) => number);
}

/** All sittings of a person, newest first. */
export async function sittingsOfPerson(tx: Tx, personId: string): Promise<SittingView[]> {
  return rows<SittingView>(tx, `${SITTING} WHERE s.person_id = $1 ORDER BY s.started_at DESC`, [personId]);
}

/** As a lease keeps the id of the wish that it was given to. */
export const wishHash = (id: string | undefined): Buffer | null => (id === undefined ? null : sha256(id));

/** Since when a device holds the right to answer, or null. */
export async function activeSince(tx: Tx, sittingId: string): Promise<Date | null> {
  const [lease] = await rows<{ issuedAt: Date }>(
    tx,
    `SELECT issued_at AS "issuedAt" FROM sitting_lease WHERE sitting_id = $1 AND revoked_at IS NULL`,
    [sittingId],
  );
  return lease?.issuedAt ?? null;
}

/** The heads of all leases of a sitting, oldest first. */
export async function leaseHeads(tx: Tx, sittingId: string): Promise<LeaseHead[]> {
  return rows<LeaseHead>(
    tx,
    `SELECT lease, head_seq AS seq, encode(head_hash, 'hex') AS hash FROM sitting_lease
     WHERE sitting_id = $1 ORDER BY lease`,
    [sittingId],
  );
}

/** What the response log amounts to: the answers that count and the items flagged for review. */
export async function sheetState(tx: Tx, sittingId: string): Promise<SheetState> {
  const log = await rows<{ event: ResponseEvent }>(
    tx,
    'SELECT event FROM response_event WHERE sitting_id = $1 ORDER BY lease, seq',
    [sittingId],
  );
  return replay(log.map(({ event }) => event));
}
