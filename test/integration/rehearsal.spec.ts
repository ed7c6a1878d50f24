import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunRehearsal } from '../../src/desk/index.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { EnqueueOwed } from '../../src/grading/index.js';
import { DrainOutbox } from '../../src/registry/index.js';
import type { RehearsalReport } from '../../src/session/index.js';
import { CloseOverdue } from '../../src/sitting/index.js';
import { openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { openedSession, planSession } from '../support/sessions.js';
import { until } from '../support/until.js';
import { OFFERED, watch } from '../support/watching.js';

interface Rehearsal {
  readonly id: string;
  readonly state: string;
  readonly rehearsalSessionId: string | null;
  readonly passed: boolean | null;
  readonly report: RehearsalReport | null;
  readonly handedIn: number;
}

/** What must be the same before, during and after a rehearsal. */
const WHAT_COUNTS = `
  SELECT (SELECT count(*)::int FROM outbox) AS facts, (SELECT count(*)::int FROM registry_entry) AS entries,
    (SELECT count(*)::int FROM item_exposure) AS exposure, (SELECT count(*)::int FROM item_sight) AS sights,
    (SELECT count(*)::int FROM grade) AS grades, (SELECT count(*)::int FROM scoring_version) AS versions,
    (SELECT count(*)::int FROM application a JOIN competition c ON c.id = a.competition_id AND NOT c.rehearsal) AS applications,
    (SELECT count(*)::int FROM assembly WHERE state = 'used') AS used`;
const LEFTOVERS = `
  SELECT (SELECT count(*)::int FROM person) AS persons, (SELECT count(*)::int FROM account) AS accounts,
    (SELECT count(*)::int FROM application) AS applications, (SELECT count(*)::int FROM competition) AS competitions,
    (SELECT count(*)::int FROM exam_session) AS sessions, (SELECT count(*)::int FROM sitting) AS sittings,
    (SELECT count(*)::int FROM response_event) AS events, (SELECT count(*)::int FROM draw) AS draws,
    (SELECT count(*)::int FROM sealed_form) AS sealed, (SELECT count(*)::int FROM scope) AS scopes,
    (SELECT count(*)::int FROM session_watch) AS watched, (SELECT count(*)::int FROM watch_consent) AS consents,
    (SELECT count(*)::int FROM receipt) AS receipts, (SELECT count(*)::int FROM draw_contribution) AS contributions`;

/** What kept it from passing, but for the speed of the machine that tests run on. */
const besidesTime = (one: Rehearsal | undefined) =>
  one?.report?.faults.filter((fault) => !fault.startsWith('SLOW'));

describe('a rehearsal', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let sessionId: string;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const list = async () =>
    (await exam.get<{ items: Rehearsal[] }>(`/api/v1/sessions/${sessionId}/rehearsals`)).items;
  const request = async (candidates: number): Promise<string> => {
    const { rehearsalId } = await exam.post<{ rehearsalId: string }>(
      `/api/v1/sessions/${sessionId}/rehearsals`,
      { candidates, minutes: 3 },
    );
    return rehearsalId;
  };
  /** The time of whoever never hands in is over: two minutes in a moment. */
  const passTime = async (rehearsalId: string, handedIn: number): Promise<void> => {
    await until(async () => (await list()).find(({ id }) => id === rehearsalId)?.handedIn === handedIn, 90);
    await query(
      `WITH late AS (UPDATE sitting s SET deadline_at = clock_timestamp() FROM rehearsal r
         WHERE r.id = $1 AND s.session_id = r.rehearsal_session_id AND s.state = 'open' RETURNING s.id)
       UPDATE sitting_lease l SET deadline_at = clock_timestamp() FROM late WHERE l.sitting_id = late.id`,
      [rehearsalId],
    );
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    sessionId = await planSession(platform);
    // What is watched in a session is watched in its rehearsal, and whoever sits that agrees to it too.
    await watch(exam, sessionId, { ...OFFERED, camera: 'required' });
  }, 120_000);
  afterAll(() => platform.close());

  it('is sat through the api by made-up candidates, counts nowhere, and leaves nothing once it is removed', async () => {
    const { competitionId } = await openSession(platform);
    await platform.api.app.get(DrainOutbox).run();
    const [counts, whole] = [await query(WHAT_COUNTS), await query(LEFTOVERS)];
    // No worker yet: the address at which the api listens in a test is in nobody's configuration.
    const { app } = platform.api;
    const rehearsal = await query<{ id: string }>(
      `INSERT INTO rehearsal (id, session_id, candidates, time_limit_seconds, state, requested_by, official, attempts)
       SELECT gen_random_uuid(), $1, 12, 180, 'requested', id, 'Test', 0 FROM account WHERE sign_in = 'exam' RETURNING id`,
      [sessionId],
    );
    const id = rehearsal[0]?.id ?? '';
    const closing = passTime(id, 11).then(() => until(() => app.get(CloseOverdue).run()));
    await Promise.all([app.get(RunRehearsal).run(id, platform.base), closing]);
    const done = (await list()).find((one) => one.id === id);
    expect(done).toMatchObject({
      state: 'done',
      report: {
        way: 'http',
        candidates: 12,
        started: 12,
        handedIn: 11,
        closedByClock: 1,
        errors: {},
        receipts: { checked: 12, wrong: 0 },
      },
    });
    expect(besidesTime(done)).toEqual([]);
    expect(done?.report?.start.count).toBe(12);
    expect(done?.report?.save.count).toBe(11 * 11);
    expect(
      await query(`SELECT DISTINCT version, camera FROM watch_consent WHERE session_id = $1`, [
        done?.rehearsalSessionId,
      ]),
    ).toEqual([{ version: 1, camera: true }]);
    // Whoever looks sees nothing of it: no fact, no grade, no count, no list.
    expect(await app.get(EnqueueOwed).run()).toBe(0);
    expect(await app.get(DrainOutbox).run()).toBe(0);
    expect(await query(WHAT_COUNTS)).toEqual(counts);
    const desk = await fetch(`${platform.base}/api/v1/competitions`);
    expect(JSON.stringify(await desk.json())).not.toContain('REHEARSAL');
    const sessions = await exam.get<{ items: { id: string }[] }>(
      `/api/v1/competitions/${competitionId}/sessions`,
    );
    expect(sessions.items.map((one) => one.id)).not.toContain(done?.rehearsalSessionId);
    expect(await codeOf(exam.post(`/api/v1/sessions/${done?.rehearsalSessionId ?? ''}/release`))).toBe(
      'GRADING.NOT_ALL_GRADED',
    );
    expect(await codeOf(exam.get(`/api/v1/sessions/${done?.rehearsalSessionId ?? ''}/draw-bundle`))).toBe(
      'DRAW.NOT_REVEALED',
    );
    const { points } = await exam.get<{ points: { code: string; state: string }[] }>(
      `/api/v1/sessions/${sessionId}/checklist`,
    );
    expect(points.find(({ code }) => code === 'rehearsal')?.state).toBe(done?.passed ? 'good' : 'bad');

    await exam.post(`/api/v1/sessions/${sessionId}/rehearsals/${id}/removal`);
    expect(await query(LEFTOVERS)).toEqual(whole);
    expect((await list()).find((one) => one.id === id)?.report?.started).toBe(12);
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/rehearsals/${id}/removal`))).toBe(
      'SITTING.REHEARSAL_STATE',
    );
  }, 180_000);

  it('is sat inside the worker where the api does not answer, and begins anew after a crash', async () => {
    const id = await request(3);
    expect(await codeOf(request(3))).toBe('SITTING.REHEARSING');
    await query('UPDATE rehearsal SET attempts = 1 WHERE id = $1', [id]);
    await Promise.all([platform.worker(), passTime(id, 2)]);
    const done = await until(async () => {
      const one = (await list()).find((each) => each.id === id);
      return one?.state === 'done' && one;
    }, 90);
    expect(done.report).toMatchObject({
      way: 'inside',
      started: 3,
      handedIn: 2,
      closedByClock: 1,
    });
    expect(besidesTime(done)).toEqual([]);
  }, 180_000);

  it('ends when it is cancelled, and is not for sessions that are open', async () => {
    const id = await request(40);
    await until(async () => (await list()).find((one) => one.id === id)?.rehearsalSessionId);
    await exam.post(`/api/v1/sessions/${sessionId}/rehearsals/${id}/cancellation`);
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/rehearsals/${id}/cancellation`))).toBe(
      'SITTING.REHEARSAL_STATE',
    );
    expect((await list()).find((one) => one.id === id)).toMatchObject({ state: 'cancelled', report: null });
    const open = await openedSession(platform);
    expect(
      await codeOf(exam.post(`/api/v1/sessions/${open}/rehearsals`, { candidates: 1, minutes: 3 })),
    ).toBe('SITTING.SESSION_STATE');
  }, 90_000);

  it('is one from the beginning: no log that counts can be removed, not even by SQL', async () => {
    const real = await openedSession(platform);
    await expect(query('UPDATE exam_session SET rehearsal = true WHERE id = $1', [real])).rejects.toThrow(
      'from the beginning or never',
    );
    await expect(query(`UPDATE competition SET rehearsal = true WHERE state = 'announced'`)).rejects.toThrow(
      'competition_rehearsal',
    );
  }, 60_000);
});
