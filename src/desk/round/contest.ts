import { ApiClient } from './api-client.js';
import { waitFor } from './wait-for.js';

interface Staff {
  readonly base: string;
  readonly password: string;
  readonly exam: ApiClient;
}

/** A sitting with whoever sat it. */
export interface OwnSitting {
  readonly client: ApiClient;
  readonly sittingId: string;
}

interface CaseInHand {
  readonly id: string;
  readonly state: string;
  readonly challenges: number;
}

/**
 * A candidate challenges the answer key of a question; an expert annuls it; the exam officer looks at what that does and
 * confirms; the worker grades again, and the new list is out.
 *
 * @returns how many have more points by it.
 */
export async function challengeItem(
  { base, password, exam }: Staff,
  competitionId: string,
  { client, sittingId }: OwnSitting,
  position: number,
): Promise<number> {
  const { review, challengesUntil } = await client.get<{ review: string; challengesUntil: object | null }>(
    `/api/v1/sittings/${sittingId}/review`,
  );
  if (review !== 'answers-and-keys' || challengesUntil === null)
    throw new Error('Answer keys cannot be challenged in this session.');
  await client.post(`/api/v1/sittings/${sittingId}/challenges`, {
    position,
    reasons: 'Two of these answers are right by the rules as they stand since spring.',
    source: 'Official Gazette, 12 March',
  });
  const challenges = `/api/v1/competitions/${competitionId}/challenges`;
  const expert = await new ApiClient(base).signIn('expert', password);
  const { items } = await expert.get<{ items: CaseInHand[] }>(challenges);
  const found = items.find(({ state }) => state === 'open');
  if (!found) throw new Error('The challenge did not reach the experts.');
  const path = `${challenges}/${found.id}`;
  await expert.post(`${path}/ruling`, {
    kind: 'annul',
    reason: 'The rules were changed in spring, and two answers are right since.',
    challenges: found.challenges,
  });
  const foreseenHash = await waitFor(
    async () => (await exam.get<{ foreseenHash: string | null }>(path)).foreseenHash ?? undefined,
  );
  await exam.post(`${path}/confirmation`, { foreseenHash });
  return waitFor(async () => {
    const changes = await client.get<{ items: { isRunning: boolean; up: number }[] }>(
      `/api/v1/competitions/${competitionId}/changes`,
    );
    return changes.items[0]?.isRunning === false && changes.items[0].up;
  });
}

/** A candidate appeals about the mark of their first text; an officer who took no part takes it up and corrects the mark. */
export async function appealMark(
  { base, password }: Omit<Staff, 'exam'>,
  sessionId: string,
  { client, sittingId }: OwnSitting,
): Promise<void> {
  const { appealId } = await client.post<{ appealId: string }>(`/api/v1/sittings/${sittingId}/appeals`, {
    about: 'mark',
    position: 1,
    body: 'My letter names the ground, both figures and the time for an objection, and the mark says that it does not.',
  });
  const appeals = await new ApiClient(base).signIn('appeals', password);
  const path = `/api/v1/sessions/${sessionId}/appeals/${appealId}`;
  await appeals.post(`${path}/taking`);
  await appeals.post(`${path}/decision`, {
    outcome: 'upheld',
    remedy: 'mark-corrected',
    ground: 'marking',
    reason: 'The letter has what the rubric asks for; the mark passed over its second paragraph.',
    points: CORRECTED,
  });
}

/** Hundredths. */
const CORRECTED = 95;
