import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { formItems } from '../../form/index.js';
import { canonicalJson, hashJson, type Json } from '../../kernel/index.js';
import { KeyRing, rows, stateFact, type Tx } from '../../platform/index.js';
import { sheetContent, type ClosedBy, type ReceiptBody } from '../domain/receipt.js';
import { receiptFact } from '../facts.js';
import { leaseHeads, sheetState } from '../store/sitting-store.js';

export interface Receipt {
  readonly body: ReceiptBody;
  /** Base64, Ed25519 over the canonical JSON of the body. */
  readonly signature: string;
  readonly keyId: string;
}

// A receipt promises its place in the public log; the registry's worker needs seconds, the promise leaves an hour.
const LOG_PROMISE_MINUTES = 60;

/**
 * Closes one sitting in the caller's transaction: state, answer sheet, signed receipt and fact, all or nothing.
 *
 * "Still open" stands in the UPDATE's own filter, so a sitting is closed once however many ask.
 */
@Injectable()
export class CloseSitting {
  constructor(private readonly keys: KeyRing) {}

  /** @returns the receipt, or undefined where the sitting was closed before. */
  async run(tx: Tx, sittingId: string, closedBy: ClosedBy): Promise<Receipt | undefined> {
    const [closed] = await rows<{
      session_id: string;
      candidate_number: string;
      closed_at: Date;
      promise: Date;
      rehearsal: boolean;
    }>(
      tx,
      `UPDATE sitting SET state = 'closed', closed_at = least(clock_timestamp(), deadline_at), closed_by = $2
       WHERE id = $1 AND state = 'open'
       RETURNING session_id, candidate_number, closed_at,
         (SELECT x.rehearsal FROM exam_session x WHERE x.id = session_id) AS rehearsal,
         clock_timestamp() + make_interval(mins => ${String(LOG_PROMISE_MINUTES)}) AS promise`,
      [sittingId, closedBy],
    );
    if (!closed) return undefined;
    // Waits for saves that hold a lease's row: after this no event can join the log.
    await tx.query(
      'UPDATE sitting_lease SET revoked_at = clock_timestamp() WHERE sitting_id = $1 AND revoked_at IS NULL',
      [sittingId],
    );
    const { answers } = await sheetState(tx, sittingId);
    const items = (await formItems(tx, [sittingId])).get(sittingId)?.length ?? 0;
    const nonce = randomBytes(16).toString('hex');
    const sheetHash = hashJson(sheetContent(closed.candidate_number, answers, nonce));
    await tx.query('INSERT INTO answer_sheet (sitting_id, answers, hash) VALUES ($1, $2, $3)', [
      sittingId,
      JSON.stringify(answers),
      sheetHash,
    ]);
    const body: ReceiptBody = {
      v: 1,
      number: 1,
      candidateNumber: closed.candidate_number,
      session: closed.session_id,
      closedAt: closed.closed_at.toISOString(),
      closedBy,
      items,
      answered: Object.keys(answers).length,
      leases: await leaseHeads(tx, sittingId),
      sheetHash: sheetHash.toString('hex'),
      nonce,
      inLogBy: closed.promise.toISOString(),
    };
    const { signature, keyId } = this.keys.sign(
      'receipts',
      Buffer.from(canonicalJson(body as unknown as Json)),
    );
    await tx.query(
      'INSERT INTO receipt (sitting_id, number, body, signature, key_id) VALUES ($1, $2, $3, $4, $5)',
      [sittingId, body.number, JSON.stringify(body), signature, keyId],
    );
    if (!closed.rehearsal) await stateFact(tx, receiptFact(body, keyId));
    return { body, signature: signature.toString('base64'), keyId };
  }
}
