import type { Aids, SealedRow } from '../../form/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';

/** Somebody before the door of a session: all that is known of them there. */
export interface EntryView {
  readonly applicationId: string;
  readonly hasApplied: boolean;
  readonly language: string;
  /** Milliseconds since 1970, PostgreSQL's clock. */
  readonly now: number;
  /** An officer lets them sit again here after a failure, also when entry is closed. */
  readonly beginsAgain: boolean;
  /** The one that counts, or the last void one; null for who has none, or begins again. */
  readonly sitting: { readonly id: string; readonly state: 'open' | 'closed' | 'void' } | null;
  /** Null for who comes late and has taken no spare number yet. */
  readonly candidateNumber: string | null;
  /** Hex: stated for the number when the draw was made. */
  readonly formHash: string | null;
  readonly aids: Aids | null;
  readonly sealed: SealedRow | null;
}

interface EntryRow extends Omit<EntryView, 'now' | 'sealed' | 'sitting'> {
  readonly now: string;
  readonly sittingId: string | null;
  readonly sittingState: 'open' | 'closed' | 'void' | null;
  readonly address: string | null;
  readonly bytes: number;
  readonly keyId: string;
  readonly places: Buffer;
  readonly sealedHash: string;
}

/**
 * Somebody's application, number, sealed form and sitting in a session, in one query by primary keys; undefined for who
 * never applied.
 *
 * @param withPlaces whether what the server alone reads of the sealed form is wanted: some kilobytes.
 */
export async function entryOf(
  tx: Tx,
  session: Pick<SessionView, 'id' | 'competitionId' | 'drawId'>,
  personId: string,
  withPlaces: boolean,
): Promise<EntryView | undefined> {
  const [row] = await rows<EntryRow>(
    tx,
    `SELECT a.id AS "applicationId", a.state = 'submitted' AS "hasApplied", a.language,
       (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
       EXISTS (SELECT 1 FROM sitting z JOIN sitting_void v ON v.sitting_id = z.id AND v.again = 'here'
         WHERE z.person_id = a.person_id AND z.session_id = $1) AS "beginsAgain",
       s.id AS "sittingId", s.state AS "sittingState", coalesce(s.candidate_number, n.number) AS "candidateNumber",
       encode(n.form_hash, 'hex') AS "formHash", p.body -> 'aids' AS aids,
       encode(f.address, 'hex') AS address, f.bytes, f.key_id AS "keyId", encode(f.form_hash, 'hex') AS "sealedHash",
       CASE WHEN $5 THEN f.places END AS places
     FROM application a
     LEFT JOIN LATERAL (SELECT z.id, z.state, z.candidate_number FROM sitting z
       LEFT JOIN sitting_void v ON v.sitting_id = z.id
       WHERE z.person_id = a.person_id AND z.session_id = $1 AND v.again IS DISTINCT FROM 'here'
       ORDER BY z.state = 'void', z.started_at DESC LIMIT 1) s ON true
     LEFT JOIN draw_number n ON n.draw_id = $3 AND n.holder_id = a.id AND n.voided_at IS NULL
     LEFT JOIN draw d ON d.id = $3 LEFT JOIN programme p ON p.id = d.programme_id
     LEFT JOIN sealed_form f ON f.draw_id = $3 AND f.number = coalesce(s.candidate_number, n.number)
     WHERE a.competition_id = $2 AND a.person_id = $4`,
    [session.id, session.competitionId, session.drawId, personId, withPlaces],
  );
  if (!row) return undefined;
  const { now, sittingId, sittingState, address, bytes, keyId, places, sealedHash, ...entry } = row;
  return {
    ...entry,
    now: Number(now),
    sitting: sittingId && sittingState ? { id: sittingId, state: sittingState } : null,
    sealed: address ? { address, bytes, keyId, places, formHash: sealedHash } : null,
  };
}
