import { takesPart } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { SeatFeature } from '../domain/seat-features.js';

type Texts = Readonly<Record<string, string>>;

/** Until when candidates book: a session's own time, or a day before it opens; never after it has opened. */
export const CLOSES_AT = `least(x.opens_at, coalesce(x.booking_closes_at, x.opens_at - interval '24 hours'))`;

/** Places of one session in one centre. */
export interface PlaceView {
  readonly sessionId: string;
  readonly sessionTitle: Texts;
  readonly opensAt: Date;
  readonly entryClosesAt: Date;
  readonly minutes: number;
  readonly closesAt: Date;
  readonly centre: {
    readonly id: string;
    readonly code: string;
    readonly name: Texts;
    readonly address: Texts;
    readonly timeZone: string;
    readonly contact: string;
  };
  readonly capacity: number;
  readonly booked: number;
  /** Never below nought, and never more than there are free seats. */
  readonly free: number;
  /** What free seats have, of what somebody may need. */
  readonly features: readonly SeatFeature[];
}

const FREE_SEATS = `
  FROM session_room sr JOIN centre_room r ON r.id = sr.room_id AND r.retired_at IS NULL
    JOIN centre_seat s ON s.room_id = r.id AND s.retired_at IS NULL
  WHERE sr.session_id = p.session_id AND sr.centre_id = p.centre_id
    AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.session_id = p.session_id AND b.seat_id = s.id AND b.ended_at IS NULL)`;

const PLACE = `
  SELECT p.session_id AS "sessionId", x.title AS "sessionTitle", x.opens_at AS "opensAt",
    x.entry_closes_at AS "entryClosesAt", x.minutes, ${CLOSES_AT} AS "closesAt",
    json_build_object('id', c.id, 'code', c.code, 'name', c.name, 'address', c.address, 'timeZone', c.time_zone,
      'contact', c.contact) AS centre,
    p.capacity, held.count AS booked, greatest(0, least(p.capacity - held.count, free.count)) AS free,
    coalesce(free.features, '{}') AS features
  FROM session_centre p JOIN exam_session x ON x.id = p.session_id JOIN test_centre c ON c.id = p.centre_id
    CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM booking b
      WHERE b.session_id = p.session_id AND b.centre_id = p.centre_id AND b.ended_at IS NULL) held
    CROSS JOIN LATERAL (SELECT count(DISTINCT s.id)::int AS count, array_agg(DISTINCT f.name) FILTER (WHERE f.name IS NOT NULL) AS features
      FROM (SELECT s.id, r.features || s.features AS features ${FREE_SEATS}) s
        LEFT JOIN LATERAL unnest(s.features) AS f (name) ON true) free`;

/** A later stage is for those who went on to it, and what replaces another for those alone whose exam could not be held. */
const IS_FOR = `${takesPart('x.stage_id', '$2::uuid')} AND (x.replaces_id IS NULL OR EXISTS (
  SELECT 1 FROM session_entitlement t WHERE t.session_id = x.id AND t.application_id = $2))`;

/**
 * What somebody who applied can book now: planned sessions whose roster is not fixed, by centre and time.
 *
 * @param applicationId null for who has not applied: what is for everybody.
 */
export async function bookablePlaces(
  tx: Tx,
  competitionId: string,
  applicationId: string | null,
): Promise<PlaceView[]> {
  return rows<PlaceView>(
    tx,
    `${PLACE} WHERE x.competition_id = $1 AND x.entry = 'booked' AND x.state = 'scheduled' AND x.draw_id IS NULL
       AND clock_timestamp() < ${CLOSES_AT} AND p.capacity > 0 AND ${IS_FOR}
     ORDER BY c.code COLLATE "C", x.opens_at, x.id`,
    [competitionId, applicationId],
  );
}

/** What a session offers, by centre. */
export async function placesOf(tx: Tx, sessionId: string): Promise<PlaceView[]> {
  return rows<PlaceView>(tx, `${PLACE} WHERE p.session_id = $1 ORDER BY c.code COLLATE "C"`, [sessionId]);
}

/** Whether a competition has a session with places for this applicant that is still to come. */
export async function hasPlaces(tx: Tx, competitionId: string, applicationId: string): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM exam_session x JOIN session_centre p ON p.session_id = x.id
     WHERE x.competition_id = $1 AND x.entry = 'booked' AND x.state = 'scheduled' AND ${IS_FOR} LIMIT 1`,
    [competitionId, applicationId],
  );
  return found.length > 0;
}

/** The rooms that a session offers: their ids, by centre. */
export async function offeredRooms(
  tx: Tx,
  sessionId: string,
): Promise<{ centreId: string; roomId: string }[]> {
  return rows<{ centreId: string; roomId: string }>(
    tx,
    `SELECT centre_id AS "centreId", room_id AS "roomId" FROM session_room WHERE session_id = $1 ORDER BY room_id`,
    [sessionId],
  );
}

/** The time that a session can take up: from its opening to the last deadline of who enters last. */
export interface SessionSpan {
  readonly id: string;
  readonly opensAt: Date;
  readonly entryClosesAt: Date;
  readonly minutes: number;
}

/** Whether another session has one of these rooms while this one can last. Whoever asks has locked the centre. */
export async function roomsAreBusy(tx: Tx, span: SessionSpan, roomIds: readonly string[]): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM session_room sr JOIN exam_session x ON x.id = sr.session_id
     WHERE sr.room_id = ANY($1::uuid[]) AND x.id <> $2 AND x.state IN ('scheduled', 'open')
       AND x.opens_at < $4::timestamptz + make_interval(mins => $5)
       AND $3::timestamptz < x.entry_closes_at + make_interval(mins => x.minutes) LIMIT 1`,
    [roomIds, span.id, span.opensAt, span.entryClosesAt, span.minutes],
  );
  return found.length > 0;
}

export interface BookingTerms {
  readonly entry: 'applied' | 'booked';
  readonly closesAt: Date;
  /** By PostgreSQL's clock at this reading. */
  readonly isClosed: boolean;
}

/** Until when a session takes bookings. */
export async function bookingTerms(tx: Tx, sessionId: string): Promise<BookingTerms | undefined> {
  const [terms] = await rows<BookingTerms>(
    tx,
    `SELECT x.entry, ${CLOSES_AT} AS "closesAt", clock_timestamp() >= ${CLOSES_AT} AS "isClosed"
     FROM exam_session x WHERE x.id = $1`,
    [sessionId],
  );
  return terms;
}

/** A centre's places in a session, locked: who would book there waits. Its capacity, or undefined where it offers none. */
export async function lockPlaces(tx: Tx, sessionId: string, centreId: string): Promise<number | undefined> {
  const [row] = await rows<{ capacity: number }>(
    tx,
    'SELECT capacity FROM session_centre WHERE session_id = $1 AND centre_id = $2 FOR NO KEY UPDATE',
    [sessionId, centreId],
  );
  return row?.capacity;
}

/** The free seats of a centre in a session, with all that each has. */
export async function freeSeats(
  tx: Tx,
  sessionId: string,
  centreId: string,
): Promise<{ id: string; features: SeatFeature[] }[]> {
  return rows<{ id: string; features: SeatFeature[] }>(
    tx,
    `SELECT s.id, ARRAY(SELECT DISTINCT f FROM unnest(r.features || s.features) AS f) AS features
     ${FREE_SEATS.replaceAll('p.session_id', '$1').replaceAll('p.centre_id', '$2')} ORDER BY s.id`,
    [sessionId, centreId],
  );
}
