import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';

export const CUT_SCORE_SET_FACT = 'cut-score-set';

/**
 * "A pass needs so many points": what was adopted for an exam of a competition, before any of its results is out. Judges are
 * counted and not named; the officer who adopted it is.
 */
export function cutScoreSetFact(input: {
  readonly competition: CompetitionView;
  readonly programme: { readonly code: string; readonly version: number };
  readonly version: number;
  readonly method: 'law' | 'angoff';
  readonly overall: number;
  readonly eachPart: number;
  readonly byPart: Readonly<Record<string, number>>;
  readonly advised: string | null;
  readonly standardError: string | null;
  readonly judges: number;
  readonly legalBasis: string | null;
  readonly reason: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, programme, byPart, official, time, version, ...shown } = input;
  return {
    type: CUT_SCORE_SET_FACT,
    subject: `${competition.code}/${String(version)}`,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      programme: { code: programme.code, version: programme.version },
      version,
      ...shown,
      byPart: { ...byPart },
    },
    search: searchedCompetition(competition),
  };
}
