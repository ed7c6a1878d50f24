import { rows, type Tx } from '../../platform/index.js';

/** Whoever does nothing for so long was perhaps not there. */
const ABSENT_MS = 900_000;

export interface TimeOnItem {
  readonly sittingId: string;
  readonly position: number;
  readonly milliseconds: number;
}

/**
 * How long each item was before a candidate, as the response log lets one know: the time from an event to the next one of the
 * same lease, by the device's monotonic clock, belongs to the item of the former event. Gaps of more than a quarter of an
 * hour are left out, as is what comes after the last event.
 */
export async function timeOnItems(tx: Tx, sittingIds: readonly string[]): Promise<TimeOnItem[]> {
  return rows<TimeOnItem>(
    tx,
    `SELECT sitting_id AS "sittingId", position, sum(gap)::int AS milliseconds FROM (
       SELECT sitting_id, (event ->> 'position')::int AS position,
         lead((event ->> 'offset')::bigint) OVER (PARTITION BY sitting_id, lease ORDER BY seq)
           - (event ->> 'offset')::bigint AS gap
       FROM response_event WHERE sitting_id = ANY($1::uuid[])) e
     WHERE gap BETWEEN 0 AND $2 GROUP BY sitting_id, position`,
    [sittingIds, ABSENT_MS],
  );
}
