import { rows, type Tx } from '../../platform/index.js';
import type { SeatFeature } from '../domain/seat-features.js';

type Texts = Readonly<Record<string, string>>;

export interface CentreView {
  readonly id: string;
  /** Public and lasting. */
  readonly code: string;
  readonly name: Texts;
  readonly address: Texts;
  /** IANA name. */
  readonly timeZone: string;
  readonly contact: string;
  readonly retiredAt: Date | null;
  /** Rooms and seats in use. */
  readonly rooms: number;
  readonly seats: number;
}

const CENTRE = `
  SELECT c.id, c.code, c.name, c.address, c.time_zone AS "timeZone", c.contact, c.retired_at AS "retiredAt",
    (SELECT count(*)::int FROM centre_room r WHERE r.centre_id = c.id AND r.retired_at IS NULL) AS rooms,
    (SELECT count(*)::int FROM centre_room r JOIN centre_seat s ON s.room_id = r.id
     WHERE r.centre_id = c.id AND r.retired_at IS NULL AND s.retired_at IS NULL) AS seats
  FROM test_centre c`;

/** All centres: those in use first, each by its code. */
export async function centres(tx: Tx): Promise<CentreView[]> {
  return rows<CentreView>(tx, `${CENTRE} ORDER BY c.retired_at IS NOT NULL, c.code COLLATE "C"`);
}

export async function centreById(tx: Tx, centreId: string): Promise<CentreView | undefined> {
  const [centre] = await rows<CentreView>(tx, `${CENTRE} WHERE c.id = $1`, [centreId]);
  return centre;
}

/** The centre for change: others who would change it, or offer places in it, wait. */
export async function lockCentre(tx: Tx, centreId: string): Promise<CentreView | undefined> {
  const locked = await rows(tx, 'SELECT 1 FROM test_centre WHERE id = $1 FOR NO KEY UPDATE', [centreId]);
  return locked.length > 0 ? centreById(tx, centreId) : undefined;
}

export interface SeatView {
  readonly id: string;
  readonly label: string;
  readonly features: readonly SeatFeature[];
}

export interface RoomView {
  readonly id: string;
  readonly name: string;
  /** Of all its seats. */
  readonly features: readonly SeatFeature[];
  readonly seats: readonly SeatView[];
}

/** The rooms of a centre that are in use, by name, with their seats in order. */
export async function roomsOf(tx: Tx, centreId: string): Promise<RoomView[]> {
  return rows<RoomView>(
    tx,
    `SELECT r.id, r.name, r.features,
       coalesce(json_agg(json_build_object('id', s.id, 'label', s.label, 'features', s.features) ORDER BY s.position)
         FILTER (WHERE s.id IS NOT NULL), '[]') AS seats
     FROM centre_room r LEFT JOIN centre_seat s ON s.room_id = r.id AND s.retired_at IS NULL
     WHERE r.centre_id = $1 AND r.retired_at IS NULL GROUP BY r.id ORDER BY r.name COLLATE "C", r.id`,
    [centreId],
  );
}

/**
 * Places that people hold in sessions that are not over, in a centre, a room, or single seats of it.
 *
 * @param labels seats of the room; null for all of them.
 */
export async function heldPlaces(
  tx: Tx,
  where: {
    readonly centreId: string;
    readonly roomId: string | null;
    readonly labels: readonly string[] | null;
  },
): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count
     FROM booking b JOIN exam_session x ON x.id = b.session_id JOIN centre_seat s ON s.id = b.seat_id
     WHERE b.centre_id = $1 AND b.ended_at IS NULL AND x.state IN ('scheduled', 'open')
       AND ($2::uuid IS NULL OR s.room_id = $2) AND ($3::text[] IS NULL OR s.label = ANY($3))`,
    [where.centreId, where.roomId, where.labels],
  );
  return row?.count ?? 0;
}
