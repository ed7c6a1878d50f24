import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { receiptOf } from '../store/receipt-store.js';
import { sittingById } from '../store/sitting-store.js';
import { CloseSittings } from './close-sittings.js';
import type { Receipt } from './issue-receipts.js';

/**
 * The candidate hands in. Handing in again gives the same receipt. Refusals: SITTING.NOT_FOUND (also for somebody
 * else's), SITTING.HEAD_BEHIND where the device has answers that are not on disk yet.
 */
@Injectable()
export class SubmitSitting {
  constructor(
    private readonly database: Database,
    private readonly close: CloseSittings,
  ) {}

  /** @param head the last event the device knows of; omitted where it does not say. */
  async run(
    principal: Principal,
    sittingId: string,
    head?: { readonly lease: number; readonly seq: number },
  ): Promise<Result<Receipt>> {
    return this.database.attempt(async (tx) => {
      const sitting = await sittingById(tx, sittingId);
      if (!sitting || sitting.personId !== principal.personId) {
        return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting of yours.');
      }
      if (head && sitting.state === 'open' && !(await this.#hasHead(tx, sittingId, head))) {
        return refuse(
          'conflict',
          'SITTING.HEAD_BEHIND',
          'Some answers are still on their way. Please wait a moment.',
        );
      }
      const closed = await this.close.run(tx, [sittingId], 'candidate');
      const receipt = closed.get(sittingId) ?? (await receiptOf(tx, sittingId));
      return receipt ? ok(receipt) : refuse('conflict', 'SITTING.VOID', 'This sitting was declared void.');
    });
  }

  async #hasHead(tx: Tx, sittingId: string, head: { lease: number; seq: number }): Promise<boolean> {
    const [row] = await rows(
      tx,
      'SELECT 1 FROM sitting_lease WHERE sitting_id = $1 AND lease = $2 AND head_seq >= $3',
      [sittingId, head.lease, head.seq],
    );
    return row !== undefined;
  }
}
