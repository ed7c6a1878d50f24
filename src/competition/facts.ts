import type { Json } from '../kernel/index.js';
import type { FactDraft } from '../platform/index.js';
import type { CompetitionView } from './store/competition-store.js';

export const ANNOUNCEMENT_FACT = 'competition-announced';

/** "Agency A looks for these posts, by this exam, until this day": who announced it is named. */
export function announcementFact(competition: CompetitionView, official: string, time: Date): FactDraft {
  return {
    type: ANNOUNCEMENT_FACT,
    subject: competition.code,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      profile: { ...competition.profile },
      disclosure: competition.disclosure,
      applyFrom: competition.applyFrom.toISOString(),
      applyUntil: competition.applyUntil.toISOString(),
      posts: competition.posts.map(({ title, places, grade, location }) => ({
        title: { ...title },
        places,
        grade,
        location,
      })),
    },
    search: searchedCompetition(competition),
  };
}

/** The competition that a fact is of, and its agency, as each fact shows them. */
export const statedCompetition = (
  competition: Pick<CompetitionView, 'code' | 'title' | 'agency'>,
): { readonly competition: { [key: string]: Json }; readonly agency: { [key: string]: Json } } => ({
  competition: { code: competition.code, title: { ...competition.title } },
  agency: { code: competition.agency.code, name: { ...competition.agency.name } },
});

/** By what readers of the registry find a fact of a competition. */
export const searchedCompetition = (competition: Pick<CompetitionView, 'code' | 'agency'>) => ({
  agencyName: Object.values(competition.agency.name).join(' · '),
  competitionCode: competition.code,
});
