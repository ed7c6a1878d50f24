import { rows, type Tx } from '../../platform/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import type { ClosedBy } from '../domain/receipt.js';
import type { SittingClaim } from '../domain/sitting-token.js';
import type { SittingClock } from '../domain/time-allowance.js';
import { breaksOf } from './break-store.js';
import { NEWEST_MESSAGE } from './message-store.js';

/** The clock of an open sitting, in the hands of this transaction. */
export interface HeldClock extends SittingClock {
  readonly sittingId: string;
  readonly applicationId: string;
  readonly minutes: number;
  readonly accommodations: Accommodations;
  /** Staff have stopped this one alone. */
  readonly held: boolean;
}

const MS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint::text`;

export type Whose =
  { readonly sessionId: string } | { readonly sittingId: string } | { readonly applicationId: string };

/**
 * The clocks of open sittings whose time is not over, for change: a session's, one sitting's, or an application's.
 *
 * Sittings are locked first, by id, then their leases, by (sitting, lease): the order in which saves lock theirs. So this
 * waits for saves and closings under way, and none of them waits for it crosswise.
 *
 * @returns the clocks, and one moment for them all, taken when everything was locked.
 */
export async function lockClocks(
  tx: Tx,
  whose: Whose,
): Promise<{ now: number; clocks: readonly HeldClock[] }> {
  const [[column, id] = ['', '']] = Object.entries(whose) as [keyof typeof COLUMN, string][];
  const found = await rows<Omit<HeldClock, 'deadline'> & { deadline: string }>(
    tx,
    `SELECT s.id AS "sittingId", s.application_id AS "applicationId", s.accommodations, s.held,
       ${MS('s.deadline_at')} AS deadline, s.paused_left_ms AS "pausedLeft",
       (SELECT x.minutes FROM exam_session x WHERE x.id = s.session_id) AS minutes
     FROM sitting s WHERE s.${COLUMN[column as keyof typeof COLUMN]} = $1 AND s.state = 'open'
     ORDER BY s.id FOR NO KEY UPDATE OF s`,
    [id],
  );
  await tx.query(
    `SELECT 1 FROM sitting_lease WHERE sitting_id = ANY($1::uuid[]) AND revoked_at IS NULL
     ORDER BY sitting_id, lease FOR NO KEY UPDATE`,
    [found.map(({ sittingId }) => sittingId)],
  );
  const now = await serverTime(tx);
  const clocks = found.map((clock) => ({ ...clock, deadline: Number(clock.deadline) }));
  return { now, clocks: clocks.filter(({ deadline }) => deadline > now) };
}

const COLUMN = { sessionId: 'session_id', sittingId: 'id', applicationId: 'application_id' } as const;

/** Milliseconds since 1970 by PostgreSQL's clock. */
async function serverTime(tx: Tx): Promise<number> {
  const [row] = await rows<{ now: string }>(tx, `SELECT ${MS('clock_timestamp()')} AS now`);
  return Number(row?.now);
}

/** Sets clocks that {@link lockClocks} gave, in the sittings and in the leases that may still save. */
export async function writeClocks(
  tx: Tx,
  clocks: readonly (SittingClock & { readonly sittingId: string })[],
): Promise<void> {
  const values = [
    clocks.map(({ sittingId }) => sittingId),
    clocks.map(({ deadline }) => deadline),
    clocks.map(({ pausedLeft }) => pausedLeft),
  ];
  const set = (table: string, key: string, filter: string): string =>
    `UPDATE ${table} t SET deadline_at = to_timestamp(c.deadline / 1000.0), paused_left_ms = c.paused_left
     FROM unnest($1::uuid[], $2::bigint[], $3::int[]) AS c (sitting_id, deadline, paused_left)
     WHERE t.${key} = c.sitting_id ${filter}`;
  await tx.query(set('sitting', 'id', ''), values);
  await tx.query(set('sitting_lease', 'sitting_id', 'AND t.revoked_at IS NULL'), values);
}

/** What sittings were granted, as their devices show it. */
export async function setAccommodations(
  tx: Tx,
  sittingIds: readonly string[],
  granted: Accommodations,
): Promise<void> {
  await tx.query('UPDATE sitting SET accommodations = $2 WHERE id = ANY($1::uuid[])', [
    sittingIds,
    JSON.stringify(granted),
  ]);
}

/** A sitting's time as its candidate's device needs to know it. */
export interface ClockState {
  readonly sittingId: string;
  readonly lease: number;
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly serverTime: number;
  readonly deadline: number;
  /** As it stands in the record: a standstill may have lasted its time already. */
  readonly pausedLeft: number | null;
  readonly state: 'open' | 'closed' | 'void';
  readonly leaseActive: boolean;
  readonly onBreak: boolean;
  /** Milliseconds of granted breaks that are left, the running one's included; null where none were granted. */
  readonly breakLeft: number | null;
  readonly closedBy: ClosedBy | null;
  /** The number of the newest message for this sitting, 0 where there is none. */
  readonly messages: number;
}

/** The clocks of some leases, as they are now. Leases that are not there are left out. */
export async function clocksOf(tx: Tx, claims: readonly SittingClaim[]): Promise<ClockState[]> {
  const found = await rows<ClockRow>(
    tx,
    `SELECT l.sitting_id AS "sittingId", l.lease, s.session_id AS "sessionId", s.state,
       s.closed_by AS "closedBy", ${NEWEST_MESSAGE} AS messages,
       ${MS('clock_timestamp()')} AS "serverTime", ${MS('s.deadline_at')} AS deadline,
       s.paused_left_ms AS "pausedLeft", l.revoked_at IS NULL AS "leaseActive",
       (s.accommodations ->> 'breakMinutes')::int AS "breakMinutes",
       coalesce(b.running, false) AS "onBreak", coalesce(b.used, 0)::float8 AS used
     FROM unnest($1::uuid[], $2::int[]) AS c (sitting_id, lease)
     JOIN sitting_lease l ON l.sitting_id = c.sitting_id AND l.lease = c.lease
     JOIN sitting s ON s.id = l.sitting_id
     LEFT JOIN LATERAL (${breaksOf('s.id')}) b ON s.accommodations ? 'breakMinutes'`,
    [claims.map(({ sittingId }) => sittingId), claims.map(({ lease }) => lease)],
  );
  return found.map(({ serverTime: now, deadline, breakMinutes, used, ...clock }) => ({
    ...clock,
    serverTime: Number(now),
    deadline: Number(deadline),
    breakLeft: breakMinutes === null ? null : Math.max(0, breakMinutes * 60_000 - Math.round(used)),
  }));
}

/** The clock of a sitting as its newest lease has it, or undefined. */
export async function clockOfSitting(tx: Tx, sittingId: string): Promise<ClockState | undefined> {
  const [newest] = await rows<{ lease: number }>(
    tx,
    'SELECT max(lease) AS lease FROM sitting_lease WHERE sitting_id = $1',
    [sittingId],
  );
  const [clock] = await clocksOf(tx, [{ sittingId, lease: newest?.lease ?? 0 }]);
  return clock;
}

type ClockRow = Omit<ClockState, 'serverTime' | 'deadline' | 'breakLeft'> & {
  readonly serverTime: string;
  readonly deadline: string;
  readonly breakMinutes: number | null;
  readonly used: number;
};
