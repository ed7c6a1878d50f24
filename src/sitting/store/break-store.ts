import { rows, type Tx } from '../../platform/index.js';

/** Moments are milliseconds since 1970. */
interface Break {
  readonly sittingId: string;
  readonly beganAt: number;
  /** When the granted minutes are used up. */
  readonly untilAt: number;
}

/** Writes down that breaks begin. */
export async function beginBreaks(tx: Tx, breaks: readonly Break[]): Promise<void> {
  await tx.query(
    `INSERT INTO sitting_break (sitting_id, number, began_at, until_at)
     SELECT b.sitting_id, coalesce((SELECT max(number) FROM sitting_break o WHERE o.sitting_id = b.sitting_id), 0) + 1,
       to_timestamp(b.began / 1000.0), to_timestamp(b.until / 1000.0)
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS b (sitting_id, began, until)`,
    [
      breaks.map(({ sittingId }) => sittingId),
      breaks.map(({ beganAt }) => beganAt),
      breaks.map(({ untilAt }) => untilAt),
    ],
  );
}

/**
 * Ends the breaks that run: now, or when their minutes were used up, whichever came first.
 * @param interrupted staff have stopped the clock: those that had minutes left go on with it.
 */
export async function endBreaks(
  tx: Tx,
  sittingIds: readonly string[],
  now: number,
  interrupted: boolean,
): Promise<void> {
  await tx.query(
    `UPDATE sitting_break SET ended_at = least(until_at, coalesce(ended_at, to_timestamp($2::bigint / 1000.0))),
       interrupted = $3 AND until_at > to_timestamp($2::bigint / 1000.0)
     WHERE sitting_id = ANY($1::uuid[]) AND (ended_at IS NULL OR interrupted)`,
    [sittingIds, now, interrupted],
  );
}

/** Which of these sittings had a break that staff interrupted, with how long their breaks lasted: it goes on now. */
export async function takeInterrupted(tx: Tx, sittingIds: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ sitting_id: string; used: number }>(
    tx,
    `UPDATE sitting_break s SET interrupted = false WHERE sitting_id = ANY($1::uuid[]) AND interrupted
     RETURNING sitting_id, (SELECT used::float8 FROM (${breaksOf('s.sitting_id')}) b) AS used`,
    [sittingIds],
  );
  return new Map(found.map(({ sitting_id, used }) => [sitting_id, Math.round(used)]));
}

/** What a grant of other minutes changes at breaks that run: when they are used up. */
export async function moveBreakEnds(
  tx: Tx,
  ends: readonly { readonly sittingId: string; readonly untilAt: number }[],
): Promise<void> {
  await tx.query(
    `UPDATE sitting_break b SET until_at = to_timestamp(e.until / 1000.0)
     FROM unnest($1::uuid[], $2::bigint[]) AS e (sitting_id, until)
     WHERE b.sitting_id = e.sitting_id AND b.ended_at IS NULL AND b.until_at > clock_timestamp()`,
    [ends.map(({ sittingId }) => sittingId), ends.map(({ untilAt }) => untilAt)],
  );
}

/** How long the breaks of a sitting have lasted until now, in milliseconds, and whether one is running. */
export async function breakUse(tx: Tx, sittingId: string): Promise<{ used: number; running: boolean }> {
  const [row] = await rows<{ used: number | null; running: boolean | null }>(
    tx,
    `SELECT used::float8 AS used, running FROM (${breaksOf('$1')}) b`,
    [sittingId],
  );
  return { used: Math.round(row?.used ?? 0), running: row?.running ?? false };
}

/** SQL: how long a sitting's breaks have lasted, in milliseconds, and whether one is running. */
export const breaksOf = (sitting: string): string => `
  SELECT sum(extract(epoch FROM least(coalesce(ended_at, clock_timestamp()), until_at) - began_at) * 1000) AS used,
    bool_or(ended_at IS NULL AND until_at > clock_timestamp()) AS running
  FROM sitting_break WHERE sitting_id = ${sitting}`;
