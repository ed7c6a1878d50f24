import { hashJson, type Json } from '../kernel/index.js';
import type { FactDraft } from '../platform/index.js';
import type { ReceiptBody } from './domain/receipt.js';

export const RECEIPT_FACT = 'receipt';

/** "A sitting was closed with this receipt": the receipt's hash alone, so that its holder can find it. */
export function receiptFact(body: ReceiptBody, keyId: string): FactDraft {
  return {
    type: RECEIPT_FACT,
    subject: body.candidateNumber,
    cause: body.session,
    time: new Date(body.closedAt),
    official: null,
    shown: { receiptHash: hashJson(body as unknown as Json).toString('hex'), session: body.session, keyId },
  };
}
