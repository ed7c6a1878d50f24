import { Injectable } from '@nestjs/common';
import { hashJson, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Bus, Database, clockTime, stateFact, type Principal, type Tx } from '../../platform/index.js';
import {
  entitle,
  holdSession,
  replacementOf,
  voidBooking,
  type SessionView,
  noSession,
} from '../../session/index.js';
import { voidReason } from '../domain/void-reason.js';
import { sittingVoidFact } from '../facts.js';
import { receiptOf } from '../store/receipt-store.js';
import { sittingById } from '../store/sitting-store.js';
import { voidSittings, type Again } from '../store/void-store.js';

export interface VoidSittingWish {
  readonly cause: 'misconduct' | 'failure';
  readonly again: Again;
  readonly reason: string;
}

/**
 * Declares one sitting void, by name and for a reason: the candidate's misconduct, or a failure that was not theirs.
 * After a failure they may sit again: here with a spare number and a new form, also when entry is closed, or in a
 * session that replaces this one. What was handed in stays on record, its receipt stays true as a receipt; it is
 * neither graded nor ranked.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.NOT_FOUND, SITTING.VOID (it is already), SITTING.RELEASED (then an appeal
 * decides), SITTING.AGAIN (after misconduct nobody sits again; here only while the session is open), SESSION.WHY.
 */
@Injectable()
export class VoidSitting {
  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    sittingId: string,
    wish: VoidSittingWish,
  ): Promise<Result<{ state: 'void' }>> {
    const reason = voidReason(wish.reason);
    if (!reason.ok) return reason;
    const result = await this.database.attempt<{ state: 'void' }>(async (tx) => {
      // A release and the end of the session wait until this is done, other sittings do not.
      const session = await holdSession(tx, sessionId);
      if (!session) return noSession();
      const sitting = await sittingById(tx, sittingId);
      if (sitting?.sessionId !== sessionId) {
        return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting in this session.');
      }
      const allowed = mayVoid(session, wish);
      if (!allowed.ok) return allowed;
      const [voided] = await voidSittings(tx, principal, sessionId, [sittingId], {
        ...wish,
        reason: reason.value,
      });
      if (!voided) return refuse('conflict', 'SITTING.VOID', 'This sitting was declared void before.');
      if (wish.again === 'replacement') await this.#carryOver(tx, sessionId, voided.applicationId);
      await recordDecision(tx, principal, {
        action: `sitting-void-${wish.cause}`,
        subject: voided.candidateNumber,
        scopeId: sessionId,
        reason: reason.value,
      });
      if (!session.rehearsal) {
        await this.#state(tx, principal, session, sittingId, voided.candidateNumber);
        await postNotice(tx, {
          kind: 'sitting-void',
          personId: sitting.personId,
          about: sittingId,
          details: { session: session.title },
          path: `/sittings/${sittingId}`,
        });
      }
      return ok({ state: 'void' });
    });
    if (result.ok) await this.bus.publish('sitting', { sittingId });
    return result;
  }

  /** They give back their place here, and may enter the session that replaces this one where there is one already. */
  async #carryOver(tx: Tx, sessionId: string, applicationId: string): Promise<void> {
    await voidBooking(tx, sessionId, applicationId);
    const replacement = await replacementOf(tx, sessionId);
    if (replacement) await entitle(tx, replacement.id, [applicationId]);
  }

  async #state(
    tx: Tx,
    principal: Principal,
    session: SessionView,
    sittingId: string,
    candidateNumber: string,
  ): Promise<void> {
    const receipt = await receiptOf(tx, sittingId);
    await stateFact(
      tx,
      sittingVoidFact({
        candidateNumber,
        sessionId: session.id,
        receiptHash: receipt ? hashJson(receipt.body as unknown as Json).toString('hex') : null,
        official: principal.official,
        time: await clockTime(tx),
      }),
    );
  }
}

function mayVoid(session: SessionView, wish: VoidSittingWish): Result<undefined> {
  if (session.releasedAt) {
    return refuse(
      'conflict',
      'SITTING.RELEASED',
      'Its results are released: what is wrong now is for an appeal.',
    );
  }
  if (wish.again !== 'no' && wish.cause === 'misconduct') {
    return refuse('invalid', 'SITTING.AGAIN', 'Nobody sits again after misconduct.', {
      fields: { again: 'SITTING.AGAIN' },
    });
  }
  if (wish.again === 'here' && session.state !== 'open') {
    return refuse('conflict', 'SITTING.AGAIN', 'In this session nobody can begin any more.', {
      fields: { again: 'SITTING.AGAIN' },
    });
  }
  return ok(undefined);
}
