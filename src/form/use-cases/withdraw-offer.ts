import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { DrawOccasion } from '../store/draw-fact-store.js';

/** Takes an offered share back before the draw is committed: one's own, or any for an officer. Refusal: DRAW.NO_OFFER. */
export async function withdrawOffer(
  tx: Tx,
  occasion: DrawOccasion,
  as: 'officer' | 'observer',
  contributionId: string,
): Promise<Result<{ contributionId: string }>> {
  const { principal, sessionId } = occasion;
  const gone = await rows(
    tx,
    `DELETE FROM draw_contribution WHERE id = $1 AND session_id = $2 AND draw_id IS NULL
       AND ($3 OR account_id = $4::uuid) RETURNING id`,
    [contributionId, sessionId, as === 'officer', principal.accountId],
  );
  if (gone.length === 0) return refuse('not-found', 'DRAW.NO_OFFER', 'There is no such offer of yours.');
  await recordDecision(tx, principal, {
    action: 'draw-offer-withdrawn',
    subject: sessionId,
    scopeId: sessionId,
  });
  return ok({ contributionId });
}
