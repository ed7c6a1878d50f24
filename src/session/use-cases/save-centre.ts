import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, isUniqueViolation, rows, type Principal, type Tx } from '../../platform/index.js';
import { isTimeZone } from '../domain/time-zone.js';
import { heldPlaces, lockCentre } from '../store/centre-store.js';

export interface CentreWish {
  /** Public and lasting. */
  readonly code: string;
  readonly name: Readonly<Record<string, string>>;
  readonly address: Readonly<Record<string, string>>;
  /** IANA name. */
  readonly timeZone: string;
  /** What candidates can call or write to. */
  readonly contact: string;
}

/** Test centres, kept by a named official. Refusals: CENTRE.NOT_FOUND, CENTRE.TIME_ZONE, CENTRE.CODE_TAKEN, CENTRE.IN_USE. */
@Injectable()
export class SaveCentre {
  constructor(private readonly database: Database) {}

  async create(principal: Principal, wish: CentreWish): Promise<Result<{ centreId: string }>> {
    if (!isTimeZone(wish.timeZone)) return noSuchZone();
    const centreId = newId();
    return this.#unlessTaken(async (tx) => {
      await tx.query(
        'INSERT INTO test_centre (id, code, name, address, time_zone, contact) VALUES ($1, $2, $3, $4, $5, $6)',
        [centreId, ...columns(wish)],
      );
      await this.#record(tx, principal, 'centre-added', wish.code);
      return ok({ centreId });
    });
  }

  async change(
    principal: Principal,
    centreId: string,
    wish: CentreWish,
  ): Promise<Result<{ centreId: string }>> {
    if (!isTimeZone(wish.timeZone)) return noSuchZone();
    return this.#unlessTaken(async (tx) => {
      if (!(await lockCentre(tx, centreId))) return noCentre();
      await tx.query(
        'UPDATE test_centre SET code = $2, name = $3, address = $4, time_zone = $5, contact = $6 WHERE id = $1',
        [centreId, ...columns(wish)],
      );
      await this.#record(tx, principal, 'centre-changed', wish.code);
      return ok({ centreId });
    });
  }

  /** The centre offers no places any more; what happened there stays on record. Retiring twice is no fault. */
  async retire(principal: Principal, centreId: string): Promise<Result<{ centreId: string }>> {
    return this.database.attempt(async (tx) => {
      const centre = await lockCentre(tx, centreId);
      if (!centre) return noCentre();
      if (centre.retiredAt) return ok({ centreId });
      const held = await heldPlaces(tx, { centreId, roomId: null, labels: null });
      if (held > 0) return inUse(held);
      await rows(tx, 'UPDATE test_centre SET retired_at = clock_timestamp() WHERE id = $1', [centreId]);
      await closeOffers(tx, centreId);
      await this.#record(tx, principal, 'centre-retired', centre.code);
      return ok({ centreId });
    });
  }

  async #record(tx: Tx, principal: Principal, action: string, code: string): Promise<void> {
    await recordDecision(tx, principal, { action, subject: code, scopeId: PLATFORM_SCOPE_ID });
  }

  async #unlessTaken<T>(work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await this.database.attempt(work);
    } catch (error) {
      if (!isUniqueViolation(error, 'test_centre_code_key')) throw error;
      return refuse('conflict', 'CENTRE.CODE_TAKEN', 'Another centre has this code.', {
        fields: { code: 'CENTRE.CODE_TAKEN' },
      });
    }
  }
}

const columns = ({ code, name, address, timeZone, contact }: CentreWish) => [
  code,
  JSON.stringify(name),
  JSON.stringify(address),
  timeZone,
  contact,
];

/** Nobody books in a centre that is retired, also where a session had offered it. */
const closeOffers = (tx: Tx, centreId: string) =>
  tx.query(
    `UPDATE session_centre p SET capacity = 0 FROM exam_session x
     WHERE p.centre_id = $1 AND x.id = p.session_id AND x.state IN ('scheduled', 'open')`,
    [centreId],
  );

export const noCentre = () => refuse('not-found', 'CENTRE.NOT_FOUND', 'There is no such centre.');

export const inUse = (held: number) =>
  refuse('conflict', 'CENTRE.IN_USE', 'People hold places there in sessions that are still to come.', {
    data: { count: held },
  });

const noSuchZone = () =>
  refuse('invalid', 'CENTRE.TIME_ZONE', 'This is no name of a time zone.', {
    fields: { timeZone: 'CENTRE.TIME_ZONE' },
  });
