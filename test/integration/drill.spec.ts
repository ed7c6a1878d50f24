import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunRehearsal } from '../../src/desk/index.js';
import { DEEDS } from '../../src/desk/rehearsal/drill-plan.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { orThrow } from '../../src/platform/index.js';
import { CreateAccount, GrantRole, principalOf } from '../../src/people/index.js';
import { NoteSilence } from '../../src/proctoring/index.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { watchBoard, type TestBoard, type TestBoardRow } from '../support/board.js';
import { newCandidate, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { drillOf, passSilence, sessionToTrainOn, shortDrill, type Drill } from '../support/drill.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { planSession } from '../support/sessions.js';
import { until } from '../support/until.js';

const LEFTOVERS = `
  SELECT (SELECT count(*)::int FROM person) AS persons, (SELECT count(*)::int FROM account) AS accounts,
    (SELECT count(*)::int FROM exam_session) AS sessions, (SELECT count(*)::int FROM sitting) AS sittings,
    (SELECT count(*)::int FROM watch_signal) AS signals, (SELECT count(*)::int FROM watch_state) AS states,
    (SELECT count(*)::int FROM watch_beat) AS beats, (SELECT count(*)::int FROM watch_look) AS looks,
    (SELECT count(*)::int FROM watch_hand) AS hands, (SELECT count(*)::int FROM watch_snapshot) AS snapshots,
    (SELECT count(*)::int FROM watch_snapshot_view) AS views, (SELECT count(*)::int FROM exam_message) AS messages,
    (SELECT count(*)::int FROM scope) AS scopes, (SELECT count(*)::int FROM role_grant) AS grants,
    (SELECT count(*)::int FROM browser_proof) AS proofs, (SELECT count(*)::int FROM competition) AS competitions`;

describe('a training for proctors', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let proctor: ApiClient;
  let session: string;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const drill = (id: string, of = session) => drillOf(exam, of, id);
  const underWay = async (id: string, of = session): Promise<string> =>
    until(async () => (await drill(id, of))?.rehearsalSessionId, 60);

  /** Somebody who looks after a competition's sessions. */
  async function proctorOf(signIn: string, scopeId: string): Promise<ApiClient> {
    const { app, parts } = platform.api;
    const [row] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'admin'`);
    const admin = await principalOf(parts.database.tx, row?.id ?? '');
    if (!admin) throw new Error('The demonstration has an administrator.');
    const wish = { signIn, displayName: signIn, position: 'Proctor', password: DEMONSTRATION_PASSWORD };
    const { accountId } = orThrow(await app.get(CreateAccount).insert({ ...wish, language: 'en' }, null));
    orThrow(await app.get(GrantRole).run(admin, accountId, 'proctor', scopeId));
    return staff(platform, signIn);
  }

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    proctor = await staff(platform, 'proctor');
    session = await sessionToTrainOn(platform);
  }, 120_000);
  afterAll(() => platform.close());

  it('is asked for in a session that is watched, within its limits', async () => {
    const ask = (of: string, candidates: number, minutes: number) =>
      codeOf(exam.post(`/api/v1/sessions/${of}/rehearsals`, { candidates, minutes, training: true }));
    expect(await ask(await planSession(platform), 10, 3)).toBe('SITTING.NOTHING_WATCHED');
    expect(await ask(session, 501, 3)).toBe('REQUEST.INVALID');
    expect(await ask(session, 500, 31)).toBe('REQUEST.INVALID');
    expect(
      await codeOf(
        proctor.post(`/api/v1/sessions/${session}/rehearsals`, { candidates: 1, minutes: 3, training: true }),
      ),
    ).toBe('AUTH.FORBIDDEN');
  });

  it('shows every kind on the real board, takes what proctors do, tells times, and leaves nothing once it is removed', async () => {
    const whole = await query(LEFTOVERS);
    const id = await shortDrill(platform, session, { candidates: 12, milliseconds: 24_000 });
    const { app } = platform.api;
    const running = app.get(RunRehearsal).run(id, platform.base);
    const there = await underWay(id);
    const api = `/api/v1/sessions/${there}`;
    let board: TestBoard | undefined;
    let isOver = false;
    const time = until(async () => {
      await passSilence(platform, id);
      await app.get(NoteSilence).run();
      return isOver;
    }, 120);
    try {
      board = await until(() => watchBoard(platform.base, proctor.cookie, there).catch(() => undefined));
      const shown = new Set<string>();
      const row = (match: (one: TestBoardRow) => boolean) =>
        until(() => Promise.resolve([...(board?.rows.values() ?? [])].find(match)), 60);
      const of = (kind: string) => row(({ unseen }) => unseen.some((one) => one.kind === kind));
      const left = await of('left-page');
      await proctor.post(`${api}/sittings/${left.sittingId ?? ''}/seen`, { upTo: left.signals });
      const { candidateNumber } = left;
      await proctor.post(`${api}/messages`, { text: 'Is all well?', candidateNumber });
      const messages = () => proctor.get<{ items: { read: number }[] }>(`${api}/messages`);
      await until(async () => (await messages()).items[0]?.read === 1);
      await proctor.post(`${api}/pause`, { reason: 'A break.', candidateNumber });
      await row((one) => one.candidateNumber === candidateNumber && one.state === 'paused');
      await proctor.post(`${api}/resumption`, { reason: 'It goes on.', candidateNumber });
      const pasted = await of('pasted');
      await proctor.post(`${api}/sittings/${pasted.sittingId ?? ''}/end`, { reason: 'For the training.' });
      await until(() => {
        for (const one of board?.rows.values() ?? []) for (const { kind } of one.unseen) shown.add(kind);
        return Promise.resolve(Object.values(DEEDS).every((kind) => kind === 'left-page' || shown.has(kind)));
      }, 60);
      await running;
    } finally {
      isOver = true;
      await time;
      board?.close();
    }
    const done = await drill(id);
    expect(done).toMatchObject({ state: 'done', passed: null, failure: null });
    expect(done?.report).toMatchObject({ way: 'http', started: 12, errors: {}, faults: [] });
    const signals = done?.report?.drill ?? [];
    expect(new Set(signals.map(({ kind }) => kind))).toEqual(new Set(Object.values(DEEDS)));
    expect(new Set(signals.map(({ deed }) => deed))).toEqual(new Set(Object.keys(DEEDS)));
    const looked = signals.filter(({ lookedAfter }) => lookedAfter !== null);
    expect(looked).toHaveLength(1);
    expect(looked[0]).toMatchObject({ kind: 'left-page', act: 'message' });
    expect(signals.find(({ kind }) => kind === 'pasted')).toMatchObject({ act: 'end', lookedAfter: null });
    // It says nothing of whether the platform holds.
    const { points } = await exam.get<{ points: { code: string; state: string }[] }>(
      `/api/v1/sessions/${session}/checklist`,
    );
    expect(points.find(({ code }) => code === 'rehearsal')?.state).not.toBe('good');

    const [picture] = await query<{ id: string }>(
      `SELECT id FROM watch_snapshot WHERE session_id = $1 AND state = 'kept' LIMIT 1`,
      [there],
    );
    if (picture) await query(LOOK, [picture.id]);
    await exam.post(`/api/v1/sessions/${session}/rehearsals/${id}/removal`);
    expect(await query(LEFTOVERS)).toEqual(whole);
    expect((await drill(id))?.report?.drill).toEqual(signals);
  }, 180_000);

  it('is for those who look after the real session, and for nobody once it is removed', async () => {
    const { competitionId } = (
      await query<{ competitionId: string }>(
        'SELECT competition_id AS "competitionId" FROM exam_session WHERE id = $1',
        [session],
      )
    )[0] as { competitionId: string };
    const [other] = await query<{ id: string }>(
      'SELECT id FROM agency WHERE id <> (SELECT agency_id FROM competition WHERE id = $1) LIMIT 1',
      [competitionId],
    );
    const own = await proctorOf('own-proctor', competitionId);
    const stranger = await proctorOf('other-proctor', other?.id ?? '');
    const candidate = await newCandidate(platform);
    const id = await shortDrill(platform, session, { candidates: 2, milliseconds: 60_000 });
    const running = platform.api.app.get(RunRehearsal).run(id, platform.base);
    const there = await underWay(id);
    for (const path of ['board', 'room', 'messages']) {
      expect(await codeOf(own.get(`/api/v1/sessions/${there}/${path}`))).toBe('done');
      expect(await codeOf(stranger.get(`/api/v1/sessions/${there}/${path}`))).toBe('AUTH.FORBIDDEN');
      expect(await codeOf(candidate.get(`/api/v1/sessions/${there}/${path}`))).toBe('AUTH.FORBIDDEN');
    }
    expect((await drillOf(own, session, id))?.rehearsalSessionId).toBe(there);
    expect(await codeOf(stranger.get(`/api/v1/sessions/${session}/rehearsals`))).toBe('AUTH.FORBIDDEN');
    // A role here is none in the real session's neighbours.
    const release = `/api/v1/sessions/${there}/release`;
    expect(await codeOf(own.post(release))).toBe('AUTH.FORBIDDEN');
    await exam.post(`/api/v1/sessions/${session}/rehearsals/${id}/cancellation`);
    await running;
    expect(await drill(id)).toMatchObject({ state: 'cancelled', report: null });
    await exam.post(`/api/v1/sessions/${session}/rehearsals/${id}/removal`);
    expect(await codeOf(own.get(`/api/v1/sessions/${there}/board`))).not.toBe('done');
  }, 120_000);

  it('leaves nothing either of what officials did there besides', async () => {
    const whole = await query(LEFTOVERS);
    const id = await shortDrill(platform, session, { candidates: 3, milliseconds: 20_000 });
    const running = platform.api.app.get(RunRehearsal).run(id, platform.base);
    const there = await underWay(id);
    const api = `/api/v1/sessions/${there}`;
    const [standIn] = await query<{ id: string }>(
      'SELECT competition_id AS id FROM exam_session WHERE id = $1',
      [there],
    );
    const [sitting] = await until(async () => {
      const found = await query<{ id: string; applicationId: string }>(
        `SELECT id, application_id AS "applicationId" FROM sitting WHERE session_id = $1 LIMIT 1`,
        [there],
      );
      return found.length > 0 && found;
    }, 60);
    const [marker] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'marker'`);
    const admin = await staff(platform, 'admin');
    for (const scopeId of [there, standIn?.id])
      await admin.post(`/api/v1/accounts/${marker?.id ?? ''}/grants`, { role: 'marker', scopeId });
    await exam.post(`${api}/marking/markers`, { accountId: marker?.id });
    await query(
      `INSERT INTO browser_proof (nonce_hash, session_id, person_id, shown_by)
       SELECT sha256('proof'), session_id, person_id, 'page' FROM sitting WHERE id = $1`,
      [sitting?.id],
    );
    await exam.post(`${api}/extension`, { minutes: 1, reason: 'For the training.' });
    await exam.post(`${api}/sittings/${sitting?.id ?? ''}/voiding`, {
      cause: 'failure',
      again: 'replacement',
      reason: 'For the training.',
    });
    // What would count, or would be somebody's, is not begun in a rehearsal.
    const session_ = {
      title: { en: 'Again', ru: 'Снова' },
      opensAt: new Date(Date.now() + 3_600_000).toISOString(),
      entryClosesAt: new Date(Date.now() + 7_200_000).toISOString(),
      releasePolicy: 'officer',
    };
    const { releasePolicy: _, ...replacement } = session_;
    expect(await codeOf(exam.post(`${api}/replacement`, replacement))).toBe('SITTING.REHEARSAL_PLAN');
    expect(await codeOf(exam.post(`/api/v1/competitions/${standIn?.id ?? ''}/sessions`, session_))).toBe(
      'SITTING.REHEARSAL_PLAN',
    );
    expect(
      await codeOf(
        exam.post(`/api/v1/competitions/${standIn?.id ?? ''}/accommodations`, {
          applicationId: sitting?.applicationId,
          extraTimePercent: 25,
          breakMinutes: 0,
          largerType: false,
          reader: false,
          basis: 'medical',
          document: 'A paper.',
        }),
      ),
    ).toBe('SITTING.REHEARSAL_GRANT');
    await running;
    expect(await drill(id)).toMatchObject({ state: 'done' });
    await exam.post(`/api/v1/sessions/${session}/rehearsals/${id}/removal`);
    expect(await query(LEFTOVERS)).toEqual(whole);
  }, 180_000);

  it('runs inside a worker that does not reach the api, and another one begins anew where that one was killed', async () => {
    const of = await sessionToTrainOn(platform);
    const id = await shortDrill(platform, of, { candidates: 3, milliseconds: 20_000 });
    const first = await platform.worker();
    const before = await underWay(id, of);
    await until(
      async () => (await query('SELECT 1 FROM sitting WHERE session_id = $1', [before])).length > 0,
    );
    await first.close();
    await query(
      `UPDATE rehearsal SET alive_at = alive_at - interval '1 minute' WHERE id = $1 AND state = 'running'`,
      [id],
    );
    await platform.worker();
    const after = await until(async () => {
      const there = (await drill(id, of))?.rehearsalSessionId;
      return there !== before && there;
    }, 60);
    expect(await query('SELECT 1 FROM exam_session WHERE id = $1', [before])).toEqual([]);
    const done = await until(async () => {
      const one: Drill | undefined = await drill(id, of);
      return one?.state === 'done' && one;
    }, 90);
    expect(done.report).toMatchObject({ way: 'inside', started: 3, errors: {} });
    expect(done.rehearsalSessionId).toBe(after);
    expect(done.report?.drill.length).toBeGreaterThan(0);
  }, 180_000);
});

/** Somebody has opened a picture. */
const LOOK = `
  INSERT INTO watch_snapshot_view (snapshot_id, account_id, official)
  SELECT $1, id, 'Test' FROM account WHERE sign_in = 'proctor'`;
