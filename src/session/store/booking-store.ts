import { takesPart } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { SeatFeature } from '../domain/seat-features.js';
import type { SessionState } from '../domain/session-state.js';
import { CLOSES_AT } from './place-store.js';

type Texts = Readonly<Record<string, string>>;

/** A place that somebody holds. */
export interface BookingView {
  readonly id: string;
  readonly applicationId: string;
  readonly competitionId: string;
  readonly sessionId: string;
  readonly sessionTitle: Texts;
  readonly sessionState: SessionState;
  readonly drawId: string | null;
  readonly opensAt: Date;
  readonly entryClosesAt: Date;
  readonly minutes: number;
  readonly admission: 'none' | 'proctor' | 'seat-code' | 'either';
  readonly closesAt: Date;
  /** By PostgreSQL's clock at this reading: the candidate can move or cancel no more. */
  readonly isClosed: boolean;
  readonly centre: {
    readonly id: string;
    readonly code: string;
    readonly name: Texts;
    readonly address: Texts;
    readonly timeZone: string;
    readonly contact: string;
  };
  readonly room: string;
  readonly seat: string;
  /** What the seat has, and its room. */
  readonly features: readonly SeatFeature[];
  /** What the candidate said they need. */
  readonly needs: readonly SeatFeature[];
  /** What stands on the slip and in its QR code: opaque, and new with each place. */
  readonly slipCode: string;
  readonly bookedAt: Date;
}

const BOOKING = `
  SELECT b.id, b.application_id AS "applicationId", x.competition_id AS "competitionId", b.session_id AS "sessionId",
    x.title AS "sessionTitle", x.state AS "sessionState", x.draw_id AS "drawId", x.opens_at AS "opensAt",
    x.entry_closes_at AS "entryClosesAt", x.minutes, x.admission, ${CLOSES_AT} AS "closesAt",
    clock_timestamp() >= ${CLOSES_AT} AS "isClosed",
    json_build_object('id', c.id, 'code', c.code, 'name', c.name, 'address', c.address, 'timeZone', c.time_zone,
      'contact', c.contact) AS centre,
    r.name AS room, s.label AS seat, ARRAY(SELECT DISTINCT f FROM unnest(r.features || s.features) AS f ORDER BY f) AS features,
    b.needs, b.slip_code AS "slipCode", b.booked_at AS "bookedAt"
  FROM booking b JOIN exam_session x ON x.id = b.session_id JOIN test_centre c ON c.id = b.centre_id
    JOIN centre_seat s ON s.id = b.seat_id JOIN centre_room r ON r.id = s.room_id`;

/**
 * The one place that an application holds, or undefined: of its places in several stages, that in the last one. A place in
 * a session that was declared void is none.
 */
export async function bookingOf(tx: Tx, applicationId: string): Promise<BookingView | undefined> {
  const [booking] = await rows<BookingView>(
    tx,
    `${BOOKING} LEFT JOIN competition_stage g ON g.id = b.stage_id
     WHERE b.application_id = $1 AND b.ended_at IS NULL AND x.state <> 'void'
     ORDER BY g.position DESC NULLS LAST LIMIT 1`,
    [applicationId],
  );
  return booking;
}

/** Where an application's place in a stage is, void sessions included: what is given back when another one is booked. */
export async function bookedAt(
  tx: Tx,
  applicationId: string,
  stageId: string | null,
): Promise<{ sessionId: string; centreId: string; needs: SeatFeature[] } | undefined> {
  const [held] = await rows<{ sessionId: string; centreId: string; needs: SeatFeature[] }>(
    tx,
    `SELECT session_id AS "sessionId", centre_id AS "centreId", needs FROM booking
     WHERE application_id = $1 AND ended_at IS NULL AND stage_id IS NOT DISTINCT FROM $2`,
    [applicationId, stageId],
  );
  return held;
}

/** The place that a slip stands for, in a session; undefined where it stands for none any more. */
export async function bookingBySlipCode(
  tx: Tx,
  sessionId: string,
  slipCode: string,
): Promise<BookingView | undefined> {
  const [booking] = await rows<BookingView>(
    tx,
    `${BOOKING} WHERE b.slip_code = $2 AND b.session_id = $1 AND b.ended_at IS NULL`,
    [sessionId, slipCode],
  );
  return booking;
}

