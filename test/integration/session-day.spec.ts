import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, NO_GO, openedSession, planSession } from '../support/sessions.js';
import { until } from '../support/until.js';

interface Checklist {
  readonly points: {
    readonly code: string;
    readonly state: string;
    readonly values: Record<string, number>;
  }[];
  readonly manual: { readonly point: string; readonly done: boolean; readonly official: string | null }[];
  readonly verdict: {
    readonly verdict: string;
    readonly isOfThisDraw: boolean;
    readonly number: number;
  } | null;
}

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

describe('the day of a session', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const decisions = (sessionId: string) =>
    query<{ action: string; reason: string | null; official: string }>(
      'SELECT action, reason, official FROM decision WHERE scope_id = $1 ORDER BY id',
      [sessionId],
    );

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
  }, 120_000);
  afterAll(() => platform.close());

  it('can be planned anew, by name, until the draw is committed; then only entry can close later', async () => {
    const { competitionId } = await openSession(platform);
    const plan = { title: { en: 'Noon' }, opensAt: at(1), entryClosesAt: at(2), releasePolicy: 'officer' };
    const address = `/api/v1/competitions/${competitionId}/sessions`;
    expect(await codeOf(exam.post(address, { ...plan, spreadSeconds: 3600 }))).toBe('REQUEST.INVALID');
    expect(await codeOf(exam.post(address, { ...plan, entryClosesAt: plan.opensAt }))).toBe('SITTING.TIMES');
    expect(await codeOf(exam.post(address, { ...plan, entryClosesAt: at(1.05), spreadSeconds: 300 }))).toBe(
      'SESSION.SPREAD',
    );
    const { sessionId } = await exam.post<{ sessionId: string }>(address, plan);
    const change = (body: object) =>
      exam.put<{ changed: string[] }>(`/api/v1/sessions/${sessionId}/plan`, body);
    expect(await change(plan)).toEqual({ changed: [] });
    const { changed } = await change({
      ...plan,
      admission: 'either',
      entry: 'applied',
      spreadSeconds: 30,
      releasePolicy: 'on-grading',
    });
    expect(changed).toEqual([
      'releasePolicy: officer → on-grading',
      'admission: none → either',
      'spreadSeconds: 0 → 30',
    ]);
    // What is left out stays.
    expect((await change({ ...plan, releasePolicy: 'officer' })).changed).toEqual([
      'releasePolicy: on-grading → officer',
    ]);
    expect((await decisions(sessionId)).map(({ action }) => action)).toEqual([
      'session-scheduled',
      'session-plan-changed',
      'release-signed',
      'session-plan-changed',
    ]);
    const [signed] = await query('SELECT release_signed_by FROM exam_session WHERE id = $1', [sessionId]);
    expect(signed).toEqual({ release_signed_by: null });
    await exam.post(`/api/v1/sessions/${sessionId}/draw/offers`, { kind: 'made' });
    await exam.post(`/api/v1/sessions/${sessionId}/draw/commitment`, {});
    expect(await codeOf(change({ ...plan, title: { en: 'Evening' } }))).toBe('SESSION.COMMITTED');
    const move = (entryClosesAt: string) =>
      exam.post(`/api/v1/sessions/${sessionId}/entry-closing`, { entryClosesAt, reason: 'The bus is late.' });
    expect(await codeOf(move(at(0.5)))).toBe('SITTING.TIMES');
    await move(at(3));
    expect((await decisions(sessionId)).at(-1)).toMatchObject({
      action: 'entry-closing-moved',
      reason: expect.stringContaining('The bus is late.'),
      official: expect.stringContaining('Daniyar Omarov'),
    });
  }, 60_000);

  it('lets nobody begin once entry is closed, and again when it is moved', async () => {
    const { client } = await applicant(platform);
    const sessionId = await openedSession(platform);
    await query(
      `UPDATE exam_session SET entry_closes_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
      [sessionId],
    );
    expect(await codeOf(begin(client, sessionId))).toBe('SITTING.ENTRY_CLOSED');
    await exam.post(`/api/v1/sessions/${sessionId}/entry-closing`, { entryClosesAt: at(1) });
    expect(await codeOf(begin(client, sessionId))).toBe('done');
  }, 60_000);

  it('is opened by a go, which keeps the list as it was; without one only with a stated reason', async () => {
    const sessionId = await planSession(platform, { admission: 'proctor' });
    const list = () => exam.get<Checklist>(`/api/v1/sessions/${sessionId}/checklist`);
    const open = (body: object = {}) => exam.post(`/api/v1/sessions/${sessionId}/opening`, body);
    const decide = (body: object) => exam.post(`/api/v1/sessions/${sessionId}/verdict`, body);
    expect(await codeOf(open())).toBe('SESSION.NO_GO');
    const before = await list();
    const stateOf = ({ points }: Checklist, code: string) => points.find((one) => one.code === code)?.state;
    expect(stateOf(before, 'worker')).toBe('bad');
    expect(stateOf(before, 'draw')).toBe('look');
    expect(stateOf(before, 'queue')).toBe('good');
    expect(stateOf(before, 'clock')).toBe('good');
    expect(stateOf(before, 'receipts')).toBe('good');
    expect(before.manual.every(({ done }) => !done)).toBe(true);
    expect(before.verdict).toBeNull();

    expect(await codeOf(decide({ verdict: 'go' }))).toBe('SESSION.WHY');
    expect(await codeOf(decide({ verdict: 'no-go' }))).toBe('SESSION.WHY');
    await decide({ verdict: 'no-go', reason: 'The line is down.' });
    expect(await codeOf(open())).toBe('SESSION.NO_GO');

    const proctor = await staff(platform, 'proctor');
    for (const point of ['rooms', 'power', 'line', 'slips', 'paper']) {
      await proctor.put(`/api/v1/sessions/${sessionId}/checklist/${point}`, { done: true, note: 'Seen.' });
    }
    expect(await codeOf(proctor.put(`/api/v1/sessions/${sessionId}/checklist/tea`, { done: true }))).toBe(
      'REQUEST.NO_SUCH_ADDRESS',
    );
    const worker = await platform.worker();
    await until(async () => stateOf(await list(), 'worker') === 'good');
    const ready = await list();
    expect(ready.manual[0]?.official).toContain('Timur Akhmetov');
    const bad = ready.points.filter(({ state }) => state === 'bad').map(({ code }) => code);
    await decide({ verdict: 'go', ...(bad.length > 0 && { reason: `All the same: ${bad.join()}.` }) });
    const [kept] = await query<{ checklist: Checklist; verdict: string }>(
      'SELECT checklist, verdict FROM session_verdict WHERE session_id = $1 ORDER BY number DESC LIMIT 1',
      [sessionId],
    );
    expect(kept?.verdict).toBe('go');
    expect(kept?.checklist.manual.map(({ done }) => done)).toEqual([true, true, true, true, true]);
    await open();
    expect((await decisions(sessionId)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['session-no-go', 'checked-rooms', 'session-go', 'session-opened']),
    );
    expect(await codeOf(decide({ verdict: 'no-go', reason: 'Too late.' }))).toBe('SITTING.SESSION_STATE');
    await worker.close();
  }, 90_000);

  it('needs another go for another draw', async () => {
    const sessionId = await planSession(platform);
    const draw = `/api/v1/sessions/${sessionId}/draw`;
    await exam.post(`${draw}/offers`, { kind: 'made' });
    await exam.post(`${draw}/commitment`, {});
    await exam.post(`/api/v1/sessions/${sessionId}/verdict`, { verdict: 'go', reason: 'A test.' });
    await exam.post(`${draw}/cancellation`, { reason: 'A share is lost.' });
    const { verdict } = await exam.get<Checklist>(`/api/v1/sessions/${sessionId}/checklist`);
    expect(verdict).toMatchObject({ verdict: 'go', isOfThisDraw: false });
    const reason = 'The share was lost.';
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/opening`, { reason }))).toBe(
      'SESSION.NO_GO',
    );
    await exam.post(`/api/v1/sessions/${sessionId}/opening`, { reason, ...NO_GO });
    expect((await decisions(sessionId)).at(-1)).toMatchObject({
      action: 'session-opened-without-go',
      reason: NO_GO.withoutGo,
    });
  }, 60_000);

  it('shows the room by state and number', async () => {
    const people = [await applicant(platform), await applicant(platform), await applicant(platform)];
    const sessionId = await openedSession(platform);
    const leased: Leased[] = [];
    for (const { client } of people) leased.push(await begin(client, sessionId));
    await people[0]?.client.post(`/api/v1/sittings/${leased[0]?.sittingId ?? ''}/submission`);
    await query(`UPDATE sitting SET started_at = started_at - interval '10 minutes' WHERE id = $1`, [
      leased[1]?.sittingId,
    ]);
    const room = async (search = '') => {
      const { items } = await exam.get<{ items: { candidateNumber: string; state: string }[] }>(
        `/api/v1/sessions/${sessionId}/room${search}`,
      );
      return items.map(({ candidateNumber, state }) => `${candidateNumber} ${state}`);
    };
    const number = (index: number) => leased[index]?.candidateNumber ?? '';
    expect(await room()).toEqual(
      [`${number(0)} handed-in`, `${number(1)} silent`, `${number(2)} sitting`].sort(),
    );
    expect(await room('?state=silent')).toEqual([`${number(1)} silent`]);
    expect(await room(`?number=${number(2).slice(0, 9).toLowerCase()}`)).toEqual([`${number(2)} sitting`]);
    expect(await codeOf(room('?state=asleep'))).toBe('REQUEST.INVALID');
  }, 60_000);
});
