import { ApiClient } from '../../src/desk/round/api-client.js';
import { offerAcceptSign, type OfferTo } from '../../src/desk/round/offer-accept-sign.js';
import { accountOf } from '../../src/desk/round/be-candidate.js';
import { staff } from './candidates.js';
import type { TestPlatform } from './platform.js';

/** Lets the official's code of now count as new: nobody waits half a minute for the next. */
export const freshCodes = (platform: TestPlatform): Promise<unknown> =>
  platform.api.parts.database.query('UPDATE second_factor SET last_step = NULL');

/** The whole way from offers to appointments, by the demonstration's officials. @returns ids of the appointments. */
export async function appointed(
  platform: TestPlatform,
  competitionId: string,
  offers: readonly OfferTo[],
): Promise<string[]> {
  const [hr, official] = await Promise.all([staff(platform, 'hr'), staff(platform, 'official')]);
  await freshCodes(platform);
  return offerAcceptSign({ hr, official }, competitionId, offers);
}

/** The account of a candidate of a played round, by the sitting. */
export async function roundCandidate(platform: TestPlatform, sittingId: string): Promise<ApiClient> {
  const [row] = await platform.api.parts.database.query<{ signIn: string; code: string }>(
    `SELECT a.sign_in AS "signIn", c.code FROM sitting s JOIN account a ON a.person_id = s.person_id
       JOIN exam_session e ON e.id = s.session_id JOIN competition c ON c.id = e.competition_id WHERE s.id = $1`,
    [sittingId],
  );
  if (!row) throw new Error('Nobody sat there.');
  const index = Number(/-(\d+)@/.exec(row.signIn)?.[1]);
  const { email, password } = accountOf(row.code, index);
  return new ApiClient(platform.base).signIn(email, password);
}
