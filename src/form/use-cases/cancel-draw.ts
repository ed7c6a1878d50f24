import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { DRAW_STATES } from '../domain/draw/draw-state.js';
import { drawCancelledFact } from '../facts.js';
import { contributionsOf } from '../store/contribution-store.js';
import { stateDrawFact, type DrawOccasion } from '../store/draw-fact-store.js';
import { drawById } from '../store/draw-store.js';

/**
 * Cancels a draw before its session opens, by name and for a stated reason; who had not handed over a share is named.
 * Refusals: DRAW.NO_DRAW, DRAW.STATE, DRAW.REASON.
 */
export async function cancelDraw(
  tx: Tx,
  occasion: DrawOccasion,
  drawId: string,
  wish: { readonly reason: string },
): Promise<Result<{ state: 'cancelled' }>> {
  const reason = wish.reason.trim();
  if (reason === '') {
    return refuse('invalid', 'DRAW.REASON', 'Say why the draw is cancelled.', {
      fields: { reason: 'DRAW.REASON' },
    });
  }
  const draw = await drawById(tx, drawId);
  if (!draw) return refuse('not-found', 'DRAW.NO_DRAW', 'This session has no draw.');
  const next = transition(DRAW_STATES, draw.state, 'cancel', 'DRAW.STATE');
  if (!next.ok) return next;
  const [row] = await rows<{ cancelledAt: Date }>(
    tx,
    `UPDATE draw SET state = $2, cancelled_at = clock_timestamp() WHERE id = $1
     RETURNING cancelled_at AS "cancelledAt"`,
    [drawId, next.value],
  );
  // Nobody will ever open them.
  await tx.query('DELETE FROM sealed_form WHERE draw_id = $1', [drawId]);
  const missing = (await contributionsOf(tx, drawId))
    .filter(({ receivedAt }) => !receivedAt)
    .map(({ role, name }) => ({ role, name }));
  const content = { draw: drawId, number: draw.number, reason, missing };
  const time = (row as { cancelledAt: Date }).cancelledAt;
  await stateDrawFact(tx, occasion, drawId, drawCancelledFact(content, time));
  await recordDecision(tx, occasion.principal, {
    action: 'draw-cancelled',
    subject: occasion.sessionId,
    scopeId: occasion.sessionId,
    reason,
  });
  return ok({ state: 'cancelled' });
}
