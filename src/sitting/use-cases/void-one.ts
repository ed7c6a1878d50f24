import { hashJson, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { clockTime, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { entitle, replacementOf, voidBooking, type SessionView } from '../../session/index.js';
import { sittingVoidFact } from '../facts.js';
import { receiptOf } from '../store/receipt-store.js';
import type { SittingView } from '../store/sitting-store.js';
import { voidSittings, type Again } from '../store/void-store.js';

export interface VoidSittingWish {
  readonly cause: 'misconduct' | 'failure';
  readonly again: Again;
  readonly reason: string;
}

/**
 * Declares one sitting void in the caller's transaction, which holds the session and has asked whether it may. The caller puts
 * the decision on record, and tells the device once it is committed.
 *
 * Refusals: SITTING.VOID (it is already).
 */
export async function voidOne(
  tx: Tx,
  principal: Pick<Principal, 'accountId' | 'official' | 'actingFor'>,
  session: SessionView,
  sitting: SittingView,
  wish: VoidSittingWish,
): Promise<Result<{ state: 'void' }>> {
  const [voided] = await voidSittings(tx, principal, session.id, [sitting.id], wish);
  if (!voided) return refuse('conflict', 'SITTING.VOID', 'This sitting was declared void before.');
  if (wish.again === 'replacement') await carryOver(tx, session.id, voided.applicationId);
  if (session.rehearsal) return ok({ state: 'void' });
  await stateVoid(tx, principal, session.id, sitting.id, voided.candidateNumber);
  await postNotice(tx, {
    kind: 'sitting-void',
    personId: sitting.personId,
    about: sitting.id,
    details: { session: session.title },
    path: `/sittings/${sitting.id}`,
  });
  return ok({ state: 'void' });
}

/** States in public that a sitting is void: by its number, with its receipt where it was handed in. */
export async function stateVoid(
  tx: Tx,
  { official }: Pick<Principal, 'official'>,
  sessionId: string,
  sittingId: string,
  candidateNumber: string,
): Promise<void> {
  const receipt = await receiptOf(tx, sittingId);
  await stateFact(
    tx,
    sittingVoidFact({
      candidateNumber,
      sessionId,
      receiptHash: receipt ? hashJson(receipt.body as unknown as Json).toString('hex') : null,
      official,
      time: await clockTime(tx),
    }),
  );
}

/** They give back their place here, and may enter the session that replaces this one where there is one already. */
export async function carryOver(tx: Tx, sessionId: string, applicationId: string): Promise<void> {
  await voidBooking(tx, sessionId, applicationId);
  const replacement = await replacementOf(tx, sessionId);
  if (replacement) await entitle(tx, replacement.id, [applicationId]);
}
