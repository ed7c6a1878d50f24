import { searchedCompetition, statedCompetition } from '../competition/facts.js';
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
  /** How many results are not in it because an incident is not settled. */
  readonly held: number;
  readonly listHash: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, session, lines, held, listHash, official, time } = input;
  return {
    type: RESULT_LIST_FACT,
    subject: session.id,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      session: { id: session.id, title: { ...session.title } },
      sat: lines.length,
      passed: lines.filter((line) => line.passed).length,
      ...(held > 0 && { held }),
      listHash,
    },
    search: searchedCompetition(competition),
  };
}

export const ANSWER_KEY_CHANGED_FACT = 'answer-key-changed';

/** What grades a session, as a fact names it. */
export interface NamedScoring {
  readonly id: string;
  readonly number: number;
  /** Hex SHA-256 of the rules' canonical JSON. */
  readonly hash: string;
}

/**
 * "This item is scored otherwise from now on": annulled, so that everybody gets its points, or by another key. Of each
 * session that had it, what graded it before and what grades it now.
 */
export function answerKeyChangedFact(input: {
  readonly competition: CompetitionView;
  readonly item: string;
  readonly change: 'annulled' | 'other-key';
  readonly sessions: readonly {
    readonly session: Pick<SessionView, 'id' | 'title'>;
    readonly before: NamedScoring;
    readonly after: NamedScoring;
  }[];
  readonly reason: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, item, change, sessions, reason, official, time } = input;
  const named = ({ id, number, hash }: NamedScoring) => ({ id, number, hash });
  return {
    type: ANSWER_KEY_CHANGED_FACT,
    subject: item,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      item,
      change,
      sessions: sessions.map(({ session, before, after }) => ({
        id: session.id,
        title: { ...session.title },
        before: named(before),
        after: named(after),
      })),
      reason,
    },
    search: searchedCompetition(competition),
  };
}
