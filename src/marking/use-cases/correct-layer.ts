import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { rows, type Principal, type Tx } from '../../platform/index.js';
import { addLayer } from '../store/text-store.js';

export interface Correction {
  readonly sittingId: string;
  /** The place of the text in the form. */
  readonly position: number;
  /** Hundredths, 0 to 100. */
  readonly points: number;
  readonly reason: string;
}

/**
 * A named person corrects the mark of one text, in the caller's transaction: a layer more, the marks stay.
 * Refusals: MARKING.NOTHING_TO_CORRECT (no settled mark there), MARKING.POINTS.
 */
export async function correctLayer(
  tx: Tx,
  principal: Principal,
  { sittingId, position, points, reason }: Correction,
): Promise<Result<{ revision: number }>> {
  if (!Number.isInteger(points) || points < 0 || points > 100)
    return refuse('invalid', 'MARKING.POINTS', 'Points are whole hundredths from 0 to 100.', {
      fields: { points: 'MARKING.POINTS' },
    });
  const [text] = await rows<{ id: string; sessionId: string }>(
    tx,
    `SELECT t.id, t.session_id AS "sessionId" FROM marking_text t JOIN sitting s ON s.id = t.sitting_id
     WHERE t.sitting_id = $1 AND t.position = $2 AND t.sheet = s.sheet AND t.state = 'settled'
     FOR NO KEY UPDATE OF t`,
    [sittingId, position],
  );
  if (!text)
    return refuse('conflict', 'MARKING.NOTHING_TO_CORRECT', 'There is no settled mark at this place.');
  const revision = await addLayer(tx, {
    sittingId,
    textId: text.id,
    kind: 'corrected',
    points,
    by: { ...principal, reason },
  });
  await recordDecision(tx, principal, {
    action: 'mark-corrected',
    subject: text.id,
    scopeId: text.sessionId,
    reason,
  });
  return ok({ revision });
}
