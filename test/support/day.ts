import { ApiClient } from '../../src/desk/round/api-client.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { openSession, staff } from './candidates.js';
import { lateAnswers } from './late.js';
import type { TestPlatform } from './platform.js';
import { applicant, begin, openedSession, planSession } from './sessions.js';

/** Sessions as they are on an exam day: one that is planned, one that is open with somebody in each state, a void one. */
export async function dayInHand(platform: TestPlatform) {
  const exam = await staff(platform, 'exam');
  const proctor = await staff(platform, 'proctor');
  const { competitionId } = await openSession(platform);
  const signIn = 'told@example.org';
  const told = await new ApiClient(platform.base).begin();
  await told.post('/api/v1/candidates', {
    fullName: 'Told Person',
    nationalId: 'TOLD-0000001',
    email: signIn,
    password: DEMONSTRATION_PASSWORD,
    language: 'en',
  });
  await told.signIn(signIn, DEMONSTRATION_PASSWORD);
  const { applicationId } = await told.post<{ applicationId: string }>(
    `/api/v1/competitions/${competitionId}/applications`,
    { language: 'en' },
  );
  const others = [];
  for (let i = 0; i < 5; i += 1) others.push(await applicant(platform));
  const open = await openedSession(platform, { admission: 'either' });
  await proctor.post(`/api/v1/sessions/${open}/seat-code`);
  const decide = (id: string, body: object) =>
    proctor.post(`/api/v1/sessions/${open}/candidates/${id}/admission`, body);
  const people = [{ client: told, applicationId }, ...others];
  for (const { client } of people) await client.get(`/api/v1/sessions/${open}/waiting`);
  for (const one of people.slice(0, 4)) await decide(one.applicationId, { verdict: 'admitted' });
  await decide(others[3]?.applicationId ?? '', {
    verdict: 'refused',
    reason: 'Another face on the document.',
  });
  const sat = [];
  for (const { client } of people.slice(0, 3)) sat.push({ client, leased: await begin(client, open) });
  const [voided, handedIn, sitting] = sat;
  if (!voided || !handedIn || !sitting) throw new Error('Three have begun.');
  const lease = await lateAnswers(handedIn.client, handedIn.leased);
  await exam.post(`/api/v1/competitions/${competitionId}/accommodations`, {
    applicationId,
    extraTimePercent: 25,
    breakMinutes: 15,
    largerType: true,
    reader: true,
    basis: 'disability',
    document: 'Certificate 17 of 3 March, clinic of the district',
  });
  await exam.post(`/api/v1/sessions/${open}/extension`, {
    minutes: 10,
    reason: 'The line was down for ten minutes.',
  });
  await exam.post(`/api/v1/sessions/${open}/sittings/${voided.leased.sittingId}/voiding`, {
    cause: 'failure',
    again: 'replacement',
    reason: 'The power went.',
  });
  const planned = await planSession(platform, { admission: 'proctor' });
  await proctor.put(`/api/v1/sessions/${planned}/checklist/rooms`, { done: true, note: 'Seen at noon.' });
  await exam.post(`/api/v1/sessions/${planned}/verdict`, { verdict: 'no-go', reason: 'The line is down.' });
  await exam.post(`/api/v1/sessions/${planned}/rehearsals`, { candidates: 2, minutes: 3 });
  const lost = await openedSession(platform);
  await exam.post(`/api/v1/sessions/${lost}/voiding`, { reason: 'The building was flooded.' });
  return {
    open,
    planned,
    lost,
    competitionId,
    sitting: sitting.leased.sittingId,
    late: `${handedIn.leased.sittingId}/${String(lease)}`,
    told: { signIn, applicationId, sittingId: voided.leased.sittingId },
  };
}
