import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, Files } from '../../platform/index.js';
import type { SittingClaim } from '../../sitting/index.js';
import { Allowances } from '../domain/allowances.js';
import { SnapshotCheck, type SnapshotFault } from '../domain/snapshot-check.js';
import { isDue, momentOf } from '../domain/snapshot-due.js';
import { markDestroyed } from '../store/removal-store.js';
import {
  cameraStanding,
  giveUpStalled,
  insertArriving,
  markKept,
  markRefused,
  snapshotOfSlot,
  type CameraStanding,
} from '../store/snapshot-store.js';
import { HearDevice } from './hear-device.js';

/** One a minute is asked for at most; some more are a poor line's second tries. */
const RATE = { most: 5, perSecond: 1 / 15 } as const;

/**
 * Keeps a snapshot that was asked for: its bytes are looked at as they stream into the store, sealed under a key of their own.
 * The same slot again changes nothing. What breaks off or is no snapshot leaves no object.
 *
 * Refusals: SNAPSHOT.NO_LEASE, SNAPSHOT.OVER, SNAPSHOT.NO_CAMERA, SNAPSHOT.NO_CONSENT, SNAPSHOT.NOT_DUE, SNAPSHOT.FLOOD,
 * SNAPSHOT.ARRIVING, SNAPSHOT.NOT_JPEG, SNAPSHOT.TOO_LARGE, SNAPSHOT.PICTURE_SIZE, SNAPSHOT.BROKEN_OFF.
 */
@Injectable()
export class KeepSnapshot {
  readonly #allowances = new Allowances(RATE);

  constructor(
    private readonly database: Database,
    private readonly files: Files,
    private readonly hear: HearDevice,
  ) {}

  /** @param content a JPEG as it comes. It may be left unread where this refuses. */
  async run(
    claim: SittingClaim,
    slot: number,
    content: AsyncIterable<Uint8Array>,
  ): Promise<Result<{ readonly slot: number }>> {
    const id = newId();
    if (!this.#allowances.take(claim.sittingId, performance.now())) return FLOOD;
    const begun = await this.database.attempt<'new' | 'kept'>(async (tx) => {
      const standing = await cameraStanding(tx, claim);
      if (!standing) return NO_LEASE;
      const may = mayBeTaken(standing);
      if (!may.ok) return may;
      const known = await snapshotOfSlot(tx, claim.sittingId, slot);
      if (known === 'kept') return ok('kept');
      if (!this.#isDue(claim.sittingId, slot, standing)) return NOT_DUE;
      if (known) await giveUpStalled(tx, claim.sittingId, slot);
      const { sessionId } = standing;
      const arriving = { ...claim, id, sessionId, slot, keyId: this.files.keyId };
      return (await insertArriving(tx, arriving)) ? ok('new') : ARRIVING;
    });
    if (!begun.ok) return begun;
    if (begun.value === 'kept') return ok({ slot });
    const stored = await this.#store(id, content);
    if (stored.ok && (await markKept(this.database.tx, id, stored.value))) return ok({ slot });
    await this.#giveUp(id);
    return stored.ok ? BROKEN_OFF : stored;
  }

  #isDue(sittingId: string, slot: number, { snapshotsAnHour, now }: CameraStanding): boolean {
    const asked = this.hear.slotOf(sittingId, snapshotsAnHour, momentOf(slot, snapshotsAnHour));
    return isDue(asked, snapshotsAnHour, now);
  }

  async #store(
    id: string,
    content: AsyncIterable<Uint8Array>,
  ): Promise<Result<{ readonly bytes: number; readonly sha256: Buffer }>> {
    const check = new SnapshotCheck();
    const hash = createHash('sha256');
    const told: { fault: SnapshotFault | 'BROKEN_OFF' | null } = { fault: null };
    // What it throws ends the putting: a store has the whole or nothing.
    const looked = (async function* () {
      for await (const bytes of orBrokenOff(content, () => (told.fault = 'BROKEN_OFF'))) {
        told.fault = check.push(bytes);
        if (told.fault) throw new Error('no snapshot');
        hash.update(bytes);
        yield bytes;
      }
      told.fault = check.end();
      if (told.fault) throw new Error('no snapshot');
    })();
    try {
      await this.files.put(id, looked);
    } catch (error) {
      if (told.fault) return FAULTS[told.fault];
      await this.#giveUp(id);
      throw error;
    }
    return ok({ bytes: check.bytes, sha256: hash.digest() });
  }

  /** Should this fail, the sweeper finds it. */
  async #giveUp(id: string): Promise<void> {
    const { tx } = this.database;
    try {
      await markRefused(tx, id);
      await this.files.delete(id);
      await markDestroyed(tx, id);
    } catch {
      // Told by the refusal or the fault that led here.
    }
  }
}

/** What comes, as it comes; tells where it breaks off: the sender's fault, not the store's. */
async function* orBrokenOff(
  content: AsyncIterable<Uint8Array>,
  told: () => void,
): AsyncGenerator<Uint8Array> {
  const reading = content[Symbol.asyncIterator]();
  try {
    for (;;) {
      const read = await reading.next().catch((error: unknown) => {
        told();
        throw error;
      });
      if (read.done === true) return;
      yield read.value;
    }
  } finally {
    await reading.return?.();
  }
}

function mayBeTaken(standing: CameraStanding): Result<undefined> {
  const { isOpen, isLeaseActive, hasCamera, hasAgreed, snapshotsAnHour } = standing;
  if (!isOpen || !isLeaseActive) return OVER;
  if (!hasCamera) return NO_CAMERA;
  return hasAgreed && snapshotsAnHour > 0 ? ok(undefined) : NO_CONSENT;
}

const NO_LEASE = refuse('not-found', 'SNAPSHOT.NO_LEASE', 'This device holds no right to answer here.');
const OVER = refuse('gone', 'SNAPSHOT.OVER', 'Nothing more is taken from this device.');
const NO_CAMERA = refuse('conflict', 'SNAPSHOT.NO_CAMERA', 'No snapshots are taken in this session.');
const NO_CONSENT = refuse('forbidden', 'SNAPSHOT.NO_CONSENT', 'The candidate has not agreed to snapshots.');
const NOT_DUE = refuse('conflict', 'SNAPSHOT.NOT_DUE', 'This snapshot was not asked for, or comes too late.');
const ARRIVING = refuse('conflict', 'SNAPSHOT.ARRIVING', 'This snapshot is arriving already.', {
  retryAfter: 30,
});
const FLOOD = refuse('limited', 'SNAPSHOT.FLOOD', 'Too many snapshots came within a minute.', {
  retryAfter: 60,
});
const BROKEN_OFF = refuse('invalid', 'SNAPSHOT.BROKEN_OFF', 'The snapshot did not arrive whole.');
const FAULTS = {
  BROKEN_OFF,
  NOT_JPEG: refuse('invalid', 'SNAPSHOT.NOT_JPEG', 'This is no JPEG from its beginning to its end.'),
  TOO_LARGE: refuse('too-large', 'SNAPSHOT.TOO_LARGE', 'A snapshot has 300 KB at most.'),
  PICTURE_SIZE: refuse('invalid', 'SNAPSHOT.PICTURE_SIZE', 'A snapshot has 1920 pixels a side at most.'),
} as const;
