import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';
import type { SessionView } from '../session/index.js';
import type { AppealAbout, Ground, Outcome, Remedy } from './domain/appeal-state.js';

export const APPEAL_DECIDED_FACT = 'appeal-decided';

/** "An appeal was decided so": what it was about, how it ended, when. Neither who made it nor whose sitting it was. */
export function appealDecidedFact(input: {
  readonly appealId: string;
  readonly competition: CompetitionView;
  readonly session: Pick<SessionView, 'id' | 'title'>;
  readonly about: AppealAbout;
  readonly outcome: Outcome;
  readonly remedy: Remedy;
  readonly ground: Ground;
  readonly receivedAt: Date;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { appealId, competition, session, receivedAt, official, time } = input;
  const { about, outcome, remedy, ground } = input;
  const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
  return {
    type: APPEAL_DECIDED_FACT,
    subject: appealId,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      session: { id: session.id, title: { ...session.title } },
      about,
      outcome,
      remedy,
      category: ground,
      receivedOn: dayOf(receivedAt),
      decidedOn: dayOf(time),
    },
    search: searchedCompetition(competition),
  };
}
