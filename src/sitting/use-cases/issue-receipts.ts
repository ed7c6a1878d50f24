import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { formsOf } from '../../form/index.js';
import { canonicalJson, hashJson, type Json } from '../../kernel/index.js';
import { KeyRing, stateFacts, type Tx } from '../../platform/index.js';
import { rehearsalsAmong } from '../../session/index.js';
import { sheetContent, type ReceiptBody } from '../domain/receipt.js';
import { receiptFact } from '../facts.js';
import { answersOf, headsOf, keepSheets, type SignedSheet } from '../store/sheet-store.js';

export interface Receipt {
  readonly body: ReceiptBody;
  /** Base64, Ed25519 over the canonical JSON of the body. */
  readonly signature: string;
  readonly keyId: string;
}

/** A closed sitting for which a receipt is due. */
export type DueReceipt = Pick<
  ReceiptBody,
  'number' | 'candidateNumber' | 'session' | 'closedAt' | 'closedBy' | 'inLogBy' | 'supersedes'
> & { readonly sittingId: string };

/**
 * Writes answer sheets from the logs as they stand, with their signed receipts and facts: for sittings that are being
 * closed, and for those whose sheet a ruling supersedes. A handful of statements, however many sittings.
 */
@Injectable()
export class IssueReceipts {
  constructor(private readonly keys: KeyRing) {}

  /** @returns the receipts by sitting. */
  async run(tx: Tx, due: readonly DueReceipt[]): Promise<Map<string, Receipt>> {
    const ids = due.map(({ sittingId }) => sittingId);
    const answers = await answersOf(tx, ids);
    const heads = await headsOf(tx, ids);
    const forms = await formsOf(tx, ids);
    const sheets = due.map(({ sittingId, ...one }): SignedSheet => {
      const own = answers.get(sittingId) ?? {};
      const nonce = randomBytes(16).toString('hex');
      const sheetHash = hashJson(sheetContent(one.candidateNumber, own, nonce));
      const body: ReceiptBody = {
        v: 1,
        ...one,
        items: forms.of(sittingId)?.length ?? 0,
        answered: Object.keys(own).length,
        leases: heads.get(sittingId) ?? [],
        sheetHash: sheetHash.toString('hex'),
        nonce,
      };
      const signed = this.keys.sign('receipts', Buffer.from(canonicalJson(body as unknown as Json)));
      return { sittingId, answers: own, sheetHash, body, ...signed };
    });
    await keepSheets(tx, sheets);
    const rehearsals = await rehearsalsAmong(
      tx,
      sheets.map(({ body }) => body.session),
    );
    await stateFacts(
      tx,
      sheets
        .filter(({ body }) => !rehearsals.has(body.session))
        .map(({ body, keyId }) => receiptFact(body, keyId)),
    );
    return new Map(
      sheets.map(({ sittingId, body, signature, keyId }) => [
        sittingId,
        { body, signature: signature.toString('base64'), keyId },
      ]),
    );
  }
}
