import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { isUuid, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, Files, type Principal } from '../../platform/index.js';
import { isEvidence } from '../store/incident-records.js';
import { keptSnapshot, recordLook, type KeptSnapshot } from '../store/snapshot-store.js';

export interface OpenedSnapshot {
  readonly bytes: number;
  readonly content: Readable;
}

/** Opens a snapshot. Refusal: SNAPSHOT.NO_SNAPSHOT. */
@Injectable()
export class OpenSnapshot {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
  ) {}

  /**
   * For a proctor or an officer of its session, as the route has checked, or for who rules on an incident that rests on it;
   * writes down who looks, first.
   *
   * @param evidenceAlone whoever asks sees what is evidence, and nothing else.
   */
  async ofSession(
    { accountId, official }: Principal,
    sessionId: string,
    snapshotId: string,
    evidenceAlone: boolean,
  ): Promise<Result<OpenedSnapshot>> {
    return this.#open(snapshotId, async (snapshot) => {
      if (snapshot.sessionId !== sessionId) return false;
      if (evidenceAlone && !(await isEvidence(this.database.tx, snapshotId))) return false;
      await recordLook(this.database.tx, snapshotId, accountId, official);
      return true;
    });
  }

  /** For the candidate whose picture it is: nobody keeps who looks at themselves. */
  async own(principal: Principal, sittingId: string, snapshotId: string): Promise<Result<OpenedSnapshot>> {
    return this.#open(snapshotId, (snapshot) =>
      Promise.resolve(snapshot.sittingId === sittingId && snapshot.personId === principal.personId),
    );
  }

  async #open(
    snapshotId: string,
    may: (snapshot: KeptSnapshot) => Promise<boolean>,
  ): Promise<Result<OpenedSnapshot>> {
    const snapshot = isUuid(snapshotId) ? await keptSnapshot(this.database.tx, snapshotId) : undefined;
    if (!snapshot || !(await may(snapshot))) return NO_SNAPSHOT;
    return ok({ bytes: snapshot.bytes, content: await this.files.get(snapshotId) });
  }
}

const NO_SNAPSHOT = refuse(
  'not-found',
  'SNAPSHOT.NO_SNAPSHOT',
  'There is no such snapshot, or its time is over.',
);
