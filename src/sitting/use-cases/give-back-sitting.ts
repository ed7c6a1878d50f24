import { hashJson, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { clockTime, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { entitle, replacementOf, voidBooking, type SessionView } from '../../session/index.js';
import { sittingVoidFact } from '../facts.js';
import { receiptOf } from '../store/receipt-store.js';
import { voidSittings } from '../store/void-store.js';

/**
 * Gives a sitting back after an appeal, in the transaction of its decision: it does not count, and its candidate sits again
 * in a session that replaces this one. The results may be out: the caller publishes them again.
 *
 * Refusals: SITTING.VOID (it is already).
 */
export async function giveBackSitting(
  tx: Tx,
  principal: Principal,
  session: SessionView,
  sittingId: string,
  reason: string,
): Promise<Result<undefined>> {
  const [voided] = await voidSittings(tx, principal, session.id, [sittingId], {
    cause: 'failure',
    again: 'replacement',
    reason,
  });
  if (!voided) return refuse('conflict', 'SITTING.VOID', 'This sitting was declared void before.');
  await voidBooking(tx, session.id, voided.applicationId);
  const replacement = await replacementOf(tx, session.id);
  if (replacement) await entitle(tx, replacement.id, [voided.applicationId]);
  const receipt = await receiptOf(tx, sittingId);
  await stateFact(
    tx,
    sittingVoidFact({
      candidateNumber: voided.candidateNumber,
      sessionId: session.id,
      receiptHash: receipt ? hashJson(receipt.body as unknown as Json).toString('hex') : null,
      official: principal.official,
      time: await clockTime(tx),
    }),
  );
  return ok(undefined);
}
