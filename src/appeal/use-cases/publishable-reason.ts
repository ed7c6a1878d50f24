import { mentionsName, ok, refuse, wordsOf, type Result } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';

/** As long as a ranking's reason may be, which it becomes. */
const MOST = 500;

/**
 * A reason that may be published: stated, not endless, and without the name of anybody who sat.
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
  const names = await rows<{ name: string }>(
    tx,
    `SELECT DISTINCT p.full_name AS name FROM sitting s JOIN exam_session x ON x.id = s.session_id
       JOIN person p ON p.id = s.person_id WHERE x.competition_id = $1`,
    [competitionId],
  );
  const words = wordsOf(reason);
  if (names.some(({ name }) => mentionsName(words, name)))
    return refuse('invalid', 'APPEAL.REASON_NAMES', 'The reason has a candidate’s name in it.', {
      fields: { [field]: 'APPEAL.REASON_NAMES' },
    });
  return ok(reason);
}
