import { takesPart } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { IdentityCheck } from '../domain/identity-check.js';
import type { SessionView } from './session-store.js';

/** What a candidate needs before the start, and whether they have it. */
export interface AdmissionView {
  readonly needed: SessionView['admission'];
  /** True as well where nothing is needed. */
  readonly admitted: boolean;
  /** Why a proctor refused them; null where nobody did. */
  readonly refusedBecause: string | null;
  /** Who made sure who they are, and how; null where no proctor has admitted them. */
  readonly check: IdentityView | null;
}

/** How the identity of somebody was checked at the door, and who answers for it. */
export interface IdentityView {
  /** not-said: they were admitted, and whoever did it did not say how they had made sure. */
  readonly how: IdentityCheck['how'];
  /** What kind of document was seen. */
  readonly document: string | null;
  /** Name and position. */
  readonly official: string;
  readonly at: Date;
}

const CHECK = `CASE WHEN state = 'admitted' AND way = 'proctor' THEN json_build_object('how', coalesce(identity, 'not-said'),
  'document', identity_document, 'official', official, 'at', at) END AS check`;

type KeptCheck = (Omit<IdentityView, 'at'> & { readonly at: string }) | null;
const checkOf = (kept: KeptCheck | undefined): IdentityView | null =>
  kept ? { ...kept, at: new Date(kept.at) } : null;

/** How the identity of a candidate of a session was checked; null where no proctor has admitted them. */
export async function identityCheckOf(
  tx: Tx,
  sessionId: string,
  applicationId: string,
): Promise<IdentityView | null> {
  const [row] = await rows<{ check: KeptCheck }>(
    tx,
    `SELECT ${CHECK} FROM session_admission WHERE session_id = $1 AND application_id = $2`,
    [sessionId, applicationId],
  );
  return checkOf(row?.check);
}

/** Whether a candidate was let in. One read by primary key, and none where the session admits nobody by hand. */
export async function admissionOf(
  tx: Tx,
  session: Pick<SessionView, 'id' | 'admission'>,
  applicationId: string,
): Promise<AdmissionView> {
  const needed = session.admission;
  if (needed === 'none') return { needed, admitted: true, refusedBecause: null, check: null };
  const [row] = await rows<{ state: 'admitted' | 'refused'; reason: string | null; check: KeptCheck }>(
    tx,
    `SELECT state, reason, ${CHECK} FROM session_admission WHERE session_id = $1 AND application_id = $2`,
    [session.id, applicationId],
  );
  return {
    needed,
    admitted: row?.state === 'admitted',
    refusedBecause: row?.reason ?? null,
    check: checkOf(row?.check),
  };
}

/** A candidate as a proctor finds them at the door. */
export interface AtTheDoor {
  readonly applicationId: string;
  readonly personId: string;
  /** Null for a late candidate: they get a spare number when they begin. */
  readonly candidateNumber: string | null;
  /** Room and seat, where places are booked. */
  readonly seat: string | null;
  readonly state: 'admitted' | 'refused' | null;
  readonly way: 'proctor' | 'seat-code' | null;
  readonly reason: string | null;
  readonly official: string | null;
  readonly at: Date | null;
  /** How a proctor who admitted them had made sure who they are. */
  readonly identity: IdentityCheck['how'] | null;
  readonly identityDocument: string | null;
  /** Asked from the waiting room within the last minute. */
  readonly isWaiting: boolean;
  readonly hasBegun: boolean;
}

