import { Injectable } from '@nestjs/common';
import { photosOf, type PhotoView } from '../../application/index.js';
import { identitiesOf, type Identity } from '../../people/index.js';
import { Database, KeyRing } from '../../platform/index.js';
import { mayAdmit } from './may-admit.js';
import { isCompared } from './photo-over.js';
import { findAtTheDoor, isDoorTime, waitingAtTheDoor, type AtTheDoor } from '../store/admission-store.js';
import { sessionById } from '../store/session-store.js';

/** A candidate with what their document should say. */
export type DoorRow = Omit<AtTheDoor, 'personId'> &
  Identity & {
    /** What there is to compare, while they can be admitted: a picture, a document to open, or nothing. */
    readonly photo: 'image' | 'document' | null;
  };

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
    const canAdmit = mayAdmit(await sessionById(tx, sessionId)).ok && (await isDoorTime(tx, sessionId));
    const compared = canAdmit ? found.filter(isCompared) : [];
    const photos = await photosOf(
      tx,
      compared.map(({ applicationId }) => applicationId),
    );
    return found.map(({ personId, ...row }) => ({
      ...row,
      photo: photoKind(photos.get(row.applicationId)),
      ...(identities.get(personId) ?? { fullName: '', maskedNationalId: '' }),
    }));
  }
}

const photoKind = (photo: PhotoView | undefined): DoorRow['photo'] =>
  photo ? (photo.isImage ? 'image' : 'document') : null;
