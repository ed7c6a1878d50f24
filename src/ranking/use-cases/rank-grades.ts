import type { ProgrammeView } from '../../form/index.js';
import type { GradedSitting } from '../../grading/index.js';
import { putOnScale, type Scale } from '../../measurement/index.js';
import { rank, rankingRule, type Contender, type Ranked, type RankingRule } from '../domain/rank.js';

export interface RankedSitting extends Contender {
  readonly applicationId: string;
  readonly sittingId: string;
  readonly personId: string;
}

/**
 * The order that some grades give by a programme's rule; writes nothing.
 *
 * @param scale how their sessions are compared; null: as they are. @returns undefined where no grade is of the session on whose
 * scale the others are put.
 */
export function rankGrades(
  programme: Pick<ProgrammeView, 'body'>,
  grades: readonly GradedSitting[],
  scale: Scale | null,
): { readonly rule: RankingRule; readonly ranked: readonly Ranked<RankedSitting>[] } | undefined {
  const rule = rankingRule(
    programme.body.parts.map((part) => part.code),
    scale,
  );
  const sat = grades.map(
    ({ applicationId, sittingId, personId, candidateNumber, points, byPart, passed }): RankedSitting => ({
      applicationId,
      sittingId,
      personId,
      candidateNumber,
      points,
      parts: Object.fromEntries(byPart.map((one) => [one.part, one.points])),
      passed,
    }),
  );
  if (!scale) return { rule, ranked: rank(sat, rule) };
  const scaled = putOnScale(
    scale,
    sat.map(({ points, parts }, index) => ({ session: grades[index]?.sessionId ?? '', points, parts })),
  );
  if (!scaled) return undefined;
  const onScale = sat.map((one, index): RankedSitting => ({ ...one, ...scaled[index] }));
  return { rule, ranked: rank(onScale, rule) };
}
