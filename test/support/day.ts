import { ApiClient } from '../../src/desk/round/api-client.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { openSession, staff } from './candidates.js';
import { lateAnswers } from './late.js';
import type { TestPlatform } from './platform.js';
import { applicant, begin, openedSession, planSession } from './sessions.js';
import { OFFERED, watch } from './watching.js';

/** Sessions as they are on an exam day: one that is planned, one that is open with somebody in each state, a void one. */
export async function dayInHand(platform: TestPlatform) {
  const exam = await staff(platform, 'exam');
  const proctor = await staff(platform, 'proctor');
  const { competitionId } = await openSession(platform);
  const told = await knownApplicant(platform, competitionId, 'told@example.org');
  const undone = await knownApplicant(platform, competitionId, 'undone@example.org');
  const others = [];
  for (let i = 0; i < 5; i += 1) others.push(await applicant(platform));
  const open = await openedSession(platform, { admission: 'either' });
  await proctor.post(`/api/v1/sessions/${open}/seat-code`);
  const decide = (id: string, body: object) =>
    proctor.post(`/api/v1/sessions/${open}/candidates/${id}/admission`, body);
  const people = [told, ...others, undone];
  for (const { client } of people) await client.get(`/api/v1/sessions/${open}/waiting`);
  for (const one of [...people.slice(0, 4), ...people.slice(6)])
    await decide(one.applicationId, { verdict: 'admitted' });
  await decide(others[3]?.applicationId ?? '', {
    verdict: 'refused',
    reason: 'Another face on the document.',
  });
  const sat = [];
  for (const { client } of [...people.slice(0, 3), ...people.slice(6)])
    sat.push({ client, leased: await begin(client, open) });
  const [answers, handedIn, sitting, voided] = sat;
  if (!answers || !handedIn || !sitting || !voided) throw new Error('Four have begun.');
  const lease = await lateAnswers(handedIn.client, handedIn.leased);
  await exam.post(`/api/v1/competitions/${competitionId}/accommodations`, {
    applicationId: told.applicationId,
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
  // Of two incidents one waits for an answer, the other is decided and can be contested.
  const incidents: string[] = [];
  for (const { leased } of [answers, sitting]) {
    const at = `/api/v1/sessions/${open}/sittings/${leased.sittingId}/incidents`;
    const what = 'Somebody stood behind the candidate and spoke to them for a minute.';
    const note = 'I saw it from the second row.';
    const { incidentId } = await proctor.post<{ incidentId: string }>(at, {
      kind: 'disturbance',
      what,
      note,
    });
    incidents.push(incidentId);
  }
  const [waiting = '', found = ''] = incidents;
  await sitting.client.post(`/api/v1/sittings/${sitting.leased.sittingId}/incidents/${found}/answer`, {
    answer: 'It was my brother.',
  });
  await exam.post(`/api/v1/sessions/${open}/incidents/${found}/decision`, {
    outcome: 'noted',
    reason: 'Nobody heard a word about the questions.',
  });
  await exam.post(`/api/v1/sessions/${open}/sittings/${voided.leased.sittingId}/voiding`, {
    cause: 'failure',
    again: 'replacement',
    reason: 'The power went.',
  });
  await watch(exam, open, { ...OFFERED, camera: 'required' });
  await proctor.post(`/api/v1/sessions/${open}/camera-excuses`, {
    applicationId: others[2]?.applicationId,
    reason: 'The camera is broken.',
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
    incidents: { waiting, found },
    late: `${handedIn.leased.sittingId}/${String(lease)}`,
    told: { ...told, sittingId: answers.leased.sittingId },
    undone: { ...undone, sittingId: voided.leased.sittingId },
  };
}

/** An applicant whose password is the demonstration's. */
async function knownApplicant(platform: TestPlatform, competitionId: string, signIn: string) {
  const client = await new ApiClient(platform.base).begin();
  await client.post('/api/v1/candidates', {
    fullName: 'Told Person',
    nationalId: signIn.toUpperCase(),
    email: signIn,
    password: DEMONSTRATION_PASSWORD,
    language: 'en',
  });
  await client.signIn(signIn, DEMONSTRATION_PASSWORD);
  const { applicationId } = await client.post<{ applicationId: string }>(
    `/api/v1/competitions/${competitionId}/applications`,
    { language: 'en' },
  );
  return { client, signIn, applicationId };
}
