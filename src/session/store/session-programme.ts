import { competitionById, stageById, type CompetitionView, type StageView } from '../../competition/index.js';
import { programmeById, type ProgrammeView } from '../../form/index.js';
import type { Tx } from '../../platform/index.js';
import type { SessionView } from './session-store.js';

/** What is sat in a stage: its own programme, or the competition's. */
export const programmeOf = (
  tx: Tx,
  competition: Pick<CompetitionView, 'programmeId'>,
  stage: Pick<StageView, 'programmeId'> | null | undefined,
): Promise<ProgrammeView | undefined> => programmeById(tx, stage?.programmeId ?? competition.programmeId);

/**
 * The exam programme of a session, which decides its draw, its minutes and its scoring: that of its stage, or of its
 * competition. Undefined where there is none.
 *
 * @param competition where it is known already.
 */
export async function programmeOfSession(
  tx: Tx,
  session: Pick<SessionView, 'stageId' | 'competitionId'>,
  competition?: Pick<CompetitionView, 'programmeId'>,
): Promise<ProgrammeView | undefined> {
  const of = competition ?? (await competitionById(tx, session.competitionId));
  return of && programmeOf(tx, of, session.stageId === null ? null : await stageById(tx, session.stageId));
}
