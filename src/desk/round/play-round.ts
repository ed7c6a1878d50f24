import { randomBytes } from 'node:crypto';
import { seededGenerator, sha256, type SeededGenerator } from '../../kernel/index.js';
import { ApiClient } from './api-client.js';
import { inParallel, patiently } from './crowd-pace.js';
import type { Knowledge } from './knowledge.js';
import { offerAcceptSign } from './offer-accept-sign.js';
import { sitExam, type Leased } from './sit-exam.js';

export interface RoundPlan {
  /** Origin of a running demonstration platform. */
  readonly base: string;
  readonly candidates: number;
  /** Of the demonstration accounts. */
  readonly password: string;
  /** What well-prepared candidates know. */
  readonly knowledge: Knowledge;
  /** How many of a hundred questions each of them knows; left out: some more, some fewer. */
  readonly ability?: number;
  /** How much of the exam is published; left out: its commitments. At `public` the round ends with public answer sheets. */
  readonly disclosure?: 'commitments' | 'auditor' | 'public';
  /** How many are appointed at most. */
  readonly places?: number;
  /** Told of each step's progress. */
  readonly onProgress?: (step: string, done: number, of: number) => void;
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

interface Entry {
  readonly publicId: string;
  readonly type: string;
}

const AT_ONCE = 8;
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
  const code = `ROUND-${randomBytes(4).toString('hex').toUpperCase()}`;

  const competitionId = await announce(hr, code, { disclosure, places });
  const sessionId = await openSession(exam, competitionId, candidates);
  progress('Competition announced, session open', 1, 1);

  let sat = 0;
  const indexes = new Map<string, number>();
  await inParallel(candidates, AT_ONCE, async (index) => {
    const generator = seededGenerator(sha256(`${code} ${String(index)}`));
    const sittingId = await beCandidate(plan, { code, competitionId, sessionId, index, generator });
    indexes.set(sittingId, index);
    sat += 1;
    progress('Candidates register, apply, sit and hand in', sat, candidates);
  });

  await exam.post(`/api/v1/sessions/${sessionId}/closing`);
  await waitFor(async () => {
    const { closed, graded } = await exam.get<{ closed: number; graded: number }>(
      `/api/v1/sessions/${sessionId}/grading`,
    );
    progress('The worker grades', graded, closed);
    return graded === closed && closed === candidates;
  });
  await exam.post(`/api/v1/sessions/${sessionId}/release`, {
    reason: 'A played round: nobody looks at questions that stand out.',
  });
  progress('Results released', 1, 1);

  const { version } = await hr.post<{ version: number }>(`/api/v1/competitions/${competitionId}/rankings`);
  await hr.post(`/api/v1/competitions/${competitionId}/rankings/${String(version)}/approval`);
  progress('Ranking approved', 1, 1);
  const { passed, appointed } = await appointBest(
    { hr, official },
    { competitionId, version, places },
    (sittingId) => {
      const { email, password: own } = accountOf(code, indexes.get(sittingId) ?? -1);
      return new ApiClient(base).signIn(email, own);
    },
    progress,
  );
  if (disclosure === 'public') await disclose(hr, exam, { competitionId, sessionId, appointed }, progress);

