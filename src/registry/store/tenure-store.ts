import { rows, type Tx } from '../../platform/index.js';

/** The entry that states the end of an appointment. */
export interface TenureEnd {
  readonly publicId: string;
  readonly reason: string;
  /** `yyyy-mm-dd`. */
  readonly endedOn: string;
}

/** How an appointment ended, by what its fact is about; undefined while it holds. */
export async function tenureEndOf(tx: Tx, appointment: string): Promise<TenureEnd | undefined> {
  const [end] = await rows<TenureEnd>(
    tx,
    `SELECT public_id AS "publicId", content #>> '{shown,reason}' AS reason, content #>> '{shown,endedOn}' AS "endedOn"
     FROM registry_entry WHERE type = 'tenure-ended' AND fact ->> 'subject' = $1`,
    [appointment],
  );
  return end;
}

/** Public id of the entry of an appointment; undefined where there is none. */
export async function appointmentEntryOf(tx: Tx, appointment: string): Promise<string | undefined> {
  const [entry] = await rows<{ publicId: string }>(
    tx,
    `SELECT public_id AS "publicId" FROM registry_entry WHERE type = 'appointment' AND fact ->> 'subject' = $1
     UNION ALL
     SELECT public_id FROM registry_entry
     WHERE type IN ('appointment-without-competition', 'appointment-imported') AND fact ->> 'subject' = $1`,
    [appointment],
  );
  return entry?.publicId;
}
