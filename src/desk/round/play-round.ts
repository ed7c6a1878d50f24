import { allPlaces } from './all-places.js';
import { announce } from './announce.js';
import { ApiClient } from './api-client.js';
import { accountOf, beCandidate, chanceOf } from './be-candidate.js';
import { closeAndGrade, releaseResults } from './close-and-grade.js';
import { inParallel, patiently } from './crowd-pace.js';
import { offerAcceptSign } from './offer-accept-sign.js';
import { openSession } from './open-session.js';
import { entriesOf, entryAddress } from './registry-entries.js';
import { AT_ONCE, newCode, type Progress, type RoundBasis } from './round-plan.js';
import { sitExam, type Leased } from './sit-exam.js';
import { waitFor } from './wait-for.js';

export interface RoundPlan extends RoundBasis {
  /** How many of a hundred questions each of them knows; left out: some more, some fewer. */
  readonly ability?: number;
  /** How much of the exam is published; left out: its commitments. At `public` the round ends with public answer sheets. */
  readonly disclosure?: 'commitments' | 'auditor' | 'public';
  /** How many are appointed at most. */
  readonly places?: number;
}

export interface RoundOutcome {
  readonly competitionId: string;
  readonly code: string;
  readonly sessionId: string;
  readonly sat: number;
  readonly passed: number;
  readonly appointed: number;
  /** Addresses of what came out, by what it is. */
  readonly addresses: Readonly<Record<string, string>>;
}

const PLACES = 3;

/**
 * Plays a whole recruitment round through the public API alone: announce, apply, sit, grade, release, rank, approve,
 * offer, accept, sign, and look it up in the registry. @throws ApiError where a step is refused.
 */
export async function playRound(plan: RoundPlan): Promise<RoundOutcome> {
  const { base, candidates, password, disclosure = 'commitments', places = PLACES } = plan;
  const progress = plan.onProgress ?? (() => undefined);
  const hr = await new ApiClient(base).signIn('hr', password);
  const official = await new ApiClient(base).signIn('official', password);
  const exam = await new ApiClient(base).signIn('exam', password);
  const code = newCode();

  const competitionId = await announce(hr, code, { disclosure, places });
  // They apply once it is open, so that each of them takes a spare number.
  const sessionId = await openSession(exam, competitionId, { spareNumbers: candidates });
  progress('Competition announced, session open', 1, 1);

  let sat = 0;
  const indexes = new Map<string, number>();
  await inParallel(candidates, AT_ONCE, async (index) => {
    const chance = chanceOf(code, index);
    const { client, applicationId } = await beCandidate(base, competitionId, { code, index, chance });
    const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
    await sitExam(client, leased, chance, plan.knowledge, plan.ability);
    indexes.set(applicationId, index);
    sat += 1;
    progress('Candidates register, apply, sit and hand in', sat, candidates);
  });

  await closeAndGrade(exam, sessionId, candidates, progress);
  await releaseResults(exam, sessionId);
  progress('Results released', 1, 1);

  const { version } = await hr.post<{ version: number }>(`/api/v1/competitions/${competitionId}/rankings`);
  await hr.post(`/api/v1/competitions/${competitionId}/rankings/${String(version)}/approval`);
  progress('Ranking approved', 1, 1);
  const { passed, appointed } = await appointBest(
    { hr, official },
    { competitionId, version, places },
    (applicationId) => {
      const { email, password: own } = accountOf(code, indexes.get(applicationId) ?? -1);
      return new ApiClient(base).signIn(email, own);
    },
    progress,
  );
  if (disclosure === 'public') await disclose(hr, exam, { competitionId, sessionId, appointed }, progress);

  const entries = await waitFor(async () => {
    const found = await entriesOf(base, code);
    const of = (type: string) => found.filter((one) => one.type === type).length;
    const isThere =
      of('appointment') === appointed &&
      of('ranking-approved') === 1 &&
      of('session-disclosed') === (disclosure === 'public' ? 1 : 0);
    return isThere ? found : undefined;
  });
  const addressOf = (type: string): string =>
    entryAddress(
      base,
      entries.find((one) => one.type === type),
    );
  return {
    competitionId,
    code,
    sessionId,
    sat,
    passed,
    appointed,
    addresses: {
      Competition: `${base}/competitions/${competitionId}`,
      'Result list': addressOf('result-list'),
      Ranking: addressOf('ranking-approved'),
      'First appointment': addressOf('appointment'),
      ...(disclosure === 'public' && {
        'Places appointed': addressOf('appointments-made'),
        'Answer sheets': addressOf('session-disclosed'),
      }),
      'All in the registry': `${base}/registry?competition=${code}`,
    },
  };
}

async function appointBest(
  officials: { readonly hr: ApiClient; readonly official: ApiClient },
  {
    competitionId,
    version,
    places: most,
  }: { readonly competitionId: string; readonly version: number; readonly places: number },
  candidateOf: (applicationId: string) => Promise<ApiClient>,
  progress: Progress,
): Promise<{ passed: number; appointed: number }> {
  const { hr } = officials;
  const places = await allPlaces(hr, `/api/v1/competitions/${competitionId}/rankings/${String(version)}`);
  const ranked = places.filter(({ place }) => place !== null);
  const { posts } = await hr.get<{ posts: { id: string }[] }>(`/api/v1/competitions/${competitionId}`);
  const best = ranked.slice(0, most);
  const offers = [];
  for (const { applicationId } of best) {
    const candidate = await patiently(() => candidateOf(applicationId));
    offers.push({ postId: posts[0]?.id ?? '', applicationId, candidate });
    progress('Those who are next in rank', offers.length, best.length);
  }
  await offerAcceptSign(officials, competitionId, offers);
  progress('Offered, accepted and signed', 1, 1);
  return { passed: ranked.length, appointed: best.length };
}

/** Everybody is appointed who will be: the appointments are published together, then the answer sheets. */
async function disclose(
  hr: ApiClient,
  exam: ApiClient,
  {
    competitionId,
    sessionId,
    appointed,
  }: { readonly competitionId: string; readonly sessionId: string; readonly appointed: number },
  progress: Progress,
): Promise<void> {
  const competition = `/api/v1/competitions/${competitionId}`;
  if (appointed > 0) await hr.post(`${competition}/appointments/publication`);
  await hr.post(`${competition}/closing`);
  await hr.post(`${competition}/conclusion`);
  await exam.post(`/api/v1/sessions/${sessionId}/disclosure`);
  progress('Appointments and answer sheets published', 1, 1);
}
