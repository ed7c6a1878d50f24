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
  /** How many with a higher place did not take this post; told where the place is. */
  readonly declined: number;
  /** Name and position of whoever proposed it; null where it could divide those who were appointed together. */
  readonly proposedBy: string | null;
  /** Who signed. */
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { appointmentId, competition, post, rankingVersion, personName, place, reason, official, time } =
    input;
  const { declined, proposedBy } = input;
  return {
    type: APPOINTMENT_FACT,
    subject: appointmentId,
    cause: `${competition.code}/${String(rankingVersion)}`,
    time,
    official,
    shown: {
      ...whereOf(competition, post),
      place,
      passedOverReason: reason,
      ...(declined > 0 && { declined }),
      ...(proposedBy !== null && { proposedBy }),
    },
    personal: { personName },
    search: { personName, ...searchOf(competition, post) },
  };
}

/**
 * "These places of the ranking were appointed, all at once": what is public of an order in which nobody can be told apart.
 *
 * @param input.places in growing order. @param input.reasons why people with better places were passed over, by their texts:
 *   beside a place one would say who has it. @param input.declined how many with a better place than the last of these did
 *   not take what they were offered.
 */
export function appointmentsMadeFact(input: {
  readonly competition: CompetitionView;
  readonly rankingVersion: number;
  readonly places: readonly number[];
  readonly reasons: readonly string[];
  readonly declined: number;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, rankingVersion, places, reasons, declined, official, time } = input;
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
      ...(declined > 0 && { declined }),
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

/** Where an appointment is that comes from no competition here. */
interface ElsewhereOf {
  readonly agency: CompetitionView['agency'];
  /** As it was written. */
  readonly post: { readonly title: string; readonly grade: string; readonly location: string };
}

export const DIRECT_APPOINTMENT_FACT = 'appointment-without-competition';

/** Why somebody is appointed without a competition. */
export const DIRECT_KINDS = ['political', 'acting', 'reinstated', 'by-law'] as const;
export type DirectKind = (typeof DIRECT_KINDS)[number];

/** "This person is appointed by law, without a competition": on which basis, who proposed it and who signed. */
export function directAppointmentFact(
  input: ElsewhereOf & {
    readonly appointmentId: string;
    readonly kind: DirectKind;
    readonly personName: string;
    readonly legalBasis: string;
    /** `yyyy-mm-dd`. */
    readonly beginsOn: string;
    readonly proposedBy: string;
    readonly official: string;
    readonly time: Date;
  },
): FactDraft {
  const { appointmentId, kind, personName, legalBasis, beginsOn, proposedBy, official, time } = input;
  return {
    type: DIRECT_APPOINTMENT_FACT,
    subject: appointmentId,
    cause: kind,
    time,
    official,
    shown: { ...elsewhere(input), kind, legalBasis, beginsOn, proposedBy },
    personal: { personName },
    search: { personName, ...searchedElsewhere(input) },
  };
}

export const IMPORTED_APPOINTMENT_FACT = 'appointment-imported';

/** "The records before this log say that this person was appointed": from which source, and who brought it in. */
export function importedAppointmentFact(
  input: ElsewhereOf & {
    readonly appointmentId: string;
    readonly batchId: string;
    readonly personName: string;
    /** `yyyy-mm-dd`. */
    readonly appointedOn: string;
    readonly basis: string;
    readonly source: string;
    readonly official: string;
    readonly time: Date;
  },
): FactDraft {
  const { appointmentId, batchId, personName, appointedOn, basis, source, official, time } = input;
  return {
    type: IMPORTED_APPOINTMENT_FACT,
    subject: appointmentId,
    cause: batchId,
    time,
    official,
    shown: { ...elsewhere(input), appointedOn, basis, source },
    personal: { personName },
    search: { personName, ...searchedElsewhere(input) },
  };
}

/** {@link tenureEndedFact} of an appointment that comes from no competition here. */
export function otherTenureEndedFact(
  input: ElsewhereOf & {
    readonly appointmentId: string;
    readonly reason: EndReason;
    readonly endedOn: string;
    readonly official: string;
    readonly time: Date;
  },
): FactDraft {
  const { appointmentId, reason, endedOn, official, time } = input;
  return {
    type: TENURE_ENDED_FACT,
    subject: appointmentId,
    cause: reason,
    time,
    official,
    shown: { ...elsewhere(input), reason, endedOn },
    search: searchedElsewhere(input),
  };
}

const elsewhere = ({ agency, post }: ElsewhereOf) => ({
  agency: { code: agency.code, name: { ...agency.name } },
  // In whichever language it was written.
  post: { title: { und: post.title }, grade: post.grade, location: post.location },
});

const searchedElsewhere = ({ agency, post }: ElsewhereOf) => ({
  postTitle: post.title,
  agencyName: Object.values(agency.name).join(' · '),
});

const whereOf = (competition: CompetitionView, post: PostView) => ({
  ...statedCompetition(competition),
  post: { title: { ...post.title }, grade: post.grade, location: post.location },
});

const searchOf = (competition: CompetitionView, post: PostView) => ({
  postTitle: Object.values(post.title).join(' · '),
  ...searchedCompetition(competition),
});
