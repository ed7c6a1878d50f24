import { competitionById, stagesOf, type CompetitionView } from '../../competition/index.js';
import { partSize, programmeById, type ProgrammeView } from '../../form/index.js';
import { isUuid } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import type { PartSize } from '../domain/cut-score.js';

/**
 * An exam of a competition: the programme of one of its stages, or its own where none is named. Undefined where there is no
 * such competition, or no such exam in it.
 */
export async function knownProgramme(
  tx: Tx,
  competitionId: string,
  programmeId: string | undefined,
): Promise<{ readonly competition: CompetitionView; readonly programme: ProgrammeView } | undefined> {
  const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
  if (!competition) return undefined;
  const wanted = programmeId ?? competition.programmeId;
  const stages = await stagesOf(tx, competitionId);
  const isItsOwn = wanted === competition.programmeId || stages.some((stage) => stage.programmeId === wanted);
  const programme = isItsOwn ? await programmeById(tx, wanted) : undefined;
  return programme && { competition, programme };
}

export const partSizes = ({ body }: Pick<ProgrammeView, 'body'>): PartSize[] =>
  body.parts.map((part) => ({ code: part.code, items: partSize(part) }));
