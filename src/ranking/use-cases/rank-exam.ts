import type { CompetitionView } from '../../competition/index.js';
import { programmeById } from '../../form/index.js';
import { releasedGrades } from '../../grading/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { scaleOf } from '../../measurement/index.js';
import type { Tx } from '../../platform/index.js';
import type { MadeRanking } from './made-ranking.js';
import { rankGrades } from './rank-grades.js';

/**
 * The ranking of a competition that has one exam: by its released grades, on the scale that was chosen for its sessions.
 *
 * Refusals: RANKING.NO_COMPETITION, RANKING.NOTHING_RELEASED, RANKING.SCALE_BASE (the session on whose scale the others are put
 * is not released).
 */
export async function rankExam(tx: Tx, competition: CompetitionView): Promise<Result<MadeRanking>> {
  const programme = await programmeById(tx, competition.programmeId);
  if (!programme) return refuse('not-found', 'RANKING.NO_COMPETITION', 'There is no such competition.');
  const grades = await releasedGrades(tx, competition.id);
  if (grades.length === 0)
    return refuse('conflict', 'RANKING.NOTHING_RELEASED', 'No results of this competition are released yet.');
  const made = rankGrades(programme, grades, await scaleOf(tx, competition.id, null));
  if (!made)
    return refuse(
      'conflict',
      'RANKING.SCALE_BASE',
      'The session on whose scale the others are put is not released yet.',
    );
  const { rule, ranked } = made;
  return ok({
    rule,
    lines: ranked.map((one) => ({ ...one, lot: null })),
    scoringVersionIds: [...new Set(grades.map(({ scoringVersionId }) => scoringVersionId))],
  });
}
