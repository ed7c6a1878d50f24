import { rows, type Tx } from '../../platform/index.js';
import type { BoardSignal } from '../domain/device-standing.js';
import type { SignalKind } from '../domain/signal.js';

/** Of whom a proctor has taken care. */
export interface InHand {
  readonly accountId: string;
  readonly official: string;
  readonly at: Date;
}

/** How far a sitting's signals are, who has looked, and who looks after it. */
export interface WatchRow {
  readonly sittingId: string;
  readonly signals: number;
  readonly seen: number;
  readonly seenBy: string | null;
  readonly silentSince: Date | null;
  /** That nothing is heard of its device would be noted. */
  readonly isListenedTo: boolean;
  readonly inHand: InHand | null;
}

interface FlatRow extends Omit<WatchRow, 'inHand'> {
  readonly accountId: string | null;
  readonly official: string | null;
  readonly at: Date | null;
}

/** Of every sitting of a session of which something was heard, or that somebody has in hand. */
export async function watchRowsOf(tx: Tx, sessionId: string): Promise<WatchRow[]> {
  const found = await rows<FlatRow>(
    tx,
    `SELECT coalesce(w.sitting_id, h.sitting_id) AS "sittingId", coalesce(w.signals, 0) AS signals,
       coalesce(w.seen, 0) AS seen, w.seen_by AS "seenBy", w.silent_since AS "silentSince",
       w.sitting_id IS NOT NULL AND (SELECT watch_version IS NOT NULL FROM exam_session WHERE id = $1) AS "isListenedTo",
       h.account_id AS "accountId", h.official, h.at
     FROM (SELECT * FROM watch_state WHERE session_id = $1) w
     FULL JOIN (SELECT * FROM watch_hand WHERE session_id = $1) h USING (sitting_id)`,
    [sessionId],
  );
  return found.map(({ accountId, official, at, ...row }) => ({
    ...row,
    inHand: accountId !== null && official !== null && at ? { accountId, official, at } : null,
  }));
}

/** Signals of sittings after those that are known, by sitting and number. */
export async function signalsAfter(
  tx: Tx,
  known: readonly { readonly sittingId: string; readonly upTo: number }[],
): Promise<Map<string, BoardSignal[]>> {
  const found = await rows<{ sittingId: string; number: number; kind: SignalKind; at: Date }>(
    tx,
    `SELECT g.sitting_id AS "sittingId", g.number, g.kind, g.at
     FROM unnest($1::uuid[], $2::int[]) AS k (sitting_id, up_to)
     JOIN watch_signal g ON g.sitting_id = k.sitting_id AND g.number > k.up_to
     ORDER BY g.sitting_id, g.number`,
    [known.map(({ sittingId }) => sittingId), known.map(({ upTo }) => upTo)],
  );
  const bySitting = new Map<string, BoardSignal[]>();
  for (const { sittingId, at, ...signal } of found) {
    const list = bySitting.get(sittingId) ?? [];
    list.push({ ...signal, at: at.getTime() });
    bySitting.set(sittingId, list);
  }
  return bySitting;
}

/** Somebody who watches a session's board. */
export interface Viewer {
  readonly accountId: string;
  readonly official: string;
}

/** Says who watches which session through this process, and reads who does through any. */
export async function sayWhoWatches(
  tx: Tx,
  watching: readonly (Viewer & { readonly sessionId: string })[],
): Promise<void> {
  const sorted = [...new Map(watching.map((one) => [`${one.sessionId} ${one.accountId}`, one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
  await tx.query(
    `INSERT INTO watch_viewer (session_id, account_id, official, seen_at)
     SELECT v.session_id, v.account_id, v.official, clock_timestamp()
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS v (session_id, account_id, official)
     ON CONFLICT (session_id, account_id) DO UPDATE SET official = EXCLUDED.official, seen_at = EXCLUDED.seen_at`,
    [
      sorted.map(({ sessionId }) => sessionId),
      sorted.map(({ accountId }) => accountId),
      sorted.map(({ official }) => official),
    ],
  );
}

export async function viewersOf(tx: Tx, sessionId: string): Promise<Viewer[]> {
  return rows<Viewer>(
    tx,
    `SELECT account_id AS "accountId", official FROM watch_viewer
     WHERE session_id = $1 AND seen_at > clock_timestamp() - interval '30 seconds'
     ORDER BY official COLLATE "C", account_id`,
    [sessionId],
  );
}
