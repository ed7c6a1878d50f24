import { Injectable } from '@nestjs/common';
import { rows, type Tx } from '../../platform/index.js';
import type { ClosedBy } from '../domain/receipt.js';
import { promisedBy } from '../store/sheet-store.js';
import { IssueReceipts, type Receipt } from './issue-receipts.js';

/**
 * Closes sittings in the caller's transaction: state, answer sheet, signed receipt and fact, all or nothing.
 *
 * "Still open" stands in the UPDATE's own filter, so a sitting is closed once however many ask. The clock closes what is
 * overdue at this moment and leaves what another closes already; everybody else waits for the row. An officer closes what
 * is not overdue, for a reason that they state (EndSitting): nothing else closes by `officer`.
 */
@Injectable()
export class CloseSittings {
  constructor(private readonly issueReceipts: IssueReceipts) {}

  /** @returns the receipts, by sitting, of those that were closed now. */
  async run(tx: Tx, sittingIds: readonly string[], closedBy: ClosedBy): Promise<Map<string, Receipt>> {
    const byClock = closedBy === 'clock';
    const due = {
      clock: 'AND deadline_at <= clock_timestamp()',
      officer: 'AND deadline_at > clock_timestamp()',
      candidate: '',
    };
    const closed = await rows<{
      id: string;
      session_id: string;
      candidate_number: string;
      closed_at: Date;
    }>(
      tx,
      `WITH free AS (
         SELECT id FROM sitting WHERE id = ANY($1::uuid[]) AND state = 'open'
           ${due[closedBy]}
         ORDER BY id FOR NO KEY UPDATE ${byClock ? 'SKIP LOCKED' : ''}
       )
       UPDATE sitting s SET state = 'closed', closed_at = least(clock_timestamp(), deadline_at), closed_by = $2
       FROM free WHERE s.id = free.id AND s.state = 'open'
       RETURNING s.id, session_id, candidate_number, closed_at`,
      [sittingIds, closedBy],
    );
    if (closed.length === 0) return new Map();
    // Waits for saves that hold a lease's row: after this no event can join the log. In the order in which saves lock.
    await tx.query(
      `WITH held AS (
         SELECT sitting_id, lease FROM sitting_lease WHERE sitting_id = ANY($1::uuid[]) AND revoked_at IS NULL
         ORDER BY sitting_id, lease FOR NO KEY UPDATE
       )
       UPDATE sitting_lease l SET revoked_at = clock_timestamp()
       FROM held WHERE l.sitting_id = held.sitting_id AND l.lease = held.lease`,
      [closed.map(({ id }) => id)],
    );
    const inLogBy = await promisedBy(tx);
    return this.issueReceipts.run(
      tx,
      closed.map(({ id, session_id, candidate_number, closed_at }) => ({
        sittingId: id,
        number: 1,
        candidateNumber: candidate_number,
        session: session_id,
        closedAt: closed_at.toISOString(),
        closedBy,
        inLogBy,
      })),
    );
  }
}
