import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { newCandidate, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { ask } from '../support/exam-browser.js';
import { lateAnswers } from '../support/late.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, openedSession } from '../support/sessions.js';
import { agree, consentOf, OFFERED, watch } from '../support/watching.js';

interface Row {
  readonly at: string;
  readonly text: string;
  readonly lastedMs: number | null;
  readonly said: string | null;
  readonly href: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface OwnRecord {
  readonly sessionId: string;
  readonly sittingId: string | null;
  readonly candidateNumber: string;
  readonly parts: readonly {
    readonly name: string;
    readonly rows: readonly Row[];
    readonly keptUntil: string | null;
    readonly kept: string;
  }[];
}

const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const DAY = 86_400_000;

describe('one’s own record', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let client: ApiClient;
  let sessionId: string;
  let leased: Leased;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const recordOf = (sittingId = leased.sittingId) =>
    client.get<OwnRecord>(`/api/v1/sittings/${sittingId}/record`);
  const part = async (name: string) => {
    const found = (await recordOf()).parts.find((one) => one.name === name);
    if (!found) throw new Error(`The record has no part ${name}.`);
    return found;
  };
  const html = async (who: ApiClient, path: string): Promise<string> =>
    (await fetch(`${platform.base}${path}`, { headers: { cookie: who.cookie } })).text();
  const note = (number: number, kind: string, lastedMs: number | null, detail: object | null) =>
    query(
      `INSERT INTO watch_signal (sitting_id, number, kind, at, lasted_ms, detail, lease)
       VALUES ($1, $2, $3, '2026-05-04T10:20:30.456Z', $4, $5, 1)`,
      [leased.sittingId, number, kind, lastedMs, detail && JSON.stringify(detail)],
    );

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    sessionId = await openedSession(platform);
    await watch(exam, sessionId);
    ({ client } = await applicant(platform));
    await agree(client, sessionId, true);
    leased = await begin(client, sessionId);
  }, 120_000);
  afterAll(() => platform.close());

  it('says that all is well where nothing happened', async () => {
    const page = await html(client, `/sittings/${leased.sittingId}/record?lang=en`);
    expect(page).toContain('Nothing was noted. All is well.');
    expect(page).toContain('Kept for 90 days after the end of the session.');
    expect((await recordOf()).parts.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['consent', 1],
      ['signals', 0],
      ['time', 0],
      ['snapshots', 0],
      ['arrivals', 0],
      ['staff', 0],
      ['incidents', 0],
    ]);
  });

  it('has what was granted for the exam, why and by whom, also what was taken back', async () => {
    const [of] = await query<{ competitionId: string; applicationId: string }>(
      `SELECT a.competition_id AS "competitionId", a.id AS "applicationId"
       FROM sitting s JOIN application a ON a.id = s.application_id WHERE s.id = $1`,
      [leased.sittingId],
    );
    const grants = `/api/v1/competitions/${of?.competitionId ?? ''}/accommodations`;
    const { accommodationId } = await exam.post<{ accommodationId: string }>(grants, {
      applicationId: of?.applicationId,
      extraTimePercent: 25,
      breakMinutes: 10,
      largerType: true,
      reader: false,
      basis: 'medical',
      document: 'No. 77 of 3 May',
    });
    await exam.delete(`${grants}/${accommodationId}`);
    const { rows, kept } = await part('accommodations');
    expect(kept).toBe('Kept as long as your application.');
    expect(rows.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /granted you what you need for an exam\. 25 % more time\. 10 minutes of breaks that stop the clock\. Larger type\. It rests on a medical certificate\.$/,
      ),
      expect.stringMatching(/took this back\.$/),
    ]);
    expect(rows[0]?.details).toMatchObject({
      granted: { extraTimePercent: 25, breakMinutes: 10, largerType: true },
      basis: 'medical',
      document: 'No. 77 of 3 May',
    });
    const page = await html(client, `/sittings/${leased.sittingId}/record?lang=ru`);
    expect(page).toContain('Времени больше на 25');
  });

  it('has what staff wrote and what somebody opened, with the names', async () => {
    const here = `/api/v1/sessions/${sessionId}`;
    await exam.post(`${here}/messages`, {
      text: 'You may open the window.',
      candidateNumber: leased.candidateNumber,
    });
    const { incidentId } = await exam.post<{ incidentId: string }>(
      `${here}/sittings/${leased.sittingId}/incidents`,
      { kind: 'disturbance', what: 'A drill was heard from the next room.', note: 'From ten to half past.' },
    );
    const own = `/api/v1/sittings/${leased.sittingId}/incidents/${incidentId}`;
    const reason = 'Everybody in the room heard it and went on.';
    await client.post(`${own}/answer`, { answer: 'It did not disturb me.' });
    const appeals = await staff(platform, 'appeals');
    await appeals.post(`${here}/incidents/${incidentId}/decision`, { outcome: 'noted', reason });
    await client.post(`${own}/contest`, { reason: 'Nothing has to be noted about this.' });
    await query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), a.id, 'appeal-officer', $1 FROM account a WHERE a.sign_in = 'hr'`,
      [sessionId],
    );
    const hr = await staff(platform, 'hr');
    await hr.post(`${here}/incidents/${incidentId}/review`, { outcome: 'upheld', reason });
    const [message] = (await part('staff')).rows;
    expect(message).toMatchObject({ said: 'You may open the window.' });
    const [incident] = (await part('incidents')).rows;
    expect(incident?.href).toMatch(/^\/sittings\/.*\/incidents\//);
    // Whoever takes their record along has all that the page of the incident shows.
    expect(incident?.details).toMatchObject({
      id: incidentId,
      kind: 'disturbance',
      official: expect.stringContaining('Daniyar Omarov'),
      evidence: [{ kind: 'note', ref: 'From ten to half past.' }],
      answer: { body: 'It did not disturb me.', takenDown: null },
      decision: { outcome: 'noted', reason },
      contest: { reason: 'Nothing has to be noted about this.' },
      review: { outcome: 'upheld', reason },
    });
    expect(JSON.stringify(incident?.details)).not.toContain('ccountId');
    expect(incident?.details).toMatchObject(await client.get<Record<string, unknown>>(own));
    const page = await html(client, `/sittings/${leased.sittingId}/record?lang=ru`);
    expect(page).toContain('You may open the window.');
    expect(page).toContain('Инцидент открыл:');
  });

  it('has the notice as it was shown, also when words and figures have changed since', async () => {
    const [notice] = (await consentOf(client, sessionId)).notices;
    await watch(exam, sessionId, { ...OFFERED, keepSignalDays: 3 });
    const [agreed] = (await part('consent')).rows;
    expect(agreed?.details).toMatchObject({
      version: 1,
      noticeHash: notice?.hash,
      notice: { language: 'en', title: notice?.title, parts: notice?.parts },
    });
    const page = await html(client, `${agreed?.href ?? ''}?lang=ru`);
    expect(page).toContain('What happened to the page: 90 days');
    expect(await html(client, `/sessions/${sessionId}/record/notices/2`)).toContain('CONSENT.NO_NOTICE');
    // What they agreed to holds for what is kept of them.
    expect((await part('signals')).kept).toContain('90 days');
  });

  it('tells what happened in plain words, how long, and what staff did to the clock', async () => {
    await note(1, 'left-page', 42_000, null);
    await note(2, 'pasted', null, { characters: 17, position: 3 });
    await note(3, 'silence', 200, null);
    await note(4, 'a-kind-of-tomorrow', null, null);
    await exam.post(`/api/v1/sessions/${sessionId}/extension`, {
      candidateNumber: leased.candidateNumber,
      minutes: 5,
      reason: 'The line broke.',
    });
    await client.put(`/api/v1/sessions/${sessionId}/consent/camera`, { camera: false });
    const signals = await part('signals');
    expect(signals.rows.map(({ text, lastedMs }) => [text, lastedMs])).toEqual([
      ['The page of the exam was not in front.', 42_000],
      [
        'Something was pasted into an answer. It was 17 characters long. It was in the answer to question 3.',
        null,
      ],
      ['Nothing was heard from the device.', 200],
      ['Something else happened on the device.', null],
    ]);
    expect(signals.rows[0]?.at).toBe('2026-05-04T10:20:30.456Z');
    const [extended] = (await part('time')).rows;
    expect(extended).toMatchObject({
      text: expect.stringMatching(/^Daniyar Omarov.* gave you 5 minutes more\.$/),
      said: 'The line broke.',
      details: { kind: 'extend', minutes: 5, official: expect.stringContaining('Daniyar Omarov') },
    });
    expect((await part('consent')).rows.at(-1)?.text).toBe('You turned the camera off.');
    const page = await html(client, `/sittings/${leased.sittingId}/record?lang=en`);
    for (const words of ['42 seconds', 'less than a second', '4 May 2026', 'The line broke.'])
      expect(page).toContain(words);
    expect(await html(client, `/sittings/${leased.sittingId}/record?lang=ru`)).toContain('42 секунды');
  });

  it('says who allowed them to sit without a camera, and why', async () => {
    const [{ applicationId } = { applicationId: '' }] = await query<{ applicationId: string }>(
      'SELECT application_id AS "applicationId" FROM sitting WHERE id = $1',
      [leased.sittingId],
    );
    await watch(exam, sessionId, { ...OFFERED, camera: 'required' });
    await exam.post(`/api/v1/sessions/${sessionId}/camera-excuses`, {
      applicationId,
      reason: 'The camera fell off.',
    });
    expect((await part('consent')).rows.at(-1)).toMatchObject({
      text: 'You were allowed to sit without a camera.',
      said: 'The camera fell off.',
      details: { official: expect.stringContaining('Daniyar Omarov') },
    });
  });

  it('is exported whole, with times in UTC', async () => {
    const file = await fetch(`${platform.base}/sittings/${leased.sittingId}/record.json`, {
      headers: { cookie: client.cookie },
    });
    expect(file.headers.get('content-type')).toContain('application/json');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="openmerit-record-${leased.candidateNumber}.json"`,
    );
    const exported = (await file.json()) as OwnRecord;
    expect(exported).toEqual(await recordOf());
    const times = exported.parts.flatMap(({ rows }) => rows.map(({ at }) => at));
    expect(times).toHaveLength(12);
    for (const time of times) expect(time).toMatch(UTC);
    expect(exported.parts.find(({ name }) => name === 'signals')?.rows[1]?.details).toEqual({
      number: 2,
      kind: 'pasted',
      characters: 17,
      position: 3,
    });
  });

  it('is of the session too, also for who agreed and was refused at the door', async () => {
    expect(await client.get<OwnRecord>(`/api/v1/sessions/${sessionId}/record`)).toEqual(await recordOf());
    const door = await openedSession(platform, { admission: 'proctor' });
    await watch(exam, door);
    const { client: refused, applicationId } = await applicant(platform);
    const path = `/sessions/${door}/record`;
    const ofDoor = () => refused.get<OwnRecord>(`/api/v1${path}`);
    // It is found before there is anything, and linked once there is.
    expect((await ofDoor()).parts.every(({ rows }) => rows.length === 0)).toBe(true);
    expect(await html(refused, '/desk')).not.toContain(`href="${path}"`);
    await agree(refused, door, true);
    const admission = `/api/v1/sessions/${door}/candidates/${applicationId}/admission`;
    const proctor = await staff(platform, 'proctor');
    await exam.post(admission, { verdict: 'refused', reason: 'Another face on the document.' });
    await proctor.post(admission, {
      verdict: 'admitted',
      identity: 'document-seen',
      document: 'A passport',
    });
    await proctor.post(`${admission}/undoing`);
    await proctor.post(admission, { verdict: 'refused', reason: 'It was a copy.' });
    await query(
      `INSERT INTO browser_proof (nonce_hash, session_id, person_id, shown_by)
       SELECT sha256('a proof'), $1, person_id, 'header' FROM application WHERE id = $2`,
      [door, applicationId],
    );
    const record = await ofDoor();
    expect(record).toMatchObject({
      sessionId: door,
      sittingId: null,
      candidateNumber: null,
      startedAt: null,
    });
    expect(record.parts.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['consent', 1],
      ['arrivals', 1],
      ['staff', 4],
    ]);
    expect(record.parts.at(-1)?.rows).toMatchObject([
      {
        text: expect.stringMatching(/^Daniyar Omarov.* did not admit you\.$/),
        said: 'Another face on the document.',
      },
      { text: expect.stringMatching(/^Timur Akhmetov.* admitted you\.$/), said: null },
      { text: expect.stringMatching(/^Timur Akhmetov.* took back what was decided at the door\.$/) },
      { text: expect.stringMatching(/^Timur Akhmetov.* did not admit you\.$/), said: 'It was a copy.' },
    ]);
    const page = await html(refused, `${path}?lang=ru`);
    expect(page).toContain('Вы не начинали этот экзамен.');
    expect(page).not.toContain('/appeals"');
    expect(await html(refused, '/desk')).toContain(`href="${path}"`);
    const file = await fetch(`${platform.base}${path}.json`, { headers: { cookie: refused.cookie } });
    expect(await file.json()).toEqual(record);
    // Once it is over the page has what they agreed to, not what holds now.
    await watch(exam, door, { ...OFFERED, keepSignalDays: 3 });
    expect(await html(refused, `/sessions/${door}/consent?lang=en`)).toContain('page: 3 days');
    await query(`UPDATE exam_session SET entry_closes_at = clock_timestamp() WHERE id = $1`, [door]);
    await exam.post(`/api/v1/sessions/${door}/closing`);
    const consent = await html(refused, `/sessions/${door}/consent?lang=en`);
    expect(consent).toContain('page: 90 days');
    expect(consent).not.toContain('page: 3 days');
    expect(consent).toContain(`href="${path}"`);
  }, 60_000);

  it('has who admitted them how, what came late, and who declared it void and why', async () => {
    const session = await openedSession(platform, { admission: 'proctor' });
    const { client: late, applicationId } = await applicant(platform);
    const admission = `/api/v1/sessions/${session}/candidates/${applicationId}/admission`;
    await exam.post(admission, { verdict: 'admitted' });
    await exam.post(`${admission}/undoing`);
    await exam.post(admission, { verdict: 'admitted', identity: 'document-seen', document: 'A passport' });
    const sitting = await begin(late, session);
    const lease = await lateAnswers(late, sitting);
    await exam.post(`/api/v1/sessions/${session}/late-rulings`, {
      sittingId: sitting.sittingId,
      lease,
      events: 3,
      admit: false,
      reason: 'It came an hour late.',
    });
    await exam.post(`/api/v1/sessions/${session}/sittings/${sitting.sittingId}/voiding`, {
      cause: 'failure',
      again: 'no',
      reason: 'The power went.',
    });
    const { parts } = await late.get<OwnRecord>(`/api/v1/sittings/${sitting.sittingId}/record`);
    expect(parts.find(({ name }) => name === 'staff')?.rows).toMatchObject([
      { text: expect.stringContaining(' admitted you.'), details: { action: 'candidate-admitted' } },
      { text: expect.stringContaining(' took back ') },
      {
        text: expect.stringContaining(' saw your identity document.'),
        details: { how: 'document-seen', document: 'A passport' },
      },
      {
        text: expect.stringContaining(' does not count.'),
        said: 'It came an hour late.',
        details: { events: 3 },
      },
      {
        text: expect.stringMatching(/^Daniyar Omarov.* declared that your exam does not count/),
        said: 'The power went.',
        details: { cause: 'failure', again: 'no' },
      },
    ]);
  }, 60_000);

  it('is nobody else’s', async () => {
    const stranger = await newCandidate(platform);
    const path = `/sittings/${leased.sittingId}/record`;
    for (const who of [stranger, exam]) {
      const code = who === exam ? 'AUTH.FORBIDDEN' : 'SITTING.NOT_FOUND';
      expect(await codeOf(who.get(`/api/v1${path}`))).toBe(code);
      for (const page of [path, `${path}.json`, `/sessions/${sessionId}/record/notices/1`]) {
        const answer = await ask(platform.base, page, { headers: { cookie: who.cookie } });
        expect([page, answer.status]).toEqual([page, who === exam ? 403 : 404]);
      }
    }
    for (const wrong of ['none', crypto.randomUUID()])
      expect(await codeOf(stranger.get(`/api/v1/sittings/${wrong}/record`))).toBe('SITTING.NOT_FOUND');
    // Nor is there one of a session for whoever has not applied.
    for (const wrong of [sessionId, 'none', crypto.randomUUID()])
      expect(await codeOf(stranger.get(`/api/v1/sessions/${wrong}/record`))).toBe('SITTING.NO_SESSION');
    expect(await codeOf(exam.get(`/api/v1/sessions/${sessionId}/record`))).toBe('AUTH.FORBIDDEN');
  });

  it('says the day on which it is deleted once the session is over', async () => {
    await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
    await query(
      `UPDATE exam_session SET entry_closes_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
      [sessionId],
    );
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    const [sitting] = await query<{ closedAt: Date }>(
      'SELECT closed_at AS "closedAt" FROM sitting WHERE id = $1',
      [leased.sittingId],
    );
    // As long as an incident keeps it there is no such day.
    expect(await part('signals')).toMatchObject({
      keptUntil: null,
      kept: 'Kept for 90 days after the end of the session, and as long as an incident is not settled.',
    });
    await query(
      `UPDATE incident SET state = 'settled', settled_at = clock_timestamp() WHERE sitting_id = $1`,
      [leased.sittingId],
    );
    const { keptUntil } = await part('signals');
    expect(new Date(keptUntil ?? '').getTime()).toBe((sitting?.closedAt.getTime() ?? 0) + 90 * DAY);
    expect(await html(client, `/sittings/${leased.sittingId}/record?lang=en`)).toContain('It is deleted on');
    // It is linked from where a candidate comes by.
    for (const page of [
      '/desk',
      `/sittings/${leased.sittingId}/receipt`,
      `/sittings/${leased.sittingId}/result`,
    ])
      expect(await html(client, page)).toContain(`href="/sittings/${leased.sittingId}/record"`);
  });
});
