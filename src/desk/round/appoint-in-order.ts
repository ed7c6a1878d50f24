import { allPlaces } from './all-places.js';
import { ApiClient } from './api-client.js';
import { offerAcceptSign } from './offer-accept-sign.js';
import { LONG_ROUND_PLACES, type LongCandidate, type Table } from './round-table.js';

/** The ranking over all stages, an offer that the first refuses where others follow, and the appointments. */
export async function appointInOrder(
  { plan, progress, competitionId, hr }: Table,
  candidates: readonly LongCandidate[],
): Promise<{ ranked: number; appointed: number }> {
  const competition = `/api/v1/competitions/${competitionId}`;
  const { version } = await hr.post<{ version: number }>(`${competition}/rankings`);
  const ranking = `${competition}/rankings/${String(version)}`;
  await hr.post(`${ranking}/approval`);
  progress('Ranking over all stages approved', 1, 1);
  const ranked = (await allPlaces(hr, ranking)).filter(({ place }) => place !== null);
  const { posts } = await hr.get<{ posts: { id: string }[] }>(competition);
  const offers = ranked.map(({ applicationId }) => {
    const known = candidates.find((one) => one.applicationId === applicationId);
    if (!known) throw new Error('Only who applied has a place.');
    return { postId: posts[0]?.id ?? '', applicationId, candidate: known.client };
  });
  const first = offers.length > LONG_ROUND_PLACES ? offers.shift() : undefined;
  if (first) {
    const { candidate, ...wish } = first;
    const { offerId } = await hr.post<{ offerId: string }>(`${competition}/offers`, wish);
    await candidate.post(`/api/v1/offers/${offerId}/refusal`, { reason: 'I have taken another post.' });
    progress('The first in rank does not take the post', 1, 1);
  }
  const official = await new ApiClient(plan.base).signIn('official', plan.password);
  const appointed = await offerAcceptSign(
    { hr, official },
    competitionId,
    offers.slice(0, LONG_ROUND_PLACES),
  );
  progress('Offered, accepted and signed', 1, 1);
  return { ranked: ranked.length, appointed: appointed.length };
}
