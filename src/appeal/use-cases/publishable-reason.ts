import { namesAnyone } from '../../competition/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';

/** As long as a ranking's reason may be, which it becomes. */
const MOST = 500;

/**
 * A reason that may be published: stated, not endless, and without the name of anybody who applied.
 * Refusals: APPEAL.SAY_WHY, APPEAL.REASON_NAMES.
 */
export async function publishableReason(
  tx: Tx,
  competitionId: string,
  text: string,
  field = 'reason',
): Promise<Result<string>> {
  const reason = text.trim();
  if (reason === '' || [...reason].length > MOST)
    return refuse('invalid', 'APPEAL.SAY_WHY', 'Say why, in at most 500 characters.', {
      fields: { [field]: 'APPEAL.SAY_WHY' },
    });
  if (await namesAnyone(tx, competitionId, reason))
    return refuse('invalid', 'APPEAL.REASON_NAMES', 'The reason has a candidate’s name in it.', {
      fields: { [field]: 'APPEAL.REASON_NAMES' },
    });
  return ok(reason);
}
