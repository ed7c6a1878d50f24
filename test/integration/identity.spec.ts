import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identityCheckOf, Presence } from '../../src/session/index.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newAccount, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { begin, NO_GO } from '../support/sessions.js';
import {
  askingCompetition,
  browserlike,
  GOOD_ANSWERS,
  PDF,
  png,
  staffBrowser,
  upload,
  type Browserlike,
} from '../support/uploads.js';

const PHOTO = png(300, 400);
const HOUR = 3_600_000;

interface DoorRow {
  readonly applicationId: string;
  readonly photo: string | null;
  readonly identity: string | null;
  readonly identityDocument: string | null;
}

describe('identity at the door', () => {
  let platform: TestPlatform;
  let competitionId: string;
  let sessionId: string;
  let proctor: ApiClient;
  let atDoor: Browserlike;
  let people: Record<'image' | 'paper' | 'none', { client: ApiClient; applicationId: string }>;

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const own = (path: string) => `/api/v1/competitions/${competitionId}/application-form${path}`;
  const decide = (applicationId: string, body: object) =>
    proctor.post(`/api/v1/sessions/${sessionId}/candidates/${applicationId}/admission`, body);
  const undo = (applicationId: string) =>
    proctor.post(`/api/v1/sessions/${sessionId}/candidates/${applicationId}/admission/undoing`);
  const photo = (applicationId: string) =>
    atDoor.agent.get(`/sessions/${sessionId}/candidates/${applicationId}/photo`);
  const views = async (applicationId: string) =>
    query<{ official: string }>(
      `SELECT v.official FROM document_view v JOIN application_document o ON o.id = v.document_id
       WHERE o.application_id = $1 ORDER BY v.id`,
      [applicationId],
    );
  const door = async (search = '') =>
    new Map(
      (
        await proctor.get<{ items: DoorRow[] }>(`/api/v1/sessions/${sessionId}/admission?search=${search}`)
      ).items.map((row) => [row.applicationId, row]),
    );

  async function applicant(files: readonly (readonly [Buffer, string])[]) {
    const { client, ...account } = await newAccount(platform);
    const { applicationId } = await client.put<{ applicationId: string }>(own('/answers'), {
      answers: GOOD_ANSWERS,
    });
    const browser = await browserlike(platform, account);
    for (const [content, name] of files)
      await upload(browser, competitionId, 'citizenship', content, name).expect(201);
    await upload(browser, competitionId, 'education', PDF, 'diploma.pdf').expect(201);
    await client.post(own('/hand-in'));
    return { client, applicationId };
  }

  beforeAll(async () => {
    platform = await startPlatform();
    competitionId = await askingCompetition(platform);
    proctor = await staff(platform, 'proctor');
    atDoor = await staffBrowser(platform, 'proctor');
    people = {
      image: await applicant([
        [PHOTO, 'face.png'],
        [PDF, 'passport.pdf'],
      ]),
      paper: await applicant([[PDF, 'passport.pdf']]),
      none: await applicant([]),
    };
    const exam = await staff(platform, 'exam');
    ({ sessionId } = await exam.post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: 'Morning', ru: 'Утро' },
        opensAt: new Date(Date.now() - HOUR).toISOString(),
        entryClosesAt: new Date(Date.now() + HOUR).toISOString(),
        releasePolicy: 'officer',
        admission: 'either',
      },
    ));
    await exam.post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 20 });
    for (const { client } of Object.values(people)) await client.get(`/api/v1/sessions/${sessionId}/waiting`);
    await platform.api.app.get(Presence).flush();
  }, 120_000);
  afterAll(() => platform.close());

  it('shows the picture to who admits, prefers it to a PDF, and writes down each look', async () => {
    const { image, paper, none } = people;
    const rows = await door();
    expect([image, paper, none].map(({ applicationId }) => rows.get(applicationId)?.photo)).toEqual([
      'image',
      'document',
      null,
    ]);
    const before = (await views(image.applicationId)).length;
    const shown = await photo(image.applicationId).expect(200);
    expect(Buffer.from(shown.body as Buffer).equals(PHOTO)).toBe(true);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline',
    });
    const seen = await views(image.applicationId);
    expect(seen).toHaveLength(before + 1);
    expect(seen.at(-1)?.official).toContain('Timur Akhmetov');
    const opened = await photo(paper.applicationId).expect(200);
    expect(opened.headers['content-disposition']).toContain('attachment; filename="passport.pdf"');
    const page = await atDoor.agent.get(`/sessions/${sessionId}/admission`).expect(200);
    const address = `/sessions/${sessionId}/candidates/${image.applicationId}/photo`;
    expect(page.text).toContain(`src="${address}"`);
    expect(page.text).not.toContain(`candidates/${none.applicationId}/photo`);
  });

  it('is shown to nobody else, and to nobody once they are admitted', async () => {
    const { image, none } = people;
    const api = `/api/v1/sessions/${sessionId}/candidates/${image.applicationId}/photo`;
    for (const who of [image.client, await staff(platform, 'auditor'), await staff(platform, 'hr')])
      expect(await codeOf(who.ownFile(api))).toBe('AUTH.FORBIDDEN');
    expect((await proctor.ownFile(api)).bytes.equals(PHOTO)).toBe(true);
    expect(await codeOf(proctor.ownFile(api.replace(image.applicationId, none.applicationId)))).toBe(
      'SESSION.NO_PHOTO',
    );
    expect(await codeOf(proctor.ownFile(api.replace(image.applicationId, 'no-id')))).toBe(
      'SESSION.NO_CANDIDATE',
    );
    expect(await codeOf(proctor.ownFile(api.replace(image.applicationId, crypto.randomUUID())))).toBe(
      'SESSION.NO_CANDIDATE',
    );
    const before = (await views(image.applicationId)).length;
    await decide(image.applicationId, { verdict: 'admitted', identity: 'photo-compared' });
    expect(await codeOf(proctor.ownFile(api))).toBe('SESSION.PHOTO_OVER');
    expect(await views(image.applicationId)).toHaveLength(before);
    await undo(image.applicationId);
    expect(await codeOf(proctor.ownFile(api))).toBe('done');
  });

  it('keeps how identity was checked, by name, and the candidate reads it', async () => {
    const { image, paper, none } = people;
    const { tx } = platform.api.parts.database;
    const check = ({ applicationId }: { applicationId: string }) =>
      identityCheckOf(tx, sessionId, applicationId);
    expect(await check(image)).toBeNull();
    expect(
      await codeOf(decide(none.applicationId, { verdict: 'admitted', identity: 'photo-compared' })),
    ).toBe('SESSION.NO_PHOTO');
    for (const [document, code] of [
      ['', 'SESSION.SAY_DOCUMENT'],
      ['passport N 1234567', 'SESSION.DOCUMENT_NUMBER'],
    ])
      expect(
        await codeOf(
          decide(none.applicationId, { verdict: 'admitted', identity: 'document-seen', document }),
        ),
      ).toBe(code);
    expect(await codeOf(decide(none.applicationId, { verdict: 'admitted', identity: 'guessed' }))).toBe(
      'REQUEST.INVALID',
    );
    await decide(image.applicationId, { verdict: 'admitted', identity: 'photo-compared' });
    await decide(paper.applicationId, {
      verdict: 'admitted',
      identity: 'document-seen',
      document: ' identity  card ',
    });
    await decide(none.applicationId, { verdict: 'admitted' });
    expect([await check(image), await check(paper), await check(none)]).toMatchObject([
      { how: 'photo-compared', document: null, official: expect.stringContaining('Timur Akhmetov') },
      { how: 'document-seen', document: 'identity card' },
      { how: 'not-said', document: null },
    ]);
    expect(await paper.client.get(`/api/v1/sessions/${sessionId}/waiting`)).toMatchObject({
      admission: { admitted: true, check: { how: 'document-seen', document: 'identity card' } },
    });
    const rows = await door('Test');
    expect(rows.get(paper.applicationId)).toMatchObject({
      identity: 'document-seen',
      identityDocument: 'identity card',
      photo: null,
    });
    await begin(paper.client, sessionId);
    expect(await paper.client.get(`/api/v1/sessions/${sessionId}/waiting`)).toMatchObject({
      state: 'sitting',
      admission: { check: { how: 'document-seen' } },
    });
    // A refusal takes it away, and the code of the room says nothing of who somebody is.
    await undo(image.applicationId);
    await decide(image.applicationId, { verdict: 'refused', reason: 'Another face.' });
    expect(await check(image)).toBeNull();
    await undo(image.applicationId);
    const { code } = await proctor.post<{ code: string }>(`/api/v1/sessions/${sessionId}/seat-code`);
    await image.client.post(`/api/v1/sessions/${sessionId}/admission`, { seatCode: code });
    expect(await image.client.get(`/api/v1/sessions/${sessionId}/waiting`)).toMatchObject({
      admission: { admitted: true, check: null },
    });
  });

  it('compares whoever came in by the code of the room, until they begin', async () => {
    const { image } = people;
    const { tx } = platform.api.parts.database;
    const compared = { verdict: 'admitted', identity: 'photo-compared' };
    const check = () => identityCheckOf(tx, sessionId, image.applicationId);
    const enter = async () => {
      await undo(image.applicationId);
      const { code } = await proctor.post<{ code: string }>(`/api/v1/sessions/${sessionId}/seat-code`);
      await image.client.post(`/api/v1/sessions/${sessionId}/admission`, { seatCode: code });
    };
    await enter();
    const shown = (await door('Test')).get(image.applicationId);
    expect(shown).toMatchObject({ state: 'admitted', photo: 'image' });
    await photo(image.applicationId).expect(200);
    const page = await atDoor.agent.get(`/sessions/${sessionId}/admission?search=Test`).expect(200);
    expect(page.text).toContain(`src="/sessions/${sessionId}/candidates/${image.applicationId}/photo"`);
    expect(page.text).toContain('Put the check on record');
    await atDoor.agent
      .post(`/sessions/${sessionId}/admission`)
      .type('form')
      .send({
        _csrf: atDoor.csrf,
        applicationId: image.applicationId,
        action: 'admit',
        search: 'Test',
        identity: 'photo-compared',
      })
      .expect(303);
    expect(await check()).toMatchObject({ how: 'photo-compared' });
    await photo(image.applicationId).expect(409);
    expect((await door('Test')).get(image.applicationId)?.photo).toBeNull();

    // Nobody says that they compared what was not shown to them.
    await enter();
    await query(
      `UPDATE exam_session SET opens_at = opens_at + interval '2 days', entry_closes_at = entry_closes_at + interval '2 days' WHERE id = $1`,
      [sessionId],
    );
    expect(await codeOf(decide(image.applicationId, compared))).toBe('SESSION.PHOTO_OVER');
    await query(
      `UPDATE exam_session SET opens_at = opens_at - interval '2 days', entry_closes_at = entry_closes_at - interval '2 days' WHERE id = $1`,
      [sessionId],
    );
    await begin(image.client, sessionId);
    expect(await codeOf(decide(image.applicationId, compared))).toBe('SESSION.PHOTO_OVER');
    expect(await check()).toBeNull();
  });

  it('has to be said on the page', async () => {
    const { none } = people;
    await undo(none.applicationId);
    const send = (fields: object) =>
      atDoor.agent
        .post(`/sessions/${sessionId}/admission`)
        .type('form')
        .send({
          _csrf: atDoor.csrf,
          applicationId: none.applicationId,
          action: 'admit',
          search: 'Test',
          ...fields,
        });
    const unsaid = await send({}).expect(422);
    expect(unsaid.text).toContain('Say how you made sure who this is');
    const numbered = await send({ identity: 'document-seen', document: 'passport 7654321' }).expect(422);
    expect(numbered.text).toContain('Leave the number of the document out');
    expect(await codeOf(begin(none.client, sessionId))).toBe('SESSION.NOT_ADMITTED');
    await send({ identity: 'document-seen', document: 'passport' }).expect(303);
    const page = await atDoor.agent.get(`/sessions/${sessionId}/admission?search=Test`).expect(200);
    expect(page.text).toContain('Identity: saw a document (passport).');
  });
});
