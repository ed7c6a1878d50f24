import type { Json } from '../kernel/index.js';
import type { EligibilityRule } from '../people/index.js';
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
      posts: competition.posts.map(
        ({ title, places, grade, location, category, pay, competencies, duties }) => ({
          title: { ...title },
          places,
          grade,
          location,
          ...(category !== null && { category }),
          ...(pay && { pay: { ...pay } }),
          ...(competencies.length > 0 && { competencies: competencies.map((one) => ({ ...one })) }),
          ...(duties && { duties: { ...duties } }),
        }),
      ),
      ...(competition.eligibility.length > 0 && {
        eligibility: competition.eligibility.map((rule) => statedRule(rule)),
      }),
      ...(competition.planned.length > 0 && {
        planned: competition.planned.map(({ what, on }) => ({ what: { ...what }, on })),
      }),
    },
    search: searchedCompetition(competition),
  };
}

/** A rule of eligibility as it is announced: which it is, and the limits of this competition. */
const statedRule = (rule: EligibilityRule): { [key: string]: Json } => ({
  code: rule.code,
  title: { ...rule.title },
  ...(rule.kind === 'choice' && { eligible: [...rule.eligible] }),
  ...((rule.kind === 'date' || rule.kind === 'number') && { least: rule.least, most: rule.most }),
});

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
