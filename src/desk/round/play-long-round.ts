import { allPlaces } from './all-places.js';
import { draft, programmeId } from './announce.js';
import { ApiClient, ApiError } from './api-client.js';
import { beCandidate, chanceOf, type PlayedCandidate } from './be-candidate.js';
import { closeAndGrade } from './close-and-grade.js';
import { appealMark, challengeItem, type OwnSitting } from './contest.js';
import { inParallel } from './crowd-pace.js';
import { writer } from './essays.js';
import { holdCommission } from './hold-commission.js';
import { markTexts } from './mark-texts.js';
import { offerAcceptSign } from './offer-accept-sign.js';
import { openSession } from './open-session.js';
import { entriesOf, entryAddress, type PublishedEntry } from './registry-entries.js';
import { AT_ONCE, newCode, type Progress, type RoundBasis } from './round-plan.js';
import { sitExam, type Leased } from './sit-exam.js';
import { waitFor } from './wait-for.js';

export interface LongRoundOutcome {
  readonly competitionId: string;
  readonly code: string;
  /** How many sat the exam, wrote, were heard, have a place, were appointed. */
  readonly sat: number;
  readonly wrote: number;
  readonly heard: number;
  readonly ranked: number;
  readonly appointed: number;
  /** Texts on which two markers were too far apart; candidates with more points by the accepted challenge. */
  readonly adjudicated: number;
  readonly moved: number;
  /** Addresses of what came out, by what it is. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** Below, nobody would be left in the last stage to choose from. */
export const FEWEST_IN_LONG_ROUND = 8;
const NOBODY_LOOKS = 'A played round: nobody looks at questions that stand out.';
const PLACES = 2;

interface Table {
  readonly plan: RoundBasis;
  readonly progress: Progress;
  readonly code: string;
  readonly competitionId: string;
  readonly stageIds: ReadonlyMap<string, string>;
  readonly hr: ApiClient;
  readonly exam: ApiClient;
}

/**
 * Plays the longer round through the public API alone: an exam whose answer key is challenged, an essay with a mark that is
 * appealed, an interview before a commission, the ranking over all three, an offer that is refused, and appointments.
 *
 * @param plan for {@link FEWEST_IN_LONG_ROUND} candidates or more. @throws ApiError where a step is refused.
 */
export async function playLongRound(plan: RoundBasis): Promise<LongRoundOutcome> {
  const { base, password } = plan;
  const progress = plan.onProgress ?? (() => undefined);
  const hr = await new ApiClient(base).signIn('hr', password);
  const exam = await new ApiClient(base).signIn('exam', password);
  const code = newCode();
  const announced = await announceStages(hr, code, plan.candidates);
  progress('Competition in three stages announced', 1, 1);
  const table = { plan, progress, code, hr, exam, ...announced };

  const { candidates, moved } = await holdExam(table);
  const { wrote, adjudicated } = await holdEssay(table, candidates);
  const chance = chanceOf(code, -1);
  const heard = await holdCommission(
    { ...table, base, password, stageId: stageId(table, 'interview') },
    chance,
    progress,
  );
  await conclude(table, 'interview');
  progress('The interview is concluded', 1, 1);
  const { ranked, appointed } = await appoint(table, candidates);

  const entries = await published(table, { appointment: appointed });
  return {
    competitionId: table.competitionId,
    code,
    sat: plan.candidates,
    wrote,
    heard,
    ranked,
    appointed,
    adjudicated,
    moved,
    addresses: addressesOf(table, entries),
  };
}

async function announceStages(
  hr: ApiClient,
  code: string,
  candidates: number,
): Promise<Pick<Table, 'competitionId' | 'stageIds'>> {
  const competitionId = await draft(hr, code, {
    disclosure: 'commitments',
    places: PLACES,
    programme: 'civil-service-general',
  });
  const competition = `/api/v1/competitions/${competitionId}`;
  const write = Math.min(24, Math.max(5, Math.ceil(candidates / 3)));
  await hr.put(`${competition}/stages`, {
    stages: [
      {
        code: 'exam',
        kind: 'exam',
        title: { en: 'Exam', ru: 'Экзамен' },
        rule: { kind: 'best', count: write },
        weight: 50,
      },
      {
        code: 'essay',
        kind: 'essay',
        title: { en: 'Written tasks', ru: 'Письменные работы' },
        rule: { kind: 'best', count: Math.min(8, Math.ceil((2 * write) / 3)) },
        weight: 20,
        programmeId: await programmeId(hr, 'essay'),
      },
      {
        code: 'interview',
        kind: 'interview',
        title: { en: 'Interview', ru: 'Собеседование' },
        rule: {
          kind: 'weighted',
          least: 20,
          stages: [
            { code: 'exam', weight: 50 },
            { code: 'essay', weight: 20 },
            { code: 'interview', weight: 30 },
          ],
        },
        weight: 30,
      },
    ],
    ties: ['interview', 'exam'],
    last: 'lot',
  });
  await hr.post(`${competition}/announcement`);
  const { items } = await hr.get<{ items: { id: string; code: string }[] }>(`${competition}/stages`);
  return { competitionId, stageIds: new Map(items.map((one) => [one.code, one.id])) };
}

const stageId = ({ stageIds }: Pick<Table, 'stageIds'>, code: string): string => stageIds.get(code) ?? '';

const conclude = ({ hr, competitionId }: Table, stage: string): Promise<{ advanced: number }> =>
  hr.post(`/api/v1/competitions/${competitionId}/stages/${stage}/conclusions`);

type Candidate = PlayedCandidate & { readonly index: number };

/** The exam, from applications to its conclusion, with an answer key that is challenged. */
async function holdExam(table: Table): Promise<{ candidates: Candidate[]; moved: number }> {
  const { plan, progress, code, competitionId, hr, exam } = table;
  const sessionId = await openSession(exam, competitionId, {
    spareNumbers: plan.candidates,
    stageId: stageId(table, 'exam'),
    review: 'answers-and-keys',
  });
  const candidates: Candidate[] = [];
  let challenger: (OwnSitting & { readonly position: number }) | undefined;
  await inParallel(plan.candidates, AT_ONCE, async (index) => {
    const chance = chanceOf(code, index);
    const candidate = await beCandidate(plan.base, competitionId, { code, index, chance });
    const { client } = candidate;
    const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
    const [position] = await sitExam(client, leased, chance, plan.knowledge);
    if (position !== undefined) challenger ??= { client, sittingId: leased.sittingId, position };
    candidates.push({ ...candidate, index });
    progress('Candidates register, apply, sit and hand in', candidates.length, plan.candidates);
  });
  await closeAndGrade(exam, sessionId, plan.candidates, progress);
  await exam.post(`/api/v1/sessions/${sessionId}/release`, { reason: NOBODY_LOOKS });
  progress('Results released', 1, 1);
  if (!challenger) throw new Error('Everybody knew everything: there is nothing to challenge.');
  await published(table, { 'result-list': 1 });
  const moved = await challengeItem({ ...plan, exam }, competitionId, challenger, challenger.position);
  await published(table, { 'answer-key-changed': 1, 'result-list': 2 });
  progress('A challenge is accepted, all are graded again', 1, 1);
  await hr.post(`/api/v1/competitions/${competitionId}/closing`);
  await conclude(table, 'exam');
  progress('The exam is concluded', 1, 1);
  return { candidates, moved };
}

/** The essay, for those who went on, with a mark that is appealed. */
async function holdEssay(
  table: Table,
  candidates: readonly Candidate[],
): Promise<{ wrote: number; adjudicated: number }> {
  const { plan, progress, code, competitionId, exam } = table;
  const sessionId = await openSession(exam, competitionId, {
    spareNumbers: 0,
    stageId: stageId(table, 'essay'),
  });
  const writers: OwnSitting[] = [];
  let tried = 0;
  await inParallel(candidates.length, AT_ONCE, async (nth) => {
    const { client, index } = candidates[nth] as Candidate;
    const leased = await beginIfIn(client, sessionId);
    if (leased) {
      const chance = chanceOf(`${code} essay`, index);
      await sitExam(client, leased, chance, writer(chance), 100);
      writers.push({ client, sittingId: leased.sittingId });
    }
    tried += 1;
    progress('Those who went on write two texts', tried, candidates.length);
  });
  await closeAndGrade(exam, sessionId, writers.length, progress);
  const { adjudicated } = await markTexts({ ...plan, exam }, sessionId, progress);
  await exam.post(`/api/v1/sessions/${sessionId}/release`, { reason: NOBODY_LOOKS });
  await published(table, { 'result-list': 3 });
  progress('Marks released', 1, 1);
  await appealMark(plan, sessionId, await weakest(writers));
  await published(table, { 'appeal-decided': 1, 'result-list': 4 });
  progress('An appeal is upheld, the mark corrected', 1, 1);
  await conclude(table, 'essay');
  progress('The essay is concluded', 1, 1);
  return { wrote: writers.length, adjudicated };
}

/** Begins a sitting; undefined where somebody is not in the stage. */
async function beginIfIn(client: ApiClient, sessionId: string): Promise<Leased | undefined> {
  try {
    return await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'SESSION.NOT_IN_STAGE') return undefined;
    throw error;
  }
}

