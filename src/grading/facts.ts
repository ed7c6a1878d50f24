import type { CompetitionView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';
import type { SessionView } from '../session/index.js';

export const RESULT_LIST_FACT = 'result-list';

/** One line of a published result list: a candidate number, no name. Points in hundredths. */
export interface ResultLine {
  readonly candidateNumber: string;
  readonly points: number;
  readonly parts: readonly { readonly part: string; readonly points: number }[];
  readonly passed: boolean;
}

/** "These are a session's results": the list is a chunk beside the log, named by its hash. */
export function resultListFact(input: {
  readonly competition: CompetitionView;
  readonly session: SessionView;
  readonly lines: readonly ResultLine[];
  readonly listHash: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, session, lines, listHash, official, time } = input;
  return {
    type: RESULT_LIST_FACT,
    subject: session.id,
    cause: competition.code,
    time,
    official,
    shown: {
      competition: { code: competition.code, title: { ...competition.title } },
      agency: { code: competition.agency.code, name: { ...competition.agency.name } },
      session: { id: session.id, title: { ...session.title } },
      sat: lines.length,
      passed: lines.filter((line) => line.passed).length,
      listHash,
    },
    search: {
      agencyName: Object.values(competition.agency.name).join(' · '),
      competitionCode: competition.code,
    },
  };
}