  const entries = await waitFor(async () => {
    const page = await new ApiClient(base).get<{ items: Entry[] }>(
      `/api/v1/registry/entries?competition=${code}&limit=100`,
    );
    const of = (type: string) => page.items.filter((one) => one.type === type).length;
    const isThere =
      of('appointment') === appointed &&
      of('ranking-approved') === 1 &&
      of('session-disclosed') === (disclosure === 'public' ? 1 : 0);
    return isThere ? page.items : undefined;
  });
  const addressOf = (type: string): string => {
    const entry = entries.find((one) => one.type === type);
    return entry ? `${base}/registry/entries/${entry.publicId}` : 'none';
  };
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

async function announce(
  hr: ApiClient,
  code: string,
  { disclosure, places }: Required<Pick<RoundPlan, 'disclosure' | 'places'>>,
): Promise<string> {
  const { items: agencies } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/agencies');
  const { items: programmes } = await hr.get<{ items: { id: string }[] }>('/api/v1/programmes');
  const agency = agencies.find((one) => one.code === 'MDS');
  const [programme] = programmes;
  if (!agency || !programme) throw new Error('The demonstration’s agency or exam programme is missing.');
  const { competitionId } = await hr.post<{ competitionId: string }>(
    `/api/v1/agencies/${agency.id}/competitions`,
    {
      code,
      title: { en: `Played round ${code}`, ru: `Пробный конкурс ${code}` },
      description: { en: 'Played by the round command.', ru: 'Проведён командой round.' },
      programmeId: programme.id,
      disclosure,
      applyFrom: new Date(Date.now() - 3_600_000).toISOString(),
      applyUntil: new Date(Date.now() + 86_400_000).toISOString(),
      posts: [{ title: { en: 'Specialist', ru: 'Специалист' }, places, grade: 'B-4', location: 'Baku' }],
    },
  );
  await hr.post(`/api/v1/competitions/${competitionId}/announcement`);
  return competitionId;
}

async function openSession(exam: ApiClient, competitionId: string, candidates: number): Promise<string> {
  const { sessionId } = await exam.post<{ sessionId: string }>(
    `/api/v1/competitions/${competitionId}/sessions`,
    {
      title: { en: 'Session', ru: 'Сессия' },
      opensAt: new Date(Date.now() - 3_600_000).toISOString(),
      entryClosesAt: new Date(Date.now() + 86_400_000).toISOString(),
      releasePolicy: 'officer',
    },
  );
  // They apply once it is open, so that each of them takes a spare number.
  await exam.post(`/api/v1/sessions/${sessionId}/opening`, {
    spareNumbers: candidates,
    withoutGo: 'A played round: nobody goes through its checklist.',
  });
  return sessionId;
}

interface Candidate {
  readonly code: string;
  readonly competitionId: string;
  readonly sessionId: string;
  readonly index: number;
  readonly generator: SeededGenerator;
}

/** With what a played candidate signs in. */
export const accountOf = (code: string, index: number): { email: string; password: string } => ({
  email: `${code.toLowerCase()}-${String(index)}@example.org`,
  password: `candidate ${code} ${String(index)}`,
});

/** @returns the sitting. */
async function beCandidate(
  { base, knowledge, ability }: RoundPlan,
  { code, competitionId, sessionId, index, generator }: Candidate,
): Promise<string> {
  const client = await new ApiClient(base).begin();
  const { email, password } = accountOf(code, index);
  await patiently(() =>
    client.post('/api/v1/candidates', {
      fullName: nameOf(generator),
      nationalId: `${code}${String(index).padStart(6, '0')}`,
      email,
      password,
      language: generator.below(2) === 0 ? 'en' : 'ru',
    }),
  );
  await patiently(() => client.signIn(email, password));
  await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
  const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
  await sitExam(client, leased, generator, knowledge, ability);
  return leased.sittingId;
}

async function appointBest(
  officials: { readonly hr: ApiClient; readonly official: ApiClient },
  {
    competitionId,
    version,
    places: most,
  }: { readonly competitionId: string; readonly version: number; readonly places: number },
  candidateOf: (sittingId: string) => Promise<ApiClient>,
  progress: NonNullable<RoundPlan['onProgress']>,
): Promise<{ passed: number; appointed: number }> {
  const { hr } = officials;
  const places = await allPlaces(hr, `/api/v1/competitions/${competitionId}/rankings/${String(version)}`);
  const ranked = places.filter(({ place }) => place !== null);
  const { posts } = await hr.get<{ posts: { id: string }[] }>(`/api/v1/competitions/${competitionId}`);
  const best = ranked.slice(0, most);
  const offers = [];
  for (const { sittingId } of best) {
    const candidate = await patiently(() => candidateOf(sittingId));
    offers.push({ postId: posts[0]?.id ?? '', sittingId, candidate });
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
  progress: NonNullable<RoundPlan['onProgress']>,
): Promise<void> {
  const competition = `/api/v1/competitions/${competitionId}`;
  if (appointed > 0) await hr.post(`${competition}/appointments/publication`);
  await hr.post(`${competition}/closing`);
  await hr.post(`${competition}/conclusion`);
  await exam.post(`/api/v1/sessions/${sessionId}/disclosure`);
  progress('Appointments and answer sheets published', 1, 1);
}

interface Place {
  readonly sittingId: string;
  readonly place: number | null;
}

async function allPlaces(hr: ApiClient, path: string): Promise<Place[]> {
  const places: Place[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: { items: Place[]; nextCursor: string | null } = await hr.get(`${path}?limit=100${query}`);
    places.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return places;
}

const GIVEN = [
  'Aygun',
  'Rashad',
  'Leyla',
  'Murad',
  'Aliya',
  'Yerlan',
  'Saule',
  'Timur',
  'Nigar',
  'Orkhan',
  'Dana',
  'Elvin',
];
const FAMILY = [
  'Hasanov',
  'Karimova',
  'Abdullayev',
  'Nurlan',
  'Sadykova',
  'Quliyeva',
  'Bekov',
  'Ismayilov',
  'Zhunusova',
  'Aliyev',
];

const nameOf = (generator: SeededGenerator): string =>
  `${GIVEN[generator.below(GIVEN.length)] ?? ''} ${FAMILY[generator.below(FAMILY.length)] ?? ''}`;

async function waitFor<T>(probe: () => Promise<T | false | undefined>): Promise<T> {
  const giveUp = performance.now() + 120_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > giveUp) throw new Error('The platform did not get there within two minutes.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
