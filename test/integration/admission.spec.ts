import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { Presence } from '../../src/session/index.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, openedSession } from '../support/sessions.js';

interface Door {
  readonly items: {
    readonly applicationId: string;
    readonly candidateNumber: string | null;
    readonly fullName: string;
    readonly maskedNationalId: string;
    readonly state: string | null;
    readonly isWaiting: boolean;
    readonly hasBegun: boolean;
  }[];
}

interface Waiting {
  readonly state: string;
  readonly admission: { readonly needed: string; readonly admitted: boolean };
}

describe('admission', () => {
  let platform: TestPlatform;
  let proctor: ApiClient;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);

  beforeAll(async () => {
    platform = await startPlatform();
    proctor = await staff(platform, 'proctor');
  }, 120_000);
  afterAll(() => platform.close());

  const door = (sessionId: string, search = '') =>
    proctor.get<Door>(`/api/v1/sessions/${sessionId}/admission?search=${encodeURIComponent(search)}`);
  const waiting = (client: ApiClient, sessionId: string) =>
    client.get<Waiting>(`/api/v1/sessions/${sessionId}/waiting`);
  const decide = (sessionId: string, applicationId: string, body: object) =>
    proctor.post(`/api/v1/sessions/${sessionId}/candidates/${applicationId}/admission`, body);
  const undo = (sessionId: string, applicationId: string) =>
    proctor.post(`/api/v1/sessions/${sessionId}/candidates/${applicationId}/admission/undoing`);

  it('lets nobody begin before a proctor has admitted them, by name and on record', async () => {
    const { client, applicationId } = await applicant(platform);
    const sessionId = await openedSession(platform, { admission: 'proctor' });
    expect(await waiting(client, sessionId)).toMatchObject({
      state: 'waiting',
      admission: { needed: 'proctor', admitted: false },
    });
    expect(await codeOf(begin(client, sessionId))).toBe('SESSION.NOT_ADMITTED');
    await platform.api.app.get(Presence).flush();
    const [one] = (await door(sessionId)).items;
    expect(one).toMatchObject({ applicationId, isWaiting: true, state: null, hasBegun: false });
    expect(one?.maskedNationalId).toMatch(/^•{8}\d{3}$/);

    expect(await codeOf(decide(sessionId, applicationId, { verdict: 'refused' }))).toBe('SESSION.WHY');
    await decide(sessionId, applicationId, { verdict: 'refused', reason: 'Another face on the document.' });
    expect(await codeOf(begin(client, sessionId))).toBe('SESSION.NOT_ADMITTED');
    await undo(sessionId, applicationId);
    await decide(sessionId, applicationId, { verdict: 'admitted' });
    expect(await waiting(client, sessionId)).toMatchObject({ state: 'may-start' });
    await begin(client, sessionId);
    // Who sits cannot be kept out any more.
    expect(await codeOf(undo(sessionId, applicationId))).toBe('SESSION.HAS_BEGUN');
    const decisions = await query<{ action: string; official: string; subject: string }>(
      `SELECT action, official, subject FROM decision WHERE scope_id = $1 AND action LIKE '%admi%' OR action = 'candidate-refused'
       ORDER BY id`,
      [sessionId],
    );
    expect(decisions.map(({ action }) => action)).toEqual([
      'candidate-refused',
      'admission-undone',
      'candidate-admitted',
    ]);
    expect(decisions[0]).toMatchObject({
      official: expect.stringContaining('Timur Akhmetov'),
      subject: one?.candidateNumber,
    });
  }, 60_000);

  it('finds candidates by number and name, and tells nobody else who they are', async () => {
    const { client, applicationId } = await applicant(platform);
    const sessionId = await openedSession(platform, { admission: 'either' });
    const [{ name, number } = { name: '', number: '' }] = await query<{ name: string; number: string }>(
      `SELECT p.full_name AS name, n.number FROM application a JOIN person p ON p.id = a.person_id
       JOIN exam_session x ON x.id = $2 JOIN draw_number n ON n.draw_id = x.draw_id AND n.holder_id = a.id WHERE a.id = $1`,
      [applicationId, sessionId],
    );
    const found = async (search: string) =>
      (await door(sessionId, search)).items.map((one) => one.applicationId);
    expect(await found(number.slice(0, 8).toLowerCase())).toEqual([applicationId]);
    expect(await found(name.toUpperCase())).toContain(applicationId);
    expect(await found('%')).toEqual([]);
    expect(await codeOf(client.get(`/api/v1/sessions/${sessionId}/admission`))).toBe('AUTH.FORBIDDEN');
    const auditor = await staff(platform, 'auditor');
    expect(await codeOf(auditor.get(`/api/v1/sessions/${sessionId}/admission`))).toBe('AUTH.FORBIDDEN');
  }, 60_000);

  it('admits by a code that is shown in the room, until another is shown; and lets nobody guess', async () => {
    const [first, second, guesser] = [
      await applicant(platform),
      await applicant(platform),
      await applicant(platform),
    ];
    const sessionId = await openedSession(platform, { admission: 'seat-code' });
    const enter = (client: ApiClient, seatCode: string) =>
      client.post(`/api/v1/sessions/${sessionId}/admission`, { seatCode });
    expect(await codeOf(decide(sessionId, first.applicationId, { verdict: 'admitted' }))).toBe(
      'SESSION.NO_ADMISSION',
    );
    expect(await proctor.get(`/api/v1/sessions/${sessionId}/seat-code`)).toEqual({ code: null });
    expect(await codeOf(enter(first.client, ''))).toBe('SESSION.SEAT_CODE_WRONG');
    const issue = () => proctor.post<{ code: string }>(`/api/v1/sessions/${sessionId}/seat-code`);
    const { code } = await issue();
    expect(code).toMatch(/^[2-9B-Z]{3}-[2-9B-Z]{3}$/);
    await enter(first.client, ` ${code.toLowerCase()} `);
    await begin(first.client, sessionId);
    const { code: next } = await issue();
    expect(await codeOf(enter(second.client, code))).toBe('SESSION.SEAT_CODE_WRONG');
    await enter(second.client, next);
    // A burst of guesses gets no further than the limit, and then not even the right one is taken.
    const guesses = await Promise.all(
      Array.from({ length: 30 }, () => codeOf(enter(guesser.client, '222222'))),
    );
    expect(guesses.filter((one) => one === 'SESSION.SEAT_CODE_WRONG')).toHaveLength(10);
    expect(await codeOf(enter(guesser.client, next))).toBe('SESSION.SEAT_CODE_TRIES');
    expect(await codeOf(begin(guesser.client, sessionId))).toBe('SESSION.NOT_ADMITTED');
  }, 60_000);

  it('never has somebody sit whose admission was taken back, however closely both come', async () => {
    const people = [];
    for (let i = 0; i < 12; i += 1) people.push(await applicant(platform));
    const sessionId = await openedSession(platform, { admission: 'proctor' });
    await Promise.all(
      people.map(({ applicationId }) => decide(sessionId, applicationId, { verdict: 'admitted' })),
    );
    const ends = await Promise.all(
      people.map(async ({ client, applicationId }) => {
        const [started, undone] = await Promise.all([
          codeOf(begin(client, sessionId)),
          codeOf(undo(sessionId, applicationId)),
        ]);
        return `${started} ${undone}`;
      }),
    );
    for (const end of ends) expect(['done SESSION.HAS_BEGUN', 'SESSION.NOT_ADMITTED done']).toContain(end);
    const wrong = await query(
      `SELECT 1 FROM sitting s WHERE s.session_id = $1 AND NOT EXISTS (
         SELECT 1 FROM session_admission d WHERE d.session_id = $1 AND d.application_id = s.application_id)`,
      [sessionId],
    );
    expect(wrong).toEqual([]);
  }, 60_000);

  it('writes who waits once in a quarter of a minute, however often they ask', async () => {
    const presence = platform.api.app.get(Presence);
    const { applicationId } = await applicant(platform);
    const sessionId = await openedSession(platform);
    const seen = () =>
      query<{ seen_at: Date }>('SELECT seen_at FROM session_presence WHERE application_id = $1', [
        applicationId,
      ]);
    for (let i = 0; i < 50; i += 1) presence.seen(sessionId, applicationId);
    await presence.flush();
    const [before] = await seen();
    for (let i = 0; i < 50; i += 1) presence.seen(sessionId, applicationId);
    await presence.flush();
    expect(await seen()).toEqual([before]);
  }, 60_000);
});