/** The applications that hold a place in a session, in no telling order: its roster. */
export async function bookedApplications(tx: Tx, sessionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT b.application_id AS id FROM booking b JOIN application a ON a.id = b.application_id
     WHERE b.session_id = $1 AND b.ended_at IS NULL AND a.state = 'submitted' AND ${takesPart('b.stage_id', 'a.id')}
     ORDER BY b.application_id`,
    [sessionId],
  );
  return found.map(({ id }) => id);
}

/** How many hold a place in a session. */
export async function bookedCount(tx: Tx, sessionId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    'SELECT count(*)::int AS count FROM booking WHERE session_id = $1 AND ended_at IS NULL',
    [sessionId],
  );
  return row?.count ?? 0;
}

export async function isBooked(tx: Tx, sessionId: string, applicationId: string): Promise<boolean> {
  const found = await rows(
    tx,
    'SELECT 1 FROM booking WHERE session_id = $1 AND application_id = $2 AND ended_at IS NULL',
    [sessionId, applicationId],
  );
  return found.length > 0;
}

/** A line of the list that an officer sees. */
export interface BookedCandidate {
  readonly bookingId: string;
  readonly applicationId: string;
  readonly fullName: string;
  readonly centreCode: string;
  readonly room: string;
  readonly seat: string;
  readonly needs: readonly SeatFeature[];
}

/**
 * Who holds a place in a session, by application.
 *
 * @param after the application of the line before. @param search the beginning of a reference, or a part of a name.
 */
export async function bookedCandidates(
  tx: Tx,
  sessionId: string,
  search: { readonly reference: string | null; readonly name: string | null },
  after: string | null,
  limit: number,
): Promise<BookedCandidate[]> {
  return rows<BookedCandidate>(
    tx,
    `SELECT b.id AS "bookingId", b.application_id AS "applicationId", p.full_name AS "fullName",
       c.code AS "centreCode", r.name AS room, s.label AS seat, b.needs
     FROM booking b JOIN application a ON a.id = b.application_id JOIN person p ON p.id = a.person_id
       JOIN test_centre c ON c.id = b.centre_id JOIN centre_seat s ON s.id = b.seat_id
       JOIN centre_room r ON r.id = s.room_id
     WHERE b.session_id = $1 AND b.ended_at IS NULL
       AND ($2::text IS NULL OR replace(a.id::text, '-', '') LIKE $2 || '%')
       AND ($3::text IS NULL OR strpos(lower(p.full_name), lower($3)) > 0)
       AND ($4::uuid IS NULL OR b.application_id > $4)
     ORDER BY b.application_id LIMIT $5`,
    [sessionId, search.reference, search.name, after, limit],
  );
}

/** An application of a competition by its reference, where there is exactly one. */
export async function applicationByReference(
  tx: Tx,
  competitionId: string,
  reference: string,
): Promise<string | undefined> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM application WHERE competition_id = $1 AND replace(id::text, '-', '') LIKE $2 || '%' LIMIT 2`,
    [competitionId, reference],
  );
  return found.length === 1 ? found[0]?.id : undefined;
}

/** Ends the place of an application in a session; its seat is free at once. */
export async function endBooking(
  tx: Tx,
  applicationId: string,
  sessionId: string,
  as: 'moved' | 'cancelled' | 'void',
): Promise<void> {
  await tx.query(
    `UPDATE booking SET ended_at = clock_timestamp(), ended_as = $3
     WHERE application_id = $1 AND session_id = $2 AND ended_at IS NULL`,
    [applicationId, sessionId, as],
  );
}

/** The place that somebody holds in this session is theirs no more: their sitting was declared void. */
export async function voidBooking(tx: Tx, sessionId: string, applicationId: string): Promise<void> {
  await tx.query(
    `UPDATE booking SET ended_at = clock_timestamp(), ended_as = 'void'
     WHERE session_id = $1 AND application_id = $2 AND ended_at IS NULL`,
    [sessionId, applicationId],
  );
}

export interface NewBooking {
  readonly id: string;
  readonly applicationId: string;
  readonly sessionId: string;
  readonly stageId: string | null;
  readonly centreId: string;
  readonly seatId: string;
  readonly needs: readonly SeatFeature[];
  readonly slipCode: string;
  readonly bookedBy: string;
  readonly reason: string | null;
}

export async function insertBooking(tx: Tx, booking: NewBooking): Promise<void> {
  await tx.query(
    `INSERT INTO booking (id, application_id, session_id, centre_id, seat_id, needs, slip_code, booked_by, reason, stage_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      booking.id,
      booking.applicationId,
      booking.sessionId,
      booking.centreId,
      booking.seatId,
      booking.needs,
      booking.slipCode,
      booking.bookedBy,
      booking.reason,
      booking.stageId,
    ],
  );
}

/** The applications with a place in a session whose seat lacks something that they said they need. */
export async function unmetNeeds(tx: Tx, sessionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT b.application_id AS id FROM booking b JOIN centre_seat s ON s.id = b.seat_id
       JOIN centre_room r ON r.id = s.room_id
     WHERE b.session_id = $1 AND b.ended_at IS NULL AND NOT b.needs <@ (r.features || s.features)`,
    [sessionId],
  );
  return found.map(({ id }) => id);
}
