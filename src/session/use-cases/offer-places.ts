import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { lockCentre, roomsOf } from '../store/centre-store.js';
import { lockPlaces, roomsAreBusy } from '../store/place-store.js';
import { lockSession, type SessionView } from '../store/session-store.js';
import { noSession } from '../domain/no-session.js';

export interface OfferedPlaces {
  readonly centreId: string;
  readonly roomIds: readonly string[];
  /** Places at most: fewer than there are seats where people sit apart. */
  readonly capacity: number;
}

/**
 * What places a session offers, centre by centre, and until when they are booked.
 *
 * Refusals: SITTING.NO_SESSION, SESSION.NO_PLACES (whoever applied may enter), SITTING.SESSION_STATE,
 * CENTRE.NOT_FOUND, CENTRE.RETIRED, CENTRE.NO_ROOM, SESSION.CAPACITY (more than seats), SESSION.PLACES_HELD (fewer than
 * are booked, or without a room that somebody is in), SESSION.ROOM_BUSY (another session is there then),
 * SESSION.CLOSING_TIME.
 */
@Injectable()
export class OfferPlaces {
  constructor(private readonly database: Database) {}

  /** Sets what one centre offers; capacity 0 without rooms takes its offer back. */
  async run(
    principal: Principal,
    sessionId: string,
    wish: OfferedPlaces,
  ): Promise<Result<{ capacity: number }>> {
    return this.#change(sessionId, async (tx, session) => {
      const centre = await lockCentre(tx, wish.centreId);
      if (!centre) return refuse('not-found', 'CENTRE.NOT_FOUND', 'There is no such centre.');
      if (centre.retiredAt) return refuse('conflict', 'CENTRE.RETIRED', 'This centre is retired.');
      const roomIds = [...new Set(wish.roomIds)];
      const rooms = (await roomsOf(tx, centre.id)).filter(({ id }) => roomIds.includes(id));
      if (rooms.length < roomIds.length) {
        return refuse('invalid', 'CENTRE.NO_ROOM', 'This centre has no such room.', {
          fields: { rooms: 'CENTRE.NO_ROOM' },
        });
      }
      const seats = rooms.reduce((sum, room) => sum + room.seats.length, 0);
      if (wish.capacity > seats || (wish.capacity === 0 && seats > 0)) {
        return refuse('invalid', 'SESSION.CAPACITY', 'There are not as many seats in these rooms.', {
          fields: { capacity: 'SESSION.CAPACITY' },
          data: { seats },
        });
      }
      await tx.query(
        'INSERT INTO session_centre (session_id, centre_id, capacity) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING',
        [sessionId, centre.id],
      );
      await lockPlaces(tx, sessionId, centre.id);
      const held = await heldIn(tx, sessionId, centre.id, roomIds);
      if (held.all > wish.capacity || held.elsewhere > 0) {
        return refuse(
          'conflict',
          'SESSION.PLACES_HELD',
          'People have booked more than that, or other rooms.',
          {
            data: { count: held.all },
          },
        );
      }
      if (await roomsAreBusy(tx, session, roomIds)) {
        return refuse('conflict', 'SESSION.ROOM_BUSY', 'Another session is in one of these rooms then.', {
          fields: { rooms: 'SESSION.ROOM_BUSY' },
        });
      }
      await keepOffer(tx, sessionId, { ...wish, roomIds });
      await recordDecision(tx, principal, {
        action: 'places-offered',
        subject: centre.code,
        scopeId: sessionId,
      });
      return ok({ capacity: wish.capacity });
    });
  }

  /** @param closesAt until when candidates book, move and cancel: not after the session opens. */
  async closeAt(
    principal: Principal,
    sessionId: string,
    closesAt: Date,
  ): Promise<Result<{ closesAt: Date }>> {
    return this.#change(sessionId, async (tx, session) => {
      if (closesAt > session.opensAt) {
        return refuse('invalid', 'SESSION.CLOSING_TIME', 'Booking closes before the session opens.', {
          fields: { closesAt: 'SESSION.CLOSING_TIME' },
        });
      }
      await tx.query('UPDATE exam_session SET booking_closes_at = $2 WHERE id = $1', [sessionId, closesAt]);
      await recordDecision(tx, principal, {
        action: 'booking-time-set',
        subject: sessionId,
        scopeId: sessionId,
      });
      return ok({ closesAt });
    });
  }

  async #change<T>(
    sessionId: string,
    work: (tx: Tx, session: SessionView) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (session.entry !== 'booked') {
        return refuse('conflict', 'SESSION.NO_PLACES', 'Whoever applied may enter this session.');
      }
      if (session.state !== 'scheduled') {
        return refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
      }
      return work(tx, session);
    });
  }
}

/** How many hold a place in a centre, and how many of them outside these rooms. */
async function heldIn(tx: Tx, sessionId: string, centreId: string, roomIds: readonly string[]) {
  const [held] = await rows<{ all: number; elsewhere: number }>(
    tx,
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE s.room_id <> ALL($3::uuid[]))::int AS elsewhere
     FROM booking b JOIN centre_seat s ON s.id = b.seat_id
     WHERE b.session_id = $1 AND b.centre_id = $2 AND b.ended_at IS NULL`,
    [sessionId, centreId, roomIds],
  );
  return held ?? { all: 0, elsewhere: 0 };
}

async function keepOffer(tx: Tx, sessionId: string, offer: OfferedPlaces): Promise<void> {
  const { centreId, roomIds, capacity } = offer;
  await tx.query('UPDATE session_centre SET capacity = $3 WHERE session_id = $1 AND centre_id = $2', [
    sessionId,
    centreId,
    capacity,
  ]);
  await tx.query('DELETE FROM session_room WHERE session_id = $1 AND centre_id = $2', [sessionId, centreId]);
  await tx.query(
    'INSERT INTO session_room (session_id, centre_id, room_id) SELECT $1, $2, unnest($3::uuid[])',
    [sessionId, centreId, roomIds],
  );
}
