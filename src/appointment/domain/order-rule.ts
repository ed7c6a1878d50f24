import { ok, refuse, type Result } from '../../kernel/index.js';

export interface RankedCandidate {
  readonly sittingId: string;
  readonly place: number | null;
}

/**
 * May this candidate be appointed now? In the order of the ranking; passing over somebody with a higher place needs a
 * reason, which is published.
 *
 * @param ranked all of the ranking. @param appointed sittings that have an appointment already.
 * @returns how many higher places are passed over. Refusals: APPOINTMENT.NOT_RANKED, APPOINTMENT.ALREADY,
 *   APPOINTMENT.REASON_NEEDED.
 */
export function mayAppoint(
  ranked: readonly RankedCandidate[],
  appointed: ReadonlySet<string>,
  sittingId: string,
  reason: string | null,
): Result<{ place: number; passedOver: number }> {
  const candidate = ranked.find((one) => one.sittingId === sittingId);
  if (!candidate || candidate.place === null) {
    return refuse(
      'conflict',
      'APPOINTMENT.NOT_RANKED',
      'Only somebody with a place in the ranking can be appointed.',
    );
  }
  if (appointed.has(sittingId)) {
    return refuse('conflict', 'APPOINTMENT.ALREADY', 'This person has an appointment from this competition.');
  }
  const { place } = candidate;
  const passedOver = ranked.filter(
    (one) => one.place !== null && one.place < place && !appointed.has(one.sittingId),
  ).length;
  if (passedOver > 0 && (reason === null || reason.trim().length < MIN_REASON)) {
    return refuse('invalid', 'APPOINTMENT.REASON_NEEDED', 'Passing over a higher place needs a reason.', {
      fields: { reason: 'APPOINTMENT.REASON_NEEDED' },
      data: { passedOver },
    });
  }
  return ok({ place, passedOver });
}

/** Characters: a reason is a sentence, not a full stop. */
export const MIN_REASON = 10;
