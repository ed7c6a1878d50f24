import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { EnqueueOwed, GRADE_SITTINGS } from '../../src/grading/index.js';
import { defineJob, heldSubjects, noteFailure } from '../../src/platform/index.js';
import { openSession, sitSome, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface Failed {
  readonly id: string;
  readonly state: string;
  readonly code: string;
  readonly attempts: number;
  readonly candidateNumber: string;
}

describe('work that fails for good', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let admin: ApiClient;
  let sessionId: string;
  let sittings: string[];
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const graded = async (): Promise<string[]> =>
    (await query<{ id: string }>('SELECT sitting_id AS id FROM grade')).map(({ id }) => id).sort();
  const ungradable = async (): Promise<Failed[]> =>
    (await exam.get<{ items: Failed[] }>(`/api/v1/sessions/${sessionId}/ungradable`)).items;
  const decide = (id: string, body: object) =>
    exam.post<{ state: string }>(`/api/v1/sessions/${sessionId}/ungradable/${id}/decision`, body);
  const attempts = async (): Promise<number> =>
    (await query<{ sum: number }>('SELECT coalesce(sum(attempts), 0)::int AS sum FROM failed_job'))[0]?.sum ??
    0;

  beforeAll(async () => {
    platform = await startPlatform();
    ({ sessionId } = await openSession(platform));
    exam = await staff(platform, 'exam');
    admin = await staff(platform, 'admin');
    sittings = await sitSome(platform, 6);
    const [broken, refused] = sittings;
    // One sheet that our code cannot grade, and one that PostgreSQL does not take.
    await query('DELETE FROM form WHERE sitting_id = $1', [broken]);
    await query(
      `CREATE FUNCTION refuse_grade() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF EXISTS (SELECT 1 FROM poisoned WHERE id = NEW.sitting_id) THEN RAISE 'no' USING ERRCODE = '22003'; END IF;
         RETURN NEW; END $$;
       CREATE TABLE poisoned (id uuid PRIMARY KEY);
       CREATE TRIGGER refuse_grade BEFORE INSERT ON grade FOR EACH ROW EXECUTE FUNCTION refuse_grade()`,
    );
    await query('INSERT INTO poisoned VALUES ($1)', [refused]);
    await platform.worker();
  }, 120_000);
  afterAll(() => platform.close());

  it('holds up nobody else, and after five attempts is left to a person', async () => {
    await until(async () => (await graded()).length === 4);
    expect(await graded()).toEqual(sittings.slice(2).sort());
    const failed = await until(async () => {
      const all = await ungradable();
      return all.length === 2 && all.every(({ state }) => state === 'failed') ? all : undefined;
    });
    expect(failed.map(({ code, attempts }) => [code, attempts]).sort()).toEqual([
      ['GRADING.NO_FORM', 5],
      ['SQL.22003', 5],
    ]);
    const [event] = await query<{ line: string }>('SELECT failed_job::text AS line FROM failed_job LIMIT 1');
    expect(event?.line).not.toMatch(/has no form/);
  });

  it('is not tried again by itself, whatever the sweeper finds', async () => {
    const before = await attempts();
    expect(await platform.api.app.get(EnqueueOwed).run()).toBe(0);
    expect(await platform.api.parts.queue.waiting(GRADE_SITTINGS)).toBe(0);
    expect(await attempts()).toBe(before);
  });

  it('stands in the way of the release, with a way on', async () => {
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/release`))).toBe('GRADING.UNGRADABLE');
    expect(await exam.get(`/api/v1/sessions/${sessionId}/grading`)).toMatchObject({
      closed: 6,
      graded: 4,
      failed: 2,
      aside: 0,
    });
  });

  it('is graded once its cause is gone and a named officer says "try again"', async () => {
    await query('DELETE FROM poisoned');
    const one = (await ungradable()).find(({ code }) => code === 'SQL.22003');
    expect(await decide(one?.id ?? '', { decision: 'again' })).toEqual({ state: 'retrying' });
    await until(async () => (await graded()).length === 5);
    await until(async () => (await ungradable()).length === 1);
    expect(await codeOf(decide(one?.id ?? '', { decision: 'again' }))).toBe('JOBS.STATE');
  });

  it('is tried again as often as before when it fails again, and then waits again', async () => {
    const [one] = await ungradable();
    await decide(one?.id ?? '', { decision: 'again', reason: 'Just to see.' });
    const again = await until(async () => {
      const [now] = await ungradable();
      return now?.state === 'failed' ? now : undefined;
    });
    expect(again.attempts).toBe(5);
  });

  it('is set aside with a reason, and then the others are released with one', async () => {
    const [one] = await ungradable();
    expect(await codeOf(decide(one?.id ?? '', { decision: 'aside' }))).toBe('JOBS.SAY_WHY');
    expect(await decide(one?.id ?? '', { decision: 'aside', reason: 'Its paper is lost.' })).toEqual({
      state: 'aside',
    });
    const release = (body: object) =>
      exam.post<{ results: number }>(`/api/v1/sessions/${sessionId}/release`, body);
    expect(await codeOf(release({}))).toBe('GRADING.SAY_WHY');
    expect(await release({ reason: 'The candidate sits again.' })).toEqual({ results: 5 });
    expect(await codeOf(decide(one?.id ?? '', { decision: 'again' }))).toBe('JOBS.RELEASED');
    const decisions = await query<{ action: string; reason: string | null }>(
      `SELECT action, reason FROM decision WHERE action IN ('job-set-aside', 'results-released') ORDER BY id`,
    );
    expect(decisions).toEqual([
      { action: 'job-set-aside', reason: 'Its paper is lost.' },
      {
        action: 'results-released',
        reason: 'released in spite of: GRADING.SET_ASIDE — The candidate sits again.',
      },
    ]);
  });

  it('is on the operator’s list whatever queue it comes from, and nobody else’s', async () => {
    const { database, queue } = platform.api.parts;
    const job = defineJob('seal-forms');
    await noteFailure(
      database.tx,
      {
        job: job.name,
        subject: 'seal-x',
        scopeId: null,
        payload: { drawId: 'x' },
        error: new RangeError('secret'),
      },
      5,
    );
    const list = await admin.get<{ items: { id: string; job: string; errorName: string; code: string }[] }>(
      '/api/v1/failed-jobs',
    );
    const found = list.items.find((one) => one.job === job.name);
    expect(found).toMatchObject({ errorName: 'RangeError', code: 'UNKNOWN', state: 'failed' });
    expect(JSON.stringify(list)).not.toContain('secret');
    expect(await codeOf(exam.get('/api/v1/failed-jobs'))).toBe('AUTH.FORBIDDEN');
    expect(await codeOf(decide(found?.id ?? '', { decision: 'again' }))).toBe('JOBS.NOT_FOUND');

    // The sweeper leaves it alone until the operator says so.
    expect(await heldSubjects(database.tx, job.name, ['seal-x', 'seal-y'])).toEqual(new Set(['seal-x']));
    await queue.enqueueOwed(defineJob('nothing-works-it'), [{ payload: {}, jobId: 'free' }]);
    await admin.post(`/api/v1/failed-jobs/${found?.id ?? ''}/decision`, { decision: 'again' });
    expect(await heldSubjects(database.tx, job.name, ['seal-x'])).toEqual(new Set());
  });
});
