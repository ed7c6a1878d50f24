import type { CompetitionView, PostView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';

export const APPOINTMENT_FACT = 'appointment';

/**
 * "This person is appointed to this post": the name is a personal field, opened beside the fact by a salt.
 * The candidate number is left out, so that nobody can join the name to a result or an answer sheet by it.
 */
export function appointmentFact(input: {
  readonly appointmentId: string;
  readonly competition: CompetitionView;
  readonly post: PostView;
  readonly rankingVersion: number;
  readonly personName: string;
  readonly place: number;
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
    shown: {
      competition: { code: competition.code, title: { ...competition.title } },
      agency: { code: competition.agency.code, name: { ...competition.agency.name } },
      post: { title: { ...post.title }, grade: post.grade, location: post.location },
      place,
      passedOverReason: reason,
    },
    personal: { personName },
    search: {
      personName,
      postTitle: Object.values(post.title).join(' · '),
      agencyName: Object.values(competition.agency.name).join(' · '),
      competitionCode: competition.code,
    },
  };
}
