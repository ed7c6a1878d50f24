import { takesPart } from '../../competition/index.js';
import type { Aids, SealedRow } from '../../form/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import { GRANTED } from './accommodation-store.js';

/** Somebody before the door of a session: all that is known of them there. */
export interface EntryView {
  readonly applicationId: string;
  readonly hasApplied: boolean;
  /** The stages before the session's let them go on to it. */
  readonly isInStage: boolean;
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
  /** What was granted and stands. */
  readonly accommodations: Accommodations;
  readonly sealed: SealedRow | null;
}

/** Who stands before which session. */
export interface EntryWish {
  readonly session: Pick<SessionView, 'id' | 'competitionId' | 'stageId' | 'drawId'>;
  readonly personId: string;
  /** Whether what the server alone reads of the sealed form is wanted too: some kilobytes. */
  readonly withPlaces: boolean;
}

interface EntryRow extends Omit<EntryView, 'now' | 'sealed' | 'sitting'> {
  readonly place: number;
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
 * People's applications, numbers, sealed forms and sittings in a session, for all who ask together in one query, each
 * by primary keys.
 *
 * @returns in the order of the wishes; undefined for who never applied.
 */
export async function entriesOf(tx: Tx, wishes: readonly EntryWish[]): Promise<(EntryView | undefined)[]> {
  const found = await rows<EntryRow>(tx, ENTRIES, [
    wishes.map(({ session }) => session.id),
    wishes.map(({ session }) => session.competitionId),
    wishes.map(({ session }) => session.drawId),
    wishes.map(({ personId }) => personId),
    wishes.map(({ withPlaces }) => withPlaces),
    wishes.map(({ session }) => session.stageId),
  ]);
  const views: (EntryView | undefined)[] = wishes.map(() => undefined);
  for (const row of found) {
    const { place, now, sittingId, sittingState, address, bytes, keyId, places, sealedHash, ...entry } = row;
    views[place - 1] = {
      ...entry,
      now: Number(now),
      sitting: sittingId && sittingState ? { id: sittingId, state: sittingState } : null,
      sealed: address ? { address, bytes, keyId, places, formHash: sealedHash } : null,
    };
  }
  return views;
}

const ENTRIES = `
  SELECT w.place::int, a.id AS "applicationId", a.state = 'submitted' AS "hasApplied",
    ${takesPart('w.stage_id', 'a.id')} AS "isInStage", a.language,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
    EXISTS (SELECT 1 FROM sitting z JOIN sitting_void v ON v.sitting_id = z.id AND v.again = 'here'
      WHERE z.person_id = w.person_id AND z.session_id = w.session_id) AS "beginsAgain",
    s.id AS "sittingId", s.state AS "sittingState", coalesce(s.candidate_number, n.number) AS "candidateNumber",
    encode(n.form_hash, 'hex') AS "formHash", p.body -> 'aids' AS aids,
    ${GRANTED('c')} AS accommodations,
    encode(f.address, 'hex') AS address, f.bytes, f.key_id AS "keyId", encode(f.form_hash, 'hex') AS "sealedHash",
    CASE WHEN w.with_places THEN f.places END AS places
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::boolean[], $6::uuid[]) WITH ORDINALITY
      AS w (session_id, competition_id, draw_id, person_id, with_places, stage_id, place)
    JOIN application a ON a.competition_id = w.competition_id AND a.person_id = w.person_id
    LEFT JOIN LATERAL (SELECT z.id, z.state, z.candidate_number FROM sitting z
      LEFT JOIN sitting_void v ON v.sitting_id = z.id
      WHERE z.person_id = w.person_id AND z.session_id = w.session_id AND v.again IS DISTINCT FROM 'here'
      ORDER BY z.state = 'void', z.started_at DESC LIMIT 1) s ON true
    LEFT JOIN accommodation c ON c.application_id = a.id AND c.revoked_at IS NULL
    LEFT JOIN draw_number n ON n.draw_id = w.draw_id AND n.holder_id = a.id AND n.voided_at IS NULL
    LEFT JOIN draw d ON d.id = w.draw_id LEFT JOIN programme p ON p.id = d.programme_id
    LEFT JOIN sealed_form f ON f.draw_id = w.draw_id AND f.number = coalesce(s.candidate_number, n.number)`;
