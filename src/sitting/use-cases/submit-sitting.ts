import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import {
  Database,
  isDatabaseAway,
  rows,
  type Principal,
  type Tx,
  GroupCommit,
  GroupCommitFull,
} from '../../platform/index.js';
import { newestReceiptsOf } from '../store/receipt-store.js';
import { CloseSittings } from './close-sittings.js';
import type { Receipt } from './issue-receipts.js';

/** The last event that a device knows of. */
export interface KnownHead {
  readonly lease: number;
  readonly seq: number;
}

interface HandIn {
  readonly sittingId: string;
  readonly personId: string | null;
  readonly head: KnownHead | undefined;
}

type Outcome = Result<Receipt> | Error;

const BATCH = 100;

/**
 * The candidate hands in. Handing in again gives the same receipt. What arrives together is closed in one commit: at the
 * bell a whole exam hands in within a minute.
 *
 * Refusals: SITTING.NOT_FOUND (also for somebody else's), SITTING.HEAD_BEHIND where the device has answers that are not
 * on disk yet, SITTING.VOID, SITTING.BUSY.
 */
@Injectable()
export class SubmitSitting {
  readonly #commit: GroupCommit<HandIn, Outcome>;

  constructor(
    private readonly database: Database,
    private readonly close: CloseSittings,
  ) {
    this.#commit = new GroupCommit<HandIn, Outcome>(
      ({ sittingId }) => sittingId,
      (handIns) => this.#write(handIns),
      BATCH,
    );
  }

  /** @param head omitted where the device does not say. */
  async run(principal: Principal, sittingId: string, head?: KnownHead): Promise<Result<Receipt>> {
    try {
      const outcome = await this.#commit.add({ sittingId, personId: principal.personId, head });
      if (outcome instanceof Error) throw outcome;
      return outcome;
    } catch (error) {
      if (error instanceof GroupCommitFull) return BUSY;
      throw error;
    }
  }

  /** Where a batch fails each is tried by itself, so that one bad sitting holds up nobody else. */
  async #write(handIns: readonly HandIn[]): Promise<Outcome[]> {
    try {
      return await this.database.transaction((tx) => this.#handIn(tx, handIns));
    } catch (error) {
      const fault = error instanceof Error ? error : new Error('hand-in');
      if (handIns.length === 1 || isDatabaseAway(error)) return handIns.map(() => fault);
      const outcomes: Outcome[] = [];
      for (const handIn of handIns) outcomes.push(...(await this.#write([handIn])));
      return outcomes;
    }
  }

  async #handIn(tx: Tx, handIns: readonly HandIn[]): Promise<Result<Receipt>[]> {
    const found = new Map((await standing(tx, handIns)).map((sitting) => [sitting.id, sitting]));
    const refusals = handIns.map((handIn) => refusal(handIn, found.get(handIn.sittingId)));
    const ids = handIns.flatMap(({ sittingId }, index) => (refusals[index] ? [] : [sittingId]));
    const closed = await this.close.run(tx, ids, 'candidate');
    const before = await newestReceiptsOf(
      tx,
      ids.filter((id) => !closed.has(id)),
    );
    return handIns.map(({ sittingId }, index) => {
      const receipt = closed.get(sittingId) ?? before.get(sittingId);
      return refusals[index] ?? (receipt ? ok(receipt) : VOID);
    });
  }
}

interface Standing {
  readonly id: string;
  readonly personId: string;
  readonly isOpen: boolean;
  readonly hasHead: boolean;
}

const standing = (tx: Tx, handIns: readonly HandIn[]): Promise<Standing[]> =>
  rows<Standing>(
    tx,
    `SELECT s.id, s.person_id AS "personId", s.state = 'open' AS "isOpen",
       (w.lease IS NULL OR EXISTS (SELECT 1 FROM sitting_lease l
          WHERE l.sitting_id = s.id AND l.lease = w.lease AND l.head_seq >= w.seq)) AS "hasHead"
     FROM unnest($1::uuid[], $2::int[], $3::int[]) AS w (id, lease, seq) JOIN sitting s ON s.id = w.id`,
    [
      handIns.map(({ sittingId }) => sittingId),
      handIns.map(({ head }) => head?.lease ?? null),
      handIns.map(({ head }) => head?.seq ?? null),
    ],
  );

function refusal({ personId }: HandIn, sitting: Standing | undefined): Result<never> | undefined {
  if (!sitting || sitting.personId !== personId) return NOT_FOUND;
  return sitting.isOpen && !sitting.hasHead ? HEAD_BEHIND : undefined;
}

const NOT_FOUND = refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting of yours.');
const VOID = refuse('conflict', 'SITTING.VOID', 'This sitting was declared void.');
const HEAD_BEHIND = refuse(
  'conflict',
  'SITTING.HEAD_BEHIND',
  'Some answers are still on their way. Please wait a moment.',
);
const BUSY = refuse('unavailable', 'SITTING.BUSY', 'Many are handing in. Please try again in a moment.', {
  retryAfter: 1,
});