/** Whoever has the fewest points: they may well have a reason to appeal. */
async function weakest(writers: readonly OwnSitting[]): Promise<OwnSitting> {
  let found: { readonly one: OwnSitting; readonly points: number } | undefined;
  for (const one of writers) {
    const { points } = await one.client.get<{ points: number }>(`/api/v1/sittings/${one.sittingId}/result`);
    if (!found || points < found.points) found = { one, points };
  }
  if (!found) throw new Error('Nobody went on to the essay.');
  return found.one;
}

/** The ranking over all stages, an offer that the first refuses where others follow, and the appointments. */
async function appoint(
  { plan, progress, competitionId, hr }: Table,
  candidates: readonly Candidate[],
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
  const first = offers.length > PLACES ? offers.shift() : undefined;
  if (first) {
    const { candidate, ...wish } = first;
    const { offerId } = await hr.post<{ offerId: string }>(`${competition}/offers`, wish);
    await candidate.post(`/api/v1/offers/${offerId}/refusal`, { reason: 'I have taken another post.' });
    progress('The first in rank does not take the post', 1, 1);
  }
  const official = await new ApiClient(plan.base).signIn('official', plan.password);
  const appointed = await offerAcceptSign({ hr, official }, competitionId, offers.slice(0, PLACES));
  progress('Offered, accepted and signed', 1, 1);
  return { ranked: ranked.length, appointed: appointed.length };
}

/** Waits until the registry has so many entries of these types. @returns all entries, the oldest first. */
const published = (
  { plan, code }: Table,
  wanted: Readonly<Record<string, number>>,
): Promise<PublishedEntry[]> =>
  waitFor(async () => {
    const entries = (await entriesOf(plan.base, code)).reverse();
    const isThere = Object.entries(wanted).every(
      ([type, count]) => entries.filter((one) => one.type === type).length >= count,
    );
    return isThere && entries;
  });

function addressesOf(
  { plan: { base }, code, competitionId }: Table,
  entries: readonly PublishedEntry[],
): Record<string, string> {
  const address = (type: string, nth = 0): string =>
    entryAddress(base, entries.filter((one) => one.type === type)[nth]);
  return {
    Competition: `${base}/competitions/${competitionId}`,
    'First result list': address('result-list'),
    'List after the change': address('result-list', 1),
    'What the change did': `${base}/competitions/${competitionId}/changes`,
    'List after the appeal': address('result-list', 3),
    Commission: address('commission-concluded'),
    Ranking: address('ranking-approved'),
    'First appointment': address('appointment'),
    'All in the registry': `${base}/registry?competition=${code}`,
  };
}
