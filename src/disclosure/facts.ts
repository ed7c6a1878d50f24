import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';
import type { SessionView } from '../session/index.js';

export const SESSION_DISCLOSED_FACT = 'session-disclosed';

/**
 * "The answer sheets of this session are public, with answer keys and rules": the list is the head of the session's file.
 * The sheets themselves are no list of the log: each is bound by the receipt that is in it, and can be taken away alone.
 */
export function sessionDisclosedFact(input: {
  readonly competition: CompetitionView;
  readonly session: SessionView;
  readonly sheets: number;
  readonly withheld: number;
  readonly listHash: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, session, sheets, withheld, listHash, official, time } = input;
  return {
    type: SESSION_DISCLOSED_FACT,
    subject: session.id,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      session: { id: session.id, title: { ...session.title } },
      sheets,
      withheld,
      listHash,
    },
    search: searchedCompetition(competition),
  };
}
