import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, isUniqueViolation, type Principal, type Tx } from '../../platform/index.js';
import type { SeatFeature } from '../domain/seat-features.js';
import { planSeats, type PlannedSeat, type SeatWish } from '../domain/seat-plan.js';
import { heldPlaces, lockCentre, roomsOf } from '../store/centre-store.js';
import { inUse, noCentre } from './save-centre.js';

export interface RoomWish {
  readonly name: string;
  /** What all seats of the room have. */
  readonly features: readonly SeatFeature[];
  readonly seats: SeatWish;
}

/**
 * Rooms of a centre with their seats. A seat that is left out is retired, and one that comes back is the same seat.
 *
 * Refusals: CENTRE.NOT_FOUND, CENTRE.NO_ROOM, CENTRE.RETIRED, CENTRE.ROOM_TAKEN, CENTRE.IN_USE (people hold places on
 * what would be retired), and those of {@link planSeats}.
 */
@Injectable()
export class SaveRoom {
  constructor(private readonly database: Database) {}

  /** @param roomId null makes a room. */
  async run(
    principal: Principal,
    centreId: string,
    roomId: string | null,
    wish: RoomWish,
  ): Promise<Result<{ roomId: string }>> {
    const plan = planSeats(wish.seats);
    if (!plan.ok) return plan;
    return this.#change(centreId, async (tx, code) => {
      const known = roomId && (await roomsOf(tx, centreId)).find(({ id }) => id === roomId);
      if (roomId && !known) return noRoom();
      if (known) {
        const kept = new Set(plan.value.map(({ label }) => label));
        const labels = known.seats.map(({ label }) => label).filter((label) => !kept.has(label));
        const held = await heldPlaces(tx, { centreId, roomId: known.id, labels });
        if (held > 0) return inUse(held);
      }
      const id = roomId ?? newId();
      await tx.query(
        `INSERT INTO centre_room (id, centre_id, name, features) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, features = EXCLUDED.features`,
        [id, centreId, wish.name.trim(), wish.features],
      );
      await keepSeats(tx, id, plan.value);
      await recordDecision(tx, principal, {
        action: roomId ? 'centre-room-changed' : 'centre-room-added',
        subject: code,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ roomId: id });
    });
  }

  async retire(principal: Principal, centreId: string, roomId: string): Promise<Result<{ roomId: string }>> {
    return this.#change(centreId, async (tx, code) => {
      if (!(await roomsOf(tx, centreId)).some(({ id }) => id === roomId)) return noRoom();
      const held = await heldPlaces(tx, { centreId, roomId, labels: null });
      if (held > 0) return inUse(held);
      await tx.query('UPDATE centre_room SET retired_at = clock_timestamp() WHERE id = $1', [roomId]);
      await recordDecision(tx, principal, {
        action: 'centre-room-retired',
        subject: code,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ roomId });
    });
  }

  async #change<T>(centreId: string, work: (tx: Tx, code: string) => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await this.database.attempt(async (tx) => {
        const centre = await lockCentre(tx, centreId);
        if (!centre) return noCentre();
        if (centre.retiredAt) return refuse('conflict', 'CENTRE.RETIRED', 'This centre is retired.');
        // Nobody books here while what is free changes.
        await tx.query(
          'SELECT 1 FROM session_centre WHERE centre_id = $1 ORDER BY session_id FOR NO KEY UPDATE',
          [centreId],
        );
        return work(tx, centre.code);
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'centre_room_name')) throw error;
      return refuse('conflict', 'CENTRE.ROOM_TAKEN', 'Another room of this centre has this name.', {
        fields: { name: 'CENTRE.ROOM_TAKEN' },
      });
    }
  }
}

async function keepSeats(tx: Tx, roomId: string, seats: readonly PlannedSeat[]): Promise<void> {
  const labels = seats.map(({ label }) => label);
  await tx.query(
    `UPDATE centre_seat SET retired_at = clock_timestamp()
     WHERE room_id = $1 AND retired_at IS NULL AND label <> ALL($2::text[])`,
    [roomId, labels],
  );
  await tx.query(
    `INSERT INTO centre_seat (id, room_id, label, position, features)
     SELECT gen_random_uuid(), $1, label, position, ARRAY(SELECT jsonb_array_elements_text(features))
     FROM unnest($2::text[], $3::jsonb[]) WITH ORDINALITY AS t (label, features, position)
     ON CONFLICT (room_id, label) DO UPDATE
       SET position = EXCLUDED.position, features = EXCLUDED.features, retired_at = NULL`,
    [roomId, labels, seats.map(({ features }) => JSON.stringify(features))],
  );
}

const noRoom = () => refuse('not-found', 'CENTRE.NO_ROOM', 'This centre has no such room.');