const AT_THE_DOOR = `
  SELECT a.id AS "applicationId", a.person_id AS "personId", n.number AS "candidateNumber",
    CASE WHEN b.id IS NOT NULL THEN r.name || ', ' || cs.label END AS seat, d.state, d.way, d.reason,
    d.official, d.at, d.identity, d.identity_document AS "identityDocument", coalesce(w.seen_at > clock_timestamp() - interval '1 minute', false) AS "isWaiting",
    EXISTS (SELECT 1 FROM sitting s WHERE s.session_id = x.id AND s.application_id = a.id AND s.state <> 'void') AS "hasBegun"
  FROM exam_session x
  JOIN application a ON a.competition_id = x.competition_id AND a.state = 'submitted' AND ${takesPart('x.stage_id', 'a.id')}
  LEFT JOIN draw_number n ON n.draw_id = x.draw_id AND n.holder_id = a.id AND n.voided_at IS NULL
  LEFT JOIN session_admission d ON d.session_id = x.id AND d.application_id = a.id
  LEFT JOIN session_presence w ON w.session_id = x.id AND w.application_id = a.id
  LEFT JOIN booking b ON b.session_id = x.id AND b.application_id = a.id AND b.ended_at IS NULL
  LEFT JOIN centre_seat cs ON cs.id = b.seat_id LEFT JOIN centre_room r ON r.id = cs.room_id
  WHERE x.id = $1 AND (x.entry = 'applied' OR b.id IS NOT NULL) AND (x.replaces_id IS NULL OR EXISTS (
    SELECT 1 FROM session_entitlement e WHERE e.session_id = x.id AND e.application_id = a.id))`;

// As it stands on the slip, in groups, or as its QR code has it.
const SLIP = `regexp_replace(upper($2), '[^A-Z0-9]', '', 'g')`;

/** Candidates by the beginning of their number, the code of their slip, or a part of their name; numbers and slips first. */
export async function findAtTheDoor(
  tx: Tx,
  sessionId: string,
  search: string,
  limit: number,
): Promise<AtTheDoor[]> {
  return rows<AtTheDoor>(
    tx,
    `${AT_THE_DOOR} AND (starts_with(n.number, upper($2)) OR b.slip_code = ${SLIP} OR EXISTS (
       SELECT 1 FROM person p WHERE p.id = a.person_id AND position(lower($2) IN lower(p.full_name)) > 0))
     ORDER BY coalesce(starts_with(n.number, upper($2)) OR b.slip_code = ${SLIP}, false) DESC, n.number COLLATE "C" NULLS LAST, a.id LIMIT $3`,
    [sessionId, search, limit],
  );
}

/** Who waits to be admitted, the first to come first. */
export async function waitingAtTheDoor(tx: Tx, sessionId: string, limit: number): Promise<AtTheDoor[]> {
  return rows<AtTheDoor>(
    tx,
    `SELECT * FROM (${AT_THE_DOOR} AND w.seen_at > clock_timestamp() - interval '1 minute' AND d.state IS NULL) door
     WHERE NOT "hasBegun" ORDER BY "candidateNumber" COLLATE "C" NULLS LAST, "applicationId" LIMIT $2`,
    [sessionId, limit],
  );
}

/** One candidate of a session, or undefined where they are none of it. */
export async function atTheDoor(
  tx: Tx,
  sessionId: string,
  applicationId: string,
): Promise<AtTheDoor | undefined> {
  const [one] = await rows<AtTheDoor>(tx, `${AT_THE_DOOR} AND a.id = $2`, [sessionId, applicationId]);
  return one;
}

/** The code that is shown in a session's rooms now. */
export interface SeatCodeView {
  readonly code: string;
  readonly issuedAt: Date;
  readonly official: string;
}

export async function seatCodeOf(tx: Tx, sessionId: string): Promise<SeatCodeView | undefined> {
  const [row] = await rows<SeatCodeView>(
    tx,
    `SELECT code, issued_at AS "issuedAt", official FROM session_seat_code
     WHERE session_id = $1 AND revoked_at IS NULL`,
    [sessionId],
  );
  return row;
}

/** Whether candidates come to a session's door now: from half a day before it opens until nobody enters any more. */
export async function isDoorTime(tx: Tx, sessionId: string): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM exam_session
     WHERE id = $1 AND clock_timestamp() BETWEEN opens_at - interval '12 hours' AND entry_closes_at`,
    [sessionId],
  );
  return found.length > 0;
}
