import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, clockTime, placeOf, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { lockSession } from '../../session/index.js';
import { lateRulingFact, receiptHash } from '../facts.js';
import {
  appendAdmitted,
  keepRuling,
  lockLeaseEvidence,
  undecidedEvents,
  type LeaseEvidence,
} from '../store/late-store.js';
import { receiptOf } from '../store/receipt-store.js';
import { lateRun } from '../domain/late-run.js';
import type { ChainedEvent } from '../domain/response-event.js';
import { sittingById } from '../store/sitting-store.js';
import { promisedBy } from '../store/sheet-store.js';
import { IssueReceipts, type Receipt } from './issue-receipts.js';

export interface RulingWish {
  readonly sittingId: string;
  readonly lease: number;
  /** How many events the official saw: a ruling is never on what came after. */
  readonly events: number;
  readonly admit: boolean;
  readonly reason: string;
}

/**
 * A named officer decides whether what came late under a lease counts. Admitting appends it to the log, writes an answer
 * sheet and a receipt that supersede those before, and leaves the sheet to be graded. Each event is ruled on once.
 *
 * Refusals: SITTING.NO_LATE, SITTING.STILL_OPEN (with the time until which), SITTING.VOID, SITTING.RELEASED,
 * SITTING.LATE_CHANGED (more has come), SITTING.LATE_BROKEN (nothing of it continues what is on record).
 */
@Injectable()
export class RuleOnLate {
  constructor(
    private readonly database: Database,
    private readonly issueReceipts: IssueReceipts,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: RulingWish,
  ): Promise<Result<{ receiptNumber: number | null }>> {
    return this.database.attempt(async (tx) => {
      // The release locks the session too: it is before this ruling, or counts it.
      const session = await lockSession(tx, sessionId);
      const evidence = session && (await this.#lock(tx, sessionId, wish));
      if (!evidence) return noLate();
      if (session.rehearsal)
        return refuse(
          'conflict',
          'SITTING.REHEARSAL_LATE',
          'Nothing of a rehearsal counts: there is nothing to rule on.',
        );
      const may = mayRule(evidence, session.releasedAt);
      if (!may.ok) return may;
      const events = await undecidedEvents(tx, wish.sittingId, wish.lease);
      if (events.length === 0) return noLate();
      if (events.length !== wish.events) {
        return refuse(
          'conflict',
          'SITTING.LATE_CHANGED',
          'More has come since you looked. Please look again.',
        );
      }
      const head = { seq: evidence.headSeq, hash: evidence.headHash };
      const { continues } = lateRun(wish.sittingId, wish.lease, head, events);
      if (wish.admit && continues.length === 0) {
        return refuse('conflict', 'SITTING.LATE_BROKEN', 'Nothing of this continues what is on record.');
      }
      const receipt = wish.admit ? await this.#admit(tx, wish, evidence, continues) : undefined;
      const id = newId();
      await keepRuling(tx, {
        id,
        sittingId: wish.sittingId,
        lease: wish.lease,
        admitted: wish.admit,
        reason: wish.reason,
        events: events.length,
        admittedEvents: wish.admit ? continues.length : 0,
        receiptNumber: receipt?.body.number ?? null,
        accountId: principal.accountId,
        official: principal.official,
        actingFor: placeOf(principal),
      });
      await recordDecision(tx, principal, {
        action: wish.admit ? 'late-admitted' : 'late-not-admitted',
        subject: evidence.candidateNumber,
        scopeId: sessionId,
        reason: wish.reason,
      });
      await stateFact(
        tx,
        lateRulingFact({
          candidateNumber: evidence.candidateNumber,
          session: sessionId,
          lease: wish.lease,
          events: events.length,
          admittedEvents: wish.admit ? continues.length : 0,
          receipt: receipt?.body,
          official: principal.official,
          time: await clockTime(tx),
        }),
      );
      const sitting = await sittingById(tx, wish.sittingId);
      await postNotice(tx, {
        kind: 'late-decided',
        personId: sitting?.personId ?? '',
        about: id,
        details: { session: session.title },
        path: `/sittings/${wish.sittingId}`,
      });
      return ok({ receiptNumber: receipt?.body.number ?? null });
    });
  }

  /** The sitting first, then its lease: the order of everybody who locks both. */
  async #lock(
    tx: Tx,
    sessionId: string,
    { sittingId, lease }: RulingWish,
  ): Promise<LeaseEvidence | undefined> {
    await tx.query('SELECT 1 FROM sitting WHERE id = $1 AND session_id = $2 FOR NO KEY UPDATE', [
      sittingId,
      sessionId,
    ]);
    return lockLeaseEvidence(tx, sessionId, sittingId, lease);
  }

  async #admit(
    tx: Tx,
    { sittingId, lease }: RulingWish,
    evidence: LeaseEvidence,
    admitted: readonly ChainedEvent[],
  ): Promise<Receipt> {
    const before = await receiptOf(tx, sittingId);
    if (!before) throw new Error('A closed sitting has a receipt.');
    await appendAdmitted(tx, sittingId, lease, admitted);
    const { candidateNumber, session, closedAt, closedBy, number } = before.body;
    const receipts = await this.issueReceipts.run(tx, [
      {
        sittingId,
        number: number + 1,
        candidateNumber,
        session,
        closedAt,
        closedBy,
        inLogBy: await promisedBy(tx),
        supersedes: receiptHash(before.body),
      },
    ]);
    await tx.query('UPDATE sitting SET sheet = $2 WHERE id = $1', [sittingId, evidence.sheet + 1]);
    const receipt = receipts.get(sittingId);
    if (!receipt) throw new Error('A receipt was asked for.');
    return receipt;
  }
}

/** Whether a ruling is possible now. */
export function mayRule(evidence: LeaseEvidence, releasedAt: Date | null): Result<undefined> {
  if (evidence.sittingState === 'void') {
    return refuse('conflict', 'SITTING.VOID', 'This sitting was declared void.');
  }
  if (evidence.sittingState === 'open') {
    return refuse('conflict', 'SITTING.STILL_OPEN', 'This candidate is still sitting.', {
      data: { until: evidence.deadlineAt.toISOString() },
    });
  }
  if (releasedAt) return refuse('gone', 'SITTING.RELEASED', 'The results of this session are out.');
  return ok(undefined);
}

const noLate = () => refuse('not-found', 'SITTING.NO_LATE', 'Nothing that came late waits here.');
