import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { sitExam, type Leased } from '../../src/desk/round/sit-exam.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import type { TestPlatform } from './platform.js';

let made = 0;

/** The demonstration's open session and its competition. */
export async function openSession(
  platform: TestPlatform,
): Promise<{ sessionId: string; competitionId: string }> {
  const [row] = await platform.api.parts.database.query<{ sessionId: string; competitionId: string }>(
    `SELECT id AS "sessionId", competition_id AS "competitionId" FROM exam_session WHERE state = 'open' ORDER BY opens_at LIMIT 1`,
  );
  if (!row) throw new Error('The demonstration has no open session.');
  return row;
}

export const staff = (platform: TestPlatform, signIn: string): Promise<ApiClient> =>
  new ApiClient(platform.base).signIn(signIn, DEMONSTRATION_PASSWORD);

export interface NewAccount {
  readonly email: string;
  readonly password: string;
}

export interface Applicant extends NewAccount {
  readonly sessionId: string;
  readonly competitionId: string;
  readonly applicationId: string;
}

/** A new candidate who has signed in. */
export async function newCandidate(platform: TestPlatform): Promise<ApiClient> {
  return (await newAccount(platform)).client;
}

/** A new candidate who has applied to the competition of the open session, for a browser to sign in with. */
export async function newApplicant(platform: TestPlatform): Promise<Applicant> {
  const { sessionId, competitionId } = await openSession(platform);
  const { client, ...account } = await newAccount(platform);
  const { applicationId } = await client.post<{ applicationId: string }>(
    `/api/v1/competitions/${competitionId}/applications`,
    { language: 'en' },
  );
  return { ...account, sessionId, competitionId, applicationId };
}

/** A new candidate, signed in, with what another browser needs to sign in too. */
export async function newAccount(
  platform: TestPlatform,
): Promise<NewAccount & { readonly client: ApiClient }> {
  made += 1;
  // Others may be made while this one is: the number is read once.
  const number = made;
  const email = `test-${String(number)}@example.org`;
  const password = `a password for ${String(number)}`;
  const client = await new ApiClient(platform.base).begin();
  await client.post('/api/v1/candidates', {
    fullName: `Test Person ${String.fromCharCode(65 + (number % 26))}`,
    nationalId: `TEST-${String(number).padStart(7, '0')}`,
    email,
    password,
    language: 'en',
  });
  return { email, password, client: await client.signIn(email, password) };
}

/** A new candidate with a sitting that is open. */
export async function newSitting(
  platform: TestPlatform,
): Promise<{ client: ApiClient; sittingId: string; leased: Leased }> {
  const { sessionId, competitionId } = await openSession(platform);
  const client = await newCandidate(platform);
  await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
  const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
  return { client, sittingId: leased.sittingId, leased };
}

/** Some candidates who have sat and handed in. @returns their sittings. */
export async function sitSome(platform: TestPlatform, count: number): Promise<string[]> {
  const sittings: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const { client, sittingId, leased } = await newSitting(platform);
    await sitExam(client, leased, seededGenerator(sha256(sittingId)));
    sittings.push(sittingId);
  }
  return sittings;
}
