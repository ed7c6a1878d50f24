import { rows, type Tx } from '../../platform/index.js';
import type { ChainedEvent } from '../domain/response-event.js';

/** Events that came late under one lease: those that wait for a ruling, or those of one ruling. */
export interface LateGroup {
  readonly sittingId: string;
  readonly lease: number;
  readonly candidateNumber: string;
  readonly sittingState: 'open' | 'closed' | 'void';
  readonly reasons: readonly ('lease-revoked' | 'after-deadline')[];
  readonly events: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly ruling: Ruling | null;
}

export interface Ruling {
  readonly admitted: boolean;
  readonly reason: string;
  readonly admittedEvents: number;
  /** Of the receipt that an admission brought. */
  readonly receiptNumber: number | null;
  readonly official: string;
  readonly decidedAt: string;
}

const groups = (filter: string): string => `
  SELECT e.sitting_id AS "sittingId", e.lease, s.candidate_number AS "candidateNumber", s.state AS "sittingState",
    array_agg(DISTINCT e.reason) AS reasons, count(*)::int AS events, min(e.received_at) AS "firstAt",
    max(e.received_at) AS "lastAt",
    CASE WHEN r.id IS NOT NULL THEN json_build_object('admitted', r.admitted, 'reason', r.reason,
      'admittedEvents', r.admitted_events, 'receiptNumber', r.receipt_number, 'official', r.official,
      'decidedAt', r.decided_at) END AS ruling
  FROM late_response_event e JOIN sitting s ON s.id = e.sitting_id LEFT JOIN late_ruling r ON r.id = e.ruling_id
  WHERE ${filter} GROUP BY e.sitting_id, e.lease, s.id, r.id
  ORDER BY r.id IS NOT NULL, s.candidate_number COLLATE "C", e.lease, max(e.received_at)`;

/** What came late in a session, by lease and ruling; what waits for one comes first. */
export async function lateGroupsOf(tx: Tx, sessionId: string): Promise<LateGroup[]> {
  return rows<LateGroup>(tx, groups('s.session_id = $1'), [sessionId]);
}

/** What came late in one sitting. */
export async function lateGroupsOfSitting(tx: Tx, sittingId: string): Promise<LateGroup[]> {
  return rows<LateGroup>(tx, groups('e.sitting_id = $1'), [sittingId]);
}

/** A late event with when it reached the server. */
export interface LateEvent extends ChainedEvent {
  readonly receivedAt: Date;
}

/** The events of a lease that wait for a ruling, as they arrived. */
export async function undecidedEvents(tx: Tx, sittingId: string, lease: number): Promise<LateEvent[]> {
  const found = await rows<{ event: Omit<ChainedEvent, 'hash'>; hash: string; received_at: Date }>(
    tx,
    `SELECT event, encode(hash, 'hex') AS hash, received_at FROM late_response_event
     WHERE sitting_id = $1 AND lease = $2 AND ruling_id IS NULL ORDER BY received_at, seq`,
    [sittingId, lease],
  );
  return found.map(({ event, hash, received_at }) => ({ ...event, hash, receivedAt: received_at }));
}

/** What the record knows of a lease: the evidence beside what came late. */
export interface LeaseEvidence {
  readonly headSeq: number;
  /** Hex. */
  readonly headHash: string;
  readonly issuedAt: Date;
  readonly revokedAt: Date | null;
  readonly lastAcknowledgedAt: Date | null;
  readonly sittingId: string;
  readonly candidateNumber: string;
  readonly sittingState: 'open' | 'closed' | 'void';
  readonly deadlineAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: 'candidate' | 'clock' | 'officer' | null;
  readonly sheet: number;
}

const EVIDENCE = `
  SELECT l.head_seq AS "headSeq", encode(l.head_hash, 'hex') AS "headHash", l.issued_at AS "issuedAt",
    l.revoked_at AS "revokedAt", l.last_acknowledged_at AS "lastAcknowledgedAt",
    s.candidate_number AS "candidateNumber", s.id AS "sittingId", s.state AS "sittingState", s.deadline_at AS "deadlineAt",
    s.closed_at AS "closedAt", s.closed_by AS "closedBy", s.sheet
  FROM sitting s JOIN sitting_lease l ON l.sitting_id = s.id
  WHERE s.session_id = $1 AND s.id = $2 AND l.lease = $3`;

