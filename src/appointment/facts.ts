import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView, PostView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';

export const APPOINTMENT_FACT = 'appointment';
export const APPOINTMENTS_MADE_FACT = 'appointments-made';

/**
 * "This person is appointed to this post": the name is a personal field, opened beside the fact by a salt.
 * The candidate number is left out. Where answer sheets are to be public, so are the place and why somebody was passed
 * over: nobody shall join the name to a sheet by them (docs/adr/0027), and {@link appointmentsMadeFact} has them instead.
 */
export function appointmentFact(input: {
  readonly appointmentId: string;
  readonly competition: CompetitionView;
  readonly post: PostView;
  readonly rankingVersion: number;
  readonly personName: string;
  readonly place: number | null;
  readonly reason: string | null;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { appointmentId, competition, post, rankingVersion, personName, place, reason, official, time } =
    input;
  return {
    type: APPOINTMENT_FACT,
    subject: appointmentId,
    cause: `${competition.code}/${String(rankingVersion)}`,
    time,
    official,
    shown: { ...whereOf(competition, post), place, passedOverReason: reason },
    personal: { personName },
    search: { personName, ...searchOf(competition, post) },
  };
}

/**
 * "These places of the ranking were appointed, all at once": what is public of an order in which nobody can be told apart.
 *
 * @param input.places in growing order. @param input.reasons why people with better places were passed over, by their texts:
 *   beside a place one would say who has it.
 */
export function appointmentsMadeFact(input: {
  readonly competition: CompetitionView;
  readonly rankingVersion: number;
  readonly places: readonly number[];
  readonly reasons: readonly string[];
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, rankingVersion, places, reasons, official, time } = input;
  return {
    type: APPOINTMENTS_MADE_FACT,
    subject: `${competition.code}/${String(rankingVersion)}`,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      rankingVersion,
      appointed: places.length,
      places: [...places],
      reasons: [...reasons],
    },
    search: searchedCompetition(competition),
  };
}

export const TENURE_ENDED_FACT = 'tenure-ended';

/** Why an appointment ended. */
export const END_REASONS = [
  'resigned',
  'dismissed',
  'retired',
  'transferred',
  'term-over',
  'died',
  'annulled',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** "This appointment ended on this day": it names the appointment, and nobody. */
export function tenureEndedFact(input: {
  readonly appointmentId: string;
  readonly competition: CompetitionView;
  readonly post: PostView;
  readonly reason: EndReason;
  /** `yyyy-mm-dd`. */
  readonly endedOn: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { appointmentId, competition, post, reason, endedOn, official, time } = input;
  return {
    type: TENURE_ENDED_FACT,
    subject: appointmentId,
    cause: reason,
    time,
    official,
    shown: { ...whereOf(competition, post), reason, endedOn },
    search: searchOf(competition, post),
  };
}

const whereOf = (competition: CompetitionView, post: PostView) => ({
  ...statedCompetition(competition),
  post: { title: { ...post.title }, grade: post.grade, location: post.location },
});

const searchOf = (competition: CompetitionView, post: PostView) => ({
  postTitle: Object.values(post.title).join(' · '),
  ...searchedCompetition(competition),
});
