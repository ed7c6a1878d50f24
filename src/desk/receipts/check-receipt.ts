import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { Database, KeyRing, type Tx } from '../../platform/index.js';
import { receiptsLike, type StatedReceipt } from '../../registry/index.js';
import { sessionById } from '../../session/index.js';
import { keptReceiptHash, verifyReceipt, type KeptReceipt } from '../../sitting/index.js';

type Texts = Readonly<Record<string, string>>;

/** What anybody may know of an issued receipt. */
export interface ReceiptStanding extends StatedReceipt {
  readonly exam: { readonly competition: Texts; readonly code: string; readonly session: Texts } | null;
  /** The newest receipt of this sitting, where it is another one. */
  readonly replacedBy: StatedReceipt | null;
}

/** The steps of a check, each in its turn: what it rests on stands before it. */
export type ReceiptStep = 'key' | 'signature' | 'issued' | 'log' | 'newest';

type StepOutcome = 'holds' | 'fails' | 'waits' | 'replaced' | 'unknown';

export interface CheckedReceipt {
  readonly hash: string;
  /** The receipt is true: it was issued by this platform as it is here. It may still be replaced by a newer one. */
  readonly isTrue: boolean;
  /**
   * `waits`: it will hold when the log has taken it, which was promised by a time. `replaced`: true, but no longer the
   * newest. `unknown`: an earlier step failed, so it says nothing.
   */
  readonly steps: readonly { readonly step: ReceiptStep; readonly outcome: StepOutcome }[];
  readonly standing: ReceiptStanding | null;
  readonly receipt: KeptReceipt;
}

/** What is on record of the receipt with a hash; undefined where none was issued. */
export async function standingOf(tx: Tx, hash: string): Promise<ReceiptStanding | undefined> {
  const stated = await receiptsLike(tx, hash);
  const own = stated.find((one) => one.hash === hash);
  if (!own) return undefined;
  const newest = stated.at(-1);
  const session = await sessionById(tx, own.session);
  const competition = session && (await competitionById(tx, session.competitionId));
  return {
    ...own,
    exam: competition
      ? { competition: competition.title, code: competition.code, session: session.title }
      : null,
    replacedBy: newest && newest.hash !== own.hash ? newest : null,
  };
}

/** Checks a receipt's file: with the platform's keys, and against what it stated in public. */
@Injectable()
export class CheckReceipt {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  async run(receipt: KeptReceipt): Promise<CheckedReceipt> {
    const keys = this.keys.publicKeys('receipts').map((key) => ({ purpose: 'receipts', ...key }));
    const hash = keptReceiptHash(receipt);
    const standing = (await standingOf(this.database.tx, hash)) ?? null;
    const [key, signature] = verifyReceipt(receipt, keys);
    const isSigned = signature?.holds === true;
    const steps: CheckedReceipt['steps'] = [
      { step: 'key', outcome: key?.holds ? 'holds' : 'fails' },
      { step: 'signature', outcome: !key?.holds ? 'unknown' : isSigned ? 'holds' : 'fails' },
      { step: 'issued', outcome: standing ? 'holds' : 'fails' },
      { step: 'log', outcome: !standing ? 'unknown' : standing.entry ? 'holds' : 'waits' },
      { step: 'newest', outcome: !standing ? 'unknown' : standing.replacedBy ? 'replaced' : 'holds' },
    ];
    return { hash, isTrue: isSigned && standing !== null, steps, standing, receipt };
  }
}
