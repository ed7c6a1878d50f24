import type { ProgrammeView } from '../../form/index.js';
import type { GradedSitting } from '../../grading/index.js';
import { rank, RANKING_CODE, type Contender, type Ranked, type RankingRule } from '../domain/rank.js';

export interface RankedSitting extends Contender {
  readonly applicationId: string;
  readonly sittingId: string;
  readonly personId: string;
}

/** The order that some grades give by a programme's rule; writes nothing. */
export function rankGrades(
  programme: Pick<ProgrammeView, 'body'>,
  grades: readonly GradedSitting[],
): { readonly rule: RankingRule; readonly ranked: readonly Ranked<RankedSitting>[] } {
  const rule: RankingRule = {
    code: RANKING_CODE,
    subjectOrder: programme.body.parts.map((part) => part.code),
  };
  const ranked = rank(
    grades.map((grade) => ({
      applicationId: grade.applicationId,
      sittingId: grade.sittingId,
      personId: grade.personId,
      candidateNumber: grade.candidateNumber,
      points: grade.points,
      parts: Object.fromEntries(grade.byPart.map(({ part, points }) => [part, points])),
      passed: grade.passed,
    })),
    rule,
  );
  return { rule, ranked };
}
