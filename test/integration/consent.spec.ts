import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { changeCamera } from '../../src/proctoring/store/consent-store.js';
import { newCandidate, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { ask } from '../support/exam-browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, openedSession, planSession } from '../support/sessions.js';
import { until } from '../support/until.js';
import { agree, consentOf, OFFERED, watch } from '../support/watching.js';

describe('agreeing to what is watched', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let proctor: ApiClient;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const load = (client: ApiClient, path: string) =>
    ask(platform.base, path, { headers: { cookie: client.cookie } });
  const html = async (client: ApiClient, path: string): Promise<string> =>
    (await fetch(`${platform.base}${path}`, { headers: { cookie: client.cookie } })).text();
  const setupOf = async (client: ApiClient, path: string): Promise<unknown> => {
    const block = /id="watch-setup">(.*?)<\/script>/.exec(await html(client, path))?.[1];
    return block === undefined ? undefined : JSON.parse(block);
  };
  const watched = async (wish: object = OFFERED): Promise<string> => {
    const sessionId = await openedSession(platform);
    await watch(exam, sessionId, wish);
    return sessionId;
  };
  const decisions = (sessionId: string) =>
    query<{ action: string; subject: string; reason: string | null }>(
      `SELECT action, subject, reason FROM decision WHERE scope_id = $1 AND action ~ '^(watch|camera)-' ORDER BY id`,
      [sessionId],
    );

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    proctor = await staff(platform, 'proctor');
  }, 120_000);
  afterAll(() => platform.close());

  describe('the plan', () => {
    it('has a version for each change, none for a wish that changes nothing, and names on all of them', async () => {
      const sessionId = await planSession(platform);
      const { reason: _, ...quiet } = OFFERED;
      expect(await watch(exam, sessionId, quiet)).toMatchObject({ version: 1 });
      expect(await watch(exam, sessionId, quiet)).toMatchObject({ version: 1 });
      expect(await watch(exam, sessionId, { ...quiet, fullScreen: false })).toMatchObject({ version: 2 });
      expect(await watch(exam, sessionId, { watched: false })).toMatchObject({ version: null });
      expect(await watch(exam, sessionId, { watched: false })).toMatchObject({ version: null });
      const again = await watch(exam, sessionId, quiet);
      expect(again.version).toBe(3);
      expect(again.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
      expect(again.versions.every(({ official }) => official !== '')).toBe(true);
      expect((await decisions(sessionId)).map(({ action }) => action)).toEqual([
        'watch-plan-set',
        'watch-plan-set',
        'watch-plan-lifted',
        'watch-plan-set',
      ]);
    });

    it('changes once where ten officers say the same at once', async () => {
      const sessionId = await planSession(platform);
      const answers = await Promise.all(Array.from({ length: 10 }, () => watch(exam, sessionId)));
      expect(answers.map(({ version }) => version)).toEqual(Array(10).fill(1));
    });

    it('needs a reason once the session is open, figures within bounds, and a session that is not over', async () => {
      const sessionId = await openedSession(platform);
      const path = `/api/v1/sessions/${sessionId}/watch-plan`;
      expect(await codeOf(watch(exam, sessionId, { ...OFFERED, reason: ' ' }))).toBe('CONSENT.WHY');
      for (const wrong of [
        { snapshotsAnHour: 0 },
        { snapshotsAnHour: 61 },
        { snapshotsAnHour: '5' },
        { camera: 'none' },
        { camera: 'always' },
        { keepSignalDays: 0 },
        { keepSnapshotDays: 1096 },
        { watched: 'yes' },
        { more: 1 },
      ])
        expect(await codeOf(watch(exam, sessionId, { ...OFFERED, ...wrong }))).toBe('REQUEST.INVALID');
      expect(await codeOf(proctor.put(path, OFFERED))).toBe('AUTH.FORBIDDEN');
      expect(await proctor.get(path)).toEqual({ version: null, warning: null, versions: [] });
      await exam.post(`/api/v1/sessions/${sessionId}/voiding`, { reason: 'The power failed.' });
      expect(await codeOf(watch(exam, sessionId))).toBe('SITTING.SESSION_STATE');
    });

    it('holds in the session that takes the place of a void one, where candidates agree anew', async () => {
      const sessionId = await watched({ ...OFFERED, camera: 'required' });
      const { client } = await applicant(platform);
      await agree(client, sessionId, true);
      await exam.post(`/api/v1/sessions/${sessionId}/voiding`, { reason: 'The power failed.' });
      const { sessionId: instead } = await exam.post<{ sessionId: string }>(
        `/api/v1/sessions/${sessionId}/replacement`,
        {
          title: { en: 'Again', ru: 'Ещё раз' },
          opensAt: new Date(Date.now() + 3_600_000).toISOString(),
          entryClosesAt: new Date(Date.now() + 7_200_000).toISOString(),
        },
      );
      expect(await consentOf(client, instead)).toMatchObject({
        version: 1,
        camera: 'required',
        mayBegin: false,
        given: [],
      });
    });
  });

  describe('the start', () => {
    it('asks nothing where nothing is watched', async () => {
      const sessionId = await openedSession(platform);
      const { client } = await applicant(platform);
      expect(await consentOf(client, sessionId)).toMatchObject({ watched: false, mayBegin: true });
      expect(await load(client, `/sessions/${sessionId}/sitting`)).toMatchObject({ status: 200 });
      const wish = { notice: '0'.repeat(64), camera: false };
      expect(await codeOf(client.post(`/api/v1/sessions/${sessionId}/consent`, wish))).toBe(
        'CONSENT.NOTHING_WATCHED',
      );
      const { sittingId } = await begin(client, sessionId);
      expect(await setupOf(client, `/sittings/${sittingId}`)).toBeUndefined();
    });

    it('waits for the consent, and asks anew after a change; who sits goes on under what they agreed to', async () => {
      const sessionId = await watched();
      const consent = `/sessions/${sessionId}/consent`;
      const [early, late] = [await applicant(platform), await applicant(platform)];
      expect(await codeOf(begin(early.client, sessionId))).toBe('CONSENT.MISSING');
      expect(await load(early.client, `/sessions/${sessionId}/sitting`)).toMatchObject({
        status: 303,
        location: consent,
      });
      await agree(early.client, sessionId, true);
      await agree(late.client, sessionId, false);
      expect(await load(early.client, `/sessions/${sessionId}/sitting`)).toMatchObject({ status: 200 });
      const { sittingId } = await begin(early.client, sessionId);

      await watch(exam, sessionId, { ...OFFERED, fullScreen: false, keepSignalDays: 60 });
      expect(await codeOf(begin(late.client, sessionId))).toBe('CONSENT.MISSING');
      await agree(late.client, sessionId, false);
      const second = await begin(late.client, sessionId);
      // A reload and another device go on; what was agreed to holds.
      await early.client.post(`/api/v1/sittings/${sittingId}/leases`);
      expect(await setupOf(early.client, `/sittings/${sittingId}`)).toMatchObject({
        fullScreen: true,
        camera: 'on',
      });
      expect(await setupOf(late.client, `/sittings/${second.sittingId}`)).toMatchObject({
        fullScreen: false,
        camera: 'none',
        words: { en: { cameraOn: 'Your camera is on.' }, ru: { cameraOn: 'Камера включена.' } },
      });
      await watch(exam, sessionId, { watched: false, reason: 'The room is too small.' });
      expect(await setupOf(early.client, `/sittings/${sittingId}`)).toBeUndefined();
    });

    it('takes consent to what was read, and to nothing else', async () => {
      const sessionId = await watched();
      const path = `/api/v1/sessions/${sessionId}/consent`;
      const { client } = await applicant(platform);
      const read = (await consentOf(client, sessionId)).notices;
      expect(read.map(({ language }) => language)).toEqual(['en', 'ru']);
      await watch(exam, sessionId, { ...OFFERED, keepSignalDays: 91 });
      expect(await codeOf(client.post(path, { notice: read[0]?.hash, camera: true }))).toBe(
        'CONSENT.CHANGED',
      );
      for (const wrong of [{}, { notice: 'x', camera: true }, { notice: 'f'.repeat(64), camera: 'yes' }])
        expect(await codeOf(client.post(path, wrong))).toBe('REQUEST.INVALID');
      await watch(exam, sessionId, { watched: true, reason: 'No cameras here.' });
      const [plain] = (await consentOf(client, sessionId)).notices;
      expect(await codeOf(client.post(path, { notice: plain?.hash, camera: true }))).toBe(
        'CONSENT.NO_CAMERA',
      );
      const stranger = await newCandidate(platform);
      expect(await codeOf(stranger.post(path, { notice: plain?.hash, camera: false }))).toBe(
        'SITTING.NOT_APPLIED',
      );
      expect(await load(stranger, `/sessions/${sessionId}/consent`)).toMatchObject({ status: 404 });
      // Sent twice, at once as well, it is given once.
      const wish = { notice: plain?.hash, camera: false };
      await Promise.all([1, 2, 3].map(() => client.post(path, wish)));
      expect((await consentOf(client, sessionId)).given).toHaveLength(1);
    });
  });

  describe('the camera', () => {
    it('is needed where it is required, unless a proctor excuses somebody by name, found by their number', async () => {
      const { client, applicationId } = await applicant(platform);
      const sessionId = await watched({ ...OFFERED, camera: 'required' });
      const excuses = `/api/v1/sessions/${sessionId}/camera-excuses`;
      const { candidateNumber } = await client.get<{ candidateNumber: string }>(
        `/api/v1/sessions/${sessionId}/waiting`,
      );
      expect(await codeOf(agree(client, sessionId, false))).toBe('CONSENT.CAMERA_NEEDED');
      expect(await codeOf(proctor.post(excuses, { candidateNumber, reason: '  ' }))).toBe(
        'CONSENT.EXCUSE_WHY',
      );
      const wish = { candidateNumber: candidateNumber.toLowerCase(), reason: 'The camera is broken.' };
      expect(await codeOf(proctor.post(excuses, { ...wish, candidateNumber: 'NOBODY' }))).toBe(
        'SESSION.NO_CANDIDATE',
      );
      expect(await codeOf(client.post(excuses, wish))).toBe('AUTH.FORBIDDEN');
      expect(await proctor.post(excuses, wish)).toEqual({ applicationId, excused: true });
      await proctor.post(excuses, wish);
      expect(await proctor.get(excuses)).toMatchObject({
        items: [{ applicationId, candidateNumber, reason: 'The camera is broken.' }],
      });
      await agree(client, sessionId, false);
      expect(await consentOf(client, sessionId)).toMatchObject({ excused: true, mayBegin: true });
      // Taken back before the start, the consent without a camera is not enough any more.
      await proctor.post(`${excuses}/${applicationId}/undoing`);
      expect(await codeOf(begin(client, sessionId))).toBe('CONSENT.CAMERA_NEEDED');
      expect(await load(client, `/sessions/${sessionId}/sitting`)).toMatchObject({
        location: `/sessions/${sessionId}/consent`,
      });
      await exam.post(excuses, { applicationId, reason: 'There is none.' });
      await begin(client, sessionId);
      expect(await codeOf(proctor.post(`${excuses}/${applicationId}/undoing`))).toBe('SESSION.HAS_BEGUN');
      expect(await codeOf(proctor.post(`${excuses}/none/undoing`))).toBe('SESSION.NO_CANDIDATE');
      expect((await decisions(sessionId)).slice(1)).toEqual([
        { action: 'camera-excused', subject: candidateNumber, reason: 'The camera is broken.' },
        { action: 'camera-excuse-undone', subject: candidateNumber, reason: null },
        { action: 'camera-excused', subject: candidateNumber, reason: 'There is none.' },
      ]);
    });

    it('needs no excuse where it is not required', async () => {
      const sessionId = await watched();
      const { applicationId } = await applicant(platform);
      const wish = { applicationId, reason: 'There is none.' };
      expect(await codeOf(proctor.post(`/api/v1/sessions/${sessionId}/camera-excuses`, wish))).toBe(
        'CONSENT.NOT_REQUIRED',
      );
    });

    it('is turned off at any time: before the start as a choice, while sitting without an end to anything', async () => {
      const sessionId = await watched({ ...OFFERED, camera: 'required' });
      const camera = `/api/v1/sessions/${sessionId}/consent/camera`;
      const { client } = await applicant(platform);
      expect(await codeOf(client.put(camera, { camera: false }))).toBe('CONSENT.NOT_GIVEN');
      await agree(client, sessionId, true);
      await client.put(camera, { camera: false });
      expect(await codeOf(begin(client, sessionId))).toBe('CONSENT.CAMERA_NEEDED');
      await client.put(camera, { camera: true });
      const { sittingId } = await begin(client, sessionId);
      expect(await client.put(camera, { camera: false })).toEqual({ camera: false });
      await client.put(camera, { camera: false });
      expect(await setupOf(client, `/sittings/${sittingId}`)).toMatchObject({ camera: 'off' });
      await client.post(`/api/v1/sittings/${sittingId}/leases`);
      expect((await consentOf(client, sessionId)).given).toMatchObject([{ version: 1, camera: false }]);
      const changes = await query<{ camera: boolean }>(
        'SELECT camera FROM watch_camera_change WHERE session_id = $1 ORDER BY number',
        [sessionId],
      );
      expect(changes.map((one) => one.camera)).toEqual([false, true, false]);
    });

    it('is what was chosen last where one choice comes while another is being kept', async () => {
      const sessionId = await watched(OFFERED);
      const path = `/api/v1/sessions/${sessionId}/consent/camera`;
      const { client } = await applicant(platform);
      await agree(client, sessionId, true);
      const [consent] = await query<{ personId: string; version: number }>(
        'SELECT person_id AS "personId", version FROM watch_consent WHERE session_id = $1',
        [sessionId],
      );
      let next: Promise<string> | undefined;
      await platform.api.parts.database.transaction(async (tx) => {
        await changeCamera(tx, { sessionId, personId: '', version: 0, ...consent }, false);
        let isDone = false;
        next = codeOf(client.put(path, { camera: true })).finally(() => (isDone = true));
        await until(async () => {
          const waiting = await query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return isDone || waiting.length > 0;
        });
      });
      expect(await next).toBe('done');
      expect((await consentOf(client, sessionId)).given).toMatchObject([{ camera: true }]);
      // Many at once: each change has its number.
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => codeOf(client.put(path, { camera: i % 2 === 1 }))),
      );
      expect(answers).toEqual(Array(20).fill('done'));
      const changes = await query<{ number: number; camera: boolean }>(
        'SELECT number, camera FROM watch_camera_change WHERE session_id = $1 ORDER BY number',
        [sessionId],
      );
      expect(changes).toEqual(changes.map((_, i) => ({ number: i + 1, camera: i % 2 === 1 })));
    });
  });

  it('shows what is recorded in an exam to anybody, in each language', async () => {
    const sessionId = await watched();
    const visitor = await new ApiClient(platform.base).begin();
    expect(await visitor.get(`/api/v1/sessions/${sessionId}/privacy`)).toMatchObject({
      watched: true,
      notices: [{ language: 'en' }, { language: 'ru' }],
    });
    const page = await (await fetch(`${platform.base}/sessions/${sessionId}/privacy?lang=ru`)).text();
    expect(page).toContain('Что записывается на этом экзамене');
    expect(page).toContain('What is recorded in this exam');
    const general = await (await fetch(`${platform.base}/privacy?lang=en`)).text();
    for (const figure of ['36 months', '120 months', '180 days', '30 days', '12 hours'])
      expect(general).toContain(figure);
  });
});
