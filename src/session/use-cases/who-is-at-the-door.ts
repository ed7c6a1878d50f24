import { Injectable } from '@nestjs/common';
import { identitiesOf, type Identity } from '../../people/index.js';
import { Database, KeyRing } from '../../platform/index.js';
import { findAtTheDoor, waitingAtTheDoor, type AtTheDoor } from '../store/admission-store.js';

/** A candidate with what their document should say. */
export type DoorRow = Omit<AtTheDoor, 'personId'> & Identity;

/** More than this is no answer to a search at a door. */
const MOST = 30;

/** The candidates whom a proctor looks for, or who wait to be admitted: with their identity, for comparing. */
@Injectable()
export class WhoIsAtTheDoor {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** @param search the beginning of a number or a part of a name; empty: whoever waits. */
  async run(sessionId: string, search: string): Promise<DoorRow[]> {
    const { tx } = this.database;
    const wanted = search.trim();
    const found =
      wanted === ''
        ? await waitingAtTheDoor(tx, sessionId, MOST)
        : await findAtTheDoor(tx, sessionId, wanted, MOST);
    const identities = await identitiesOf(
      tx,
      this.keys,
      found.map(({ personId }) => personId),
    );
    return found.map(({ personId, ...row }) => ({
      ...row,
      ...(identities.get(personId) ?? { fullName: '', maskedNationalId: '' }),
    }));
  }
}
