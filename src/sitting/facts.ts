import { hashJson, type Json } from '../kernel/index.js';
import type { FactDraft } from '../platform/index.js';
import type { ReceiptBody } from './domain/receipt.js';

export const RECEIPT_FACT = 'receipt';

/** Hex SHA-256 of a receipt's canonical JSON: how others name it. */
export const receiptHash = (body: ReceiptBody): string => hashJson(body as unknown as Json).toString('hex');

/** "A sitting was closed with this receipt": the receipt's hash alone, so that its holder can find it. */
export function receiptFact(body: ReceiptBody, keyId: string): FactDraft {
  return {
    type: RECEIPT_FACT,
    subject: body.candidateNumber,
    cause: body.session,
    time: new Date(body.closedAt),
    official: null,
    shown: {
      receiptHash: receiptHash(body),
      session: body.session,
      keyId,
      ...(body.supersedes !== undefined && { supersedes: body.supersedes }),
    },
  };
}
