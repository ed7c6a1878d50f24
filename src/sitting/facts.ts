import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView } from '../competition/index.js';
import { hashJson, type Json } from '../kernel/index.js';
import type { FactDraft } from '../platform/index.js';
import type { SessionView } from '../session/index.js';
import type { ReceiptBody } from './domain/receipt.js';

export const RECEIPT_FACT = 'receipt';
export const SITTING_VOID_FACT = 'sitting-void';
export const SESSION_VOID_FACT = 'session-void';

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

export const LATE_RULING_FACT = 'late-ruling';

/** "This official decided whether what had come late counts": how much, under which lease; no answer, no reason. */
export function lateRulingFact(input: {
  readonly candidateNumber: string;
  readonly session: string;
  readonly lease: number;
  readonly events: number;
  readonly admittedEvents: number;
  /** The receipt that an admission brought. */
  readonly receipt: ReceiptBody | undefined;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { candidateNumber, session, lease, events, admittedEvents, receipt, official, time } = input;
  return {
    type: LATE_RULING_FACT,
    subject: candidateNumber,
    cause: session,
    time,
    official,
    shown: {
      session,
      lease,
      events,
      admittedEvents,
      ...(receipt && { receiptHash: receiptHash(receipt), receiptNumber: receipt.number }),
    },
  };
}

/** "This number's sitting does not count": no name and no reason, which are nobody's business but theirs. */
export const sittingVoidFact = (input: {
  readonly candidateNumber: string;
  readonly sessionId: string;
  /** Hex: of the receipt that was issued before; null where the sitting was still open. */
  readonly receiptHash: string | null;
  readonly official: string;
  readonly time: Date;
}): FactDraft => ({
  type: SITTING_VOID_FACT,
  subject: input.candidateNumber,
  cause: input.sessionId,
  time: input.time,
  official: input.official,
  shown: { session: input.sessionId, receiptHash: input.receiptHash },
});

/** "This session does not count, for this reason": its numbers are a list beside the log. */
export function sessionVoidFact(input: {
  readonly session: SessionView;
  readonly competition: CompetitionView;
  readonly sittings: number;
  readonly listHash: string;
  readonly reason: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { session, competition, sittings, listHash, reason, official, time } = input;
  return {
    type: SESSION_VOID_FACT,
    subject: session.id,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      session: { id: session.id, title: { ...session.title } },
      reason,
      sittings,
      listHash,
    },
    search: searchedCompetition(competition),
  };
}
