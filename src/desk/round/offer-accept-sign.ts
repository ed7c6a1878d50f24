import { generateSync } from 'otplib/functional';
import { DEMONSTRATION_SECRET } from '../../setup/demonstration-password.js';
import { ApiError, type ApiClient } from './api-client.js';

const STEP = 30;
const PAUSE = 500;

export interface OfferTo {
  readonly postId: string;
  /** One of both. */
  readonly sittingId?: string;
  readonly applicationId?: string;
  /** Why a higher place is passed over. */
  readonly reason?: string;
  /** The account of whoever it is offered to. */
  readonly candidate: ApiClient;
}

/** A code of the demonstration's official. @param step before or after the one now: clocks may differ by one. */
export const demonstrationCode = (step = 0): string =>
  generateSync({ secret: DEMONSTRATION_SECRET, epoch: Math.floor(Date.now() / 1000) + step * STEP });

/**
 * The whole way to appointments: HR offers, each candidate accepts, and the official signs all of them with one code.
 *
 * @param officials signed in as HR and as the demonstration's appointing official. @returns ids of the appointments, in the
 *   order of the places. @throws ApiError where a step is refused.
 */
export async function offerAcceptSign(
  { hr, official }: { readonly hr: ApiClient; readonly official: ApiClient },
  competitionId: string,
  offers: readonly OfferTo[],
): Promise<string[]> {
  const competition = `/api/v1/competitions/${competitionId}`;
  const offerIds: string[] = [];
  for (const { candidate, ...wish } of offers) {
    const { offerId } = await hr.post<{ offerId: string }>(`${competition}/offers`, wish);
    await candidate.post(`/api/v1/offers/${offerId}/acceptance`);
    offerIds.push(offerId);
  }
  if (offerIds.length === 0) return [];
  const { appointmentIds } = await withFreshCode((code) =>
    official.post<{ appointmentIds: string[] }>(`${competition}/appointments`, { offerIds, code }),
  );
  return appointmentIds;
}

/** Does what needs a code with one that was not used yet: where all of now were, it waits for the next. */
export async function withFreshCode<T>(work: (code: string) => Promise<T>): Promise<T> {
  for (;;) {
    for (const step of [-1, 0, 1]) {
      try {
        return await work(demonstrationCode(step));
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'SECOND_FACTOR.USED')) throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
