import type { Json } from '../kernel/index.js';
import type { FactDraft } from '../platform/index.js';
import type { StagePlan } from './domain/stage-plan.js';
import type { CompetitionView } from './store/competition-store.js';

export const ANNOUNCEMENT_FACT = 'competition-announced';

/** "Agency A looks for these posts, by this exam, until this day": who announced it is named. */
export function announcementFact(
  competition: CompetitionView,
  official: string,
  time: Date,
  path?: AnnouncedPath,
): FactDraft {
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
      // Who has one exam alone states what was stated from the first on.
      ...(path && path.stages.length > 0 && announcedPath(path)),
    },
    search: searchedCompetition(competition),
  };
}

/** The way to a post, as it is announced: stages in their order, and how the ranking parts equals. */
export interface AnnouncedPath extends Omit<StagePlan, 'stages'> {
  readonly stages: readonly (Omit<StagePlan['stages'][number], 'programmeId'> & {
    /** Of a stage that is sat. */
    readonly programme: { readonly code: string; readonly version: number } | null;
  })[];
}

const announcedPath = ({ stages, ties, last }: AnnouncedPath): { [key: string]: Json } => ({
  stages: stages.map(({ code, kind, title, rule, weight, programme }) => ({
    code,
    kind,
    title: { ...title },
    rule: rule as unknown as Json,
    weight,
    programme: programme && { ...programme },
  })),
  ranking: { ties: [...ties], last },
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
