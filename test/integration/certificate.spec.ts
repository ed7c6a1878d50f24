import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { hashJson, newId, seededGenerator, sha256, type Json } from '../../src/kernel/index.js';
import { newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { pdfText } from '../support/pdf-text.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface Issued {
  readonly code: string;
  readonly address: string;
}

describe('the certificate of a result', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let sessionId: string;
  let one: { client: ApiClient; sittingId: string };
  let other: { client: ApiClient; sittingId: string };
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const issue = ({ client, sittingId }: typeof one) =>
    client.post<Issued>(`/api/v1/sittings/${sittingId}/certificate`);
  const check = (code: string) =>
    one.client.get<{ standing: string; points: number }>(`/api/v1/certificates/${code}`);
  const http = () => supertest.agent(platform.api.app.getHttpServer());

  beforeAll(async () => {
    platform = await startPlatform();
    ({ sessionId } = await openSession(platform));
    exam = await staff(platform, 'exam');
    const sat = [];
    for (let i = 0; i < 2; i += 1) {
      const { client, sittingId, leased } = await newSitting(platform);
      await sitExam(client, leased, seededGenerator(sha256(sittingId)));
      sat.push({ client, sittingId });
    }
    [one, other] = sat as [typeof one, typeof other];
    // An officer releases here; the demonstration's session would show results by itself.
    await query(
      `UPDATE exam_session SET release_policy = 'officer', release_signed_by = NULL WHERE id = $1`,
      [sessionId],
    );
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    await platform.worker();
    await until(async () => (await query('SELECT 1 FROM grade')).length === 2);
  }, 120_000);
  afterAll(() => platform.close());

  it('is not there before the release, and is one’s own alone', async () => {
    expect(await codeOf(issue(one))).toBe('GRADING.NO_RESULT');
    await exam.post(`/api/v1/sessions/${sessionId}/release`);
    expect(await codeOf(issue({ client: one.client, sittingId: other.sittingId }))).toBe('GRADING.NO_RESULT');
    expect((await issue(one)).code).toMatch(/^[2-9BCDFGHJKMNPQRSTVWXYZ]{27}$/);
  });

  it('stays the same while the result does, however often and at once it is asked for', async () => {
    const codes = await Promise.all(Array.from({ length: 8 }, async () => (await issue(one)).code));
    expect(new Set(codes).size).toBe(1);
    expect((await issue(other)).code).not.toBe(codes[0]);
  });

  it('is a paper that says the result, the name and where it is checked', async () => {
    const { code } = await issue(one);
    const [account] = await query<{ name: string }>(
      'SELECT p.full_name AS name FROM sitting s JOIN person p ON p.id = s.person_id WHERE s.id = $1',
      [one.sittingId],
    );
    const paper = await one.client.ownFile(`/sittings/${one.sittingId}/result/certificate`);
    expect([paper.type, paper.cache]).toEqual(['application/pdf', 'no-store']);
    const text = pdfText(paper.bytes);
    const { points } = await check(code);
    for (const said of [account?.name ?? '', `/check/${code}`, (points / 100).toFixed(2)])
      expect(text.replaceAll('\n', '')).toContain(said);
  });

  it('tells whoever has its code what it says, and nobody’s name', async () => {
    const { code } = await issue(one);
    const [person] = await query<{ name: string }>(
      'SELECT p.full_name AS name FROM sitting s JOIN person p ON p.id = s.person_id WHERE s.id = $1',
      [one.sittingId],
    );
    const page = await http().get(`/check/${code}`).expect(200);
    expect(page.text).toContain('This certificate is genuine');
    expect(page.text).not.toContain(person?.name);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(JSON.stringify(await check(code))).not.toContain(person?.name);
  });

  it('answers nothing to a code that is none', async () => {
    for (const code of ['2'.repeat(27), 'x', `${'2'.repeat(26)}%00`, one.sittingId]) {
      expect(await codeOf(check(code))).toMatch(/CERTIFICATE.NONE|REQUEST/);
    }
    await http()
      .get(`/check/${'2'.repeat(27)}`)
      .expect(404);
  });

  it('compares a name as it is copied from the paper, and not without end', async () => {
    const { code } = await issue(one);
    const [person] = await query<{ name: string }>(
      'SELECT p.full_name AS name FROM sitting s JOIN person p ON p.id = s.person_id WHERE s.id = $1',
      [one.sittingId],
    );
    const agent = http();
    const { body } = await agent.get('/api/v1/session');
    const type = (name: string) =>
      agent
        .post(`/check/${code}`)
        .type('form')
        .send({ name, _csrf: (body as { csrfToken: string }).csrfToken });
    const copied = (person?.name ?? '').toUpperCase().split(' ').reverse().join(', ');
    expect((await type(copied).expect(200)).text).toContain('The name is right');
    expect((await type('Somebody Else').expect(200)).text).toContain('The name is not right');
    await type('  ').expect(422);
    let status = 200;
    for (let tries = 0; tries < 25 && status !== 429; tries += 1) ({ status } = await type('Somebody Else'));
    expect(status).toBe(429);
  });

  it('cannot be changed', async () => {
    await expect(query(`UPDATE certificate SET content = '{}'`)).rejects.toThrow();
    await expect(query('DELETE FROM certificate')).rejects.toThrow();
  });

  it('says that it was replaced once a regrade has changed the result, and there is a new one', async () => {
    const before = await issue(one);
    const [version] = await query<{ rules: { annulled: string[] } }>('SELECT rules FROM scoring_version');
    const [form] = await query<{ items: { itemVersionId: string }[] }>(
      'SELECT items FROM form WHERE sitting_id = $1',
      [one.sittingId],
    );
    // Everything is annulled: everybody has all points.
    const annulled = (
      await query<{ id: string }>(
        `SELECT DISTINCT i ->> 'itemVersionId' AS id FROM form, jsonb_array_elements(items) AS i`,
      )
    ).map(({ id }) => id);
    const rules = { ...version?.rules, annulled };
    await query(
      'INSERT INTO scoring_version (id, session_id, number, rules, content_hash) VALUES ($1, $2, 2, $3, $4)',
      [newId(), sessionId, JSON.stringify(rules), hashJson(rules as unknown as Json)],
    );
    await until(async () => (await check(before.code)).standing === 'replaced');
    const after = await issue(one);
    expect(after.code).not.toBe(before.code);
    expect(await check(after.code)).toMatchObject({
      standing: 'genuine',
      points: (form?.items.length ?? 0) * 100,
    });
  });

  it('says that it was withdrawn once its sitting is void', async () => {
    const { code } = await issue(one);
    await query(`UPDATE sitting SET state = 'void', closed_at = NULL WHERE id = $1`, [one.sittingId]);
    expect((await check(code)).standing).toBe('withdrawn');
  });
});
