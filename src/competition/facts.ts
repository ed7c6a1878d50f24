import type { Json } from '../kernel/index.js';
import type { EligibilityRule } from '../people/index.js';
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
      // Who has one exam alone states what was stated from the first on.
      ...(path && path.stages.length > 0 && announcedPath(path)),
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
    rule: rule,
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
