import { rows, type Tx } from '../../platform/index.js';
import type { SessionHead } from '../domain/session-file.js';

/** A session whose answer sheets are public. */
export interface DisclosureView {
  /** As it was published, and stays. */
  readonly head: SessionHead;
  readonly official: string;
  readonly disclosedAt: Date;
}

/** What was disclosed of a session, or undefined. */
export async function disclosureOf(tx: Tx, sessionId: string): Promise<DisclosureView | undefined> {
  const [found] = await rows<DisclosureView>(
    tx,
    `SELECT c.content AS head, concat_ws(', ', a.display_name, a.position) AS official, d.disclosed_at AS "disclosedAt"
     FROM session_disclosure d JOIN registry_chunk c ON c.hash = d.head_hash JOIN account a ON a.id = d.disclosed_by
     WHERE d.session_id = $1`,
    [sessionId],
  );
  return found;
}

/** Public sheets that are shown no more: candidate number → the place in the log of the receipt. The registry removes them. */
export async function removedSheets(tx: Tx, sessionId: string): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ number: string; seq: number }>(
    tx,
    'SELECT candidate_number AS number, seq::float8 AS seq FROM removed_sheet WHERE session_id = $1',
    [sessionId],
  );
  return new Map(found.map(({ number, seq }) => [number, seq]));
}

/** @returns when it was disclosed; undefined where it was before. */
export async function keepDisclosure(
  tx: Tx,
  one: {
    readonly sessionId: string;
    readonly scoringVersionId: string;
    /** Hex. */
    readonly headHash: string;
    readonly accountId: string;
  },
): Promise<Date | undefined> {
  const [kept] = await rows<{ at: Date }>(
    tx,
    `INSERT INTO session_disclosure (session_id, scoring_version_id, head_hash, disclosed_by)
     VALUES ($1, $2, decode($3, 'hex'), $4) ON CONFLICT DO NOTHING RETURNING disclosed_at AS at`,
    [one.sessionId, one.scoringVersionId, one.headHash, one.accountId],
  );
  return kept?.at;
}