export async function leaseEvidence(
  tx: Tx,
  sessionId: string,
  sittingId: string,
  lease: number,
): Promise<LeaseEvidence | undefined> {
  const [found] = await rows<LeaseEvidence>(tx, EVIDENCE, [sessionId, sittingId, lease]);
  return found;
}

/** The same for change: nothing more can come late under this lease until the transaction ends. */
export async function lockLeaseEvidence(
  tx: Tx,
  sessionId: string,
  sittingId: string,
  lease: number,
): Promise<LeaseEvidence | undefined> {
  const [found] = await rows<LeaseEvidence>(tx, `${EVIDENCE} FOR NO KEY UPDATE`, [
    sessionId,
    sittingId,
    lease,
  ]);
  return found;
}

/** How many leases of a session's closed sittings have late events and no ruling yet: these hold up the release. */
export async function undecidedLeases(tx: Tx, sessionId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    `SELECT count(DISTINCT (e.sitting_id, e.lease))::int AS count
     FROM late_response_event e JOIN sitting s ON s.id = e.sitting_id
     WHERE s.session_id = $1 AND s.state = 'closed' AND ${NO_RULING}`,
    [sessionId],
  );
  return row?.count ?? 0;
}

/** SQL, of a late event `e`: its lease has no ruling. What comes after one waits too, but holds nothing up. */
const NO_RULING = `NOT EXISTS (SELECT 1 FROM late_ruling r WHERE r.sitting_id = e.sitting_id AND r.lease = e.lease)`;

/** SQL: whether something that came late in a sitting has no ruling yet. */
export const lateWaits = (sitting: string): string =>
  `EXISTS (SELECT 1 FROM late_response_event e WHERE e.sitting_id = ${sitting} AND ${NO_RULING})`;

export interface NewRuling {
  readonly id: string;
  readonly sittingId: string;
  readonly lease: number;
  readonly admitted: boolean;
  readonly reason: string;
  readonly events: number;
  readonly admittedEvents: number;
  readonly receiptNumber: number | null;
  readonly accountId: string;
  readonly official: string;
  readonly actingFor: string | null;
}

/** Keeps a ruling, and marks what it decided on. */
export async function keepRuling(tx: Tx, ruling: NewRuling): Promise<void> {
  await tx.query(
    `INSERT INTO late_ruling (id, sitting_id, lease, admitted, reason, events, admitted_events, receipt_number,
       account_id, official, acting_for) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ruling.id,
      ruling.sittingId,
      ruling.lease,
      ruling.admitted,
      ruling.reason,
      ruling.events,
      ruling.admittedEvents,
      ruling.receiptNumber,
      ruling.accountId,
      ruling.official,
      ruling.actingFor,
    ],
  );
  await tx.query(
    'UPDATE late_response_event SET ruling_id = $3 WHERE sitting_id = $1 AND lease = $2 AND ruling_id IS NULL',
    [ruling.sittingId, ruling.lease, ruling.id],
  );
}

/** Appends admitted events to the log of their lease, with the time at which they came, and moves its head. */
export async function appendAdmitted(
  tx: Tx,
  sittingId: string,
  lease: number,
  admitted: readonly ChainedEvent[],
): Promise<void> {
  await tx.query(
    `INSERT INTO response_event (sitting_id, lease, seq, hash, event, received_at)
     SELECT e.sitting_id, e.lease, e.seq, e.hash, e.event, e.received_at
     FROM late_response_event e JOIN unnest($3::int[], $4::bytea[]) AS a (seq, hash) ON a.seq = e.seq AND a.hash = e.hash
     WHERE e.sitting_id = $1 AND e.lease = $2`,
    [sittingId, lease, admitted.map(({ seq }) => seq), admitted.map(({ hash }) => `\\x${hash}`)],
  );
  const head = admitted.at(-1);
  await tx.query(
    'UPDATE sitting_lease SET head_seq = $3, head_hash = $4 WHERE sitting_id = $1 AND lease = $2',
    [sittingId, lease, head?.seq, `\\x${head?.hash ?? ''}`],
  );
}
