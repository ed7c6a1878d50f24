import { ok, refuse, type Result } from '../../kernel/index.js';

export interface RankedCandidate {
  readonly applicationId: string;
  readonly place: number | null;
}

/** Who is served already, by application. */
export interface Served {
  /** They have an appointment, or an offer that is open. */
  readonly taken: ReadonlySet<string>;
  /** They were offered this very post and did not take it. */
  readonly declined: ReadonlySet<string>;
}

/**
 * May a post be offered to this candidate now? In the order of the ranking; passing over somebody with a higher place needs
 * a reason, which is published. Whoever did not take this post is not passed over.
 *
 * @param ranked all of the ranking.
 * @returns how many higher places are passed over, and how many did not take it. Refusals: APPOINTMENT.NOT_RANKED,
 *   APPOINTMENT.ALREADY, APPOINTMENT.REASON_NEEDED.
 */
export function mayOffer(
  ranked: readonly RankedCandidate[],
  { taken, declined }: Served,
  applicationId: string,
  reason: string | null,
): Result<{ place: number; passedOver: number; declined: number }> {
  const candidate = ranked.find((one) => one.applicationId === applicationId);
  if (!candidate || candidate.place === null) {
    return refuse(
      'conflict',
      'APPOINTMENT.NOT_RANKED',
      'Only somebody with a place in the ranking can be appointed.',
    );
  }
  if (taken.has(applicationId)) {
    return refuse(
      'conflict',
      'APPOINTMENT.ALREADY',
      'This person has an appointment or an open offer from this competition.',
    );
  }
  const { place } = candidate;
  const higher = ranked.filter(
    (one) => one.place !== null && one.place < place && !taken.has(one.applicationId),
  );
  const passedOver = higher.filter((one) => !declined.has(one.applicationId)).length;
  if (passedOver > 0 && (reason === null || reason.trim().length < MIN_REASON)) {
    return refuse('invalid', 'APPOINTMENT.REASON_NEEDED', 'Passing over a higher place needs a reason.', {
      fields: { reason: 'APPOINTMENT.REASON_NEEDED' },
      data: { passedOver },
    });
  }
  return ok({ place, passedOver, declined: higher.length - passedOver });
}

/** Characters: a reason is a sentence, not a full stop. */
export const MIN_REASON = 10;
