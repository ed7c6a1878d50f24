import { Injectable } from '@nestjs/common';
import { ok, refuse, sha256, type Result } from '../../kernel/index.js';
import { deliverForm, type DeliveredForm } from '../../form/index.js';
import { Database, KeyRing, rows, type Principal, type Tx } from '../../platform/index.js';
import { leaseRoot, type LeaseHead } from '../domain/response-event.js';
import { signToken } from '../domain/sitting-token.js';
import type { SheetState } from '../domain/answer-sheet.js';
import { leaseHeads, sheetState, sittingById } from '../store/sitting-store.js';

/** All that a player needs to begin or to go on. */
export interface LeasedSitting {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  /** Hex: where the lease's chain begins. */
  readonly rootHash: string;
  readonly candidateNumber: string;
  readonly form: DeliveredForm;
  readonly sheet: SheetState;
  /** Milliseconds since 1970, PostgreSQL's clock. */
  readonly serverTime: number;
  readonly deadline: number;
}

/**
 * Gives one device the right to answer and takes it from the device before: what that one had on disk stays.
 * The new lease's chain begins with the heads of all earlier ones, so none can be dropped unseen.
 *
 * Refusals: SITTING.NOT_FOUND (also for somebody else's), SITTING.VOID, SITTING.CLOSED.
 */
@Injectable()
export class IssueLease {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  async run(principal: Principal, sittingId: string): Promise<Result<LeasedSitting>> {
    return this.database.attempt((tx) => this.#issue(tx, principal, sittingId));
  }

  async #issue(tx: Tx, principal: Principal, sittingId: string): Promise<Result<LeasedSitting>> {
    const sitting = await sittingById(tx, sittingId);
    if (!sitting || sitting.personId !== principal.personId) {
      return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting of yours.');
    }
    if (sitting.state === 'void') return refuse('gone', 'SITTING.VOID', 'This sitting was declared void.');
    // The row lock makes two devices that ask at once take their turn.
    const [open] = await rows<{ now: string; deadline: string }>(
      tx,
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
         (extract(epoch FROM deadline_at) * 1000)::bigint::text AS deadline
       FROM sitting WHERE id = $1 AND state = 'open' AND clock_timestamp() < deadline_at FOR NO KEY UPDATE`,
      [sittingId],
    );
    if (!open) return refuse('gone', 'SITTING.CLOSED', 'This sitting is over.');
    await tx.query(
      'UPDATE sitting_lease SET revoked_at = clock_timestamp() WHERE sitting_id = $1 AND revoked_at IS NULL',
      [sittingId],
    );
    const parents: LeaseHead[] = await leaseHeads(tx, sittingId);
    const lease = (parents.at(-1)?.lease ?? 0) + 1;
    const root = sha256(leaseRoot(sittingId, lease, parents));
    await tx.query(
      `INSERT INTO sitting_lease (sitting_id, lease, parent_heads, head_hash, deadline_at)
       SELECT id, $2, $3, $4, deadline_at FROM sitting WHERE id = $1`,
      [sittingId, lease, JSON.stringify(parents), root],
    );
    return ok({
      sittingId,
      lease,
      token: signToken({ sittingId, lease }, (data) => this.keys.mac('sitting-tokens', 'lease', data)),
      rootHash: root.toString('hex'),
      candidateNumber: sitting.candidateNumber,
      form: await deliverForm(tx, sittingId),
      sheet: await sheetState(tx, sittingId),
      serverTime: Number(open.now),
      deadline: Number(open.deadline),
    });
  }
}
