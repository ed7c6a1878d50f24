import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Problem {
  readonly code: string;
  readonly status: number;
  readonly fields?: Record<string, string>;
}

describe('bad input', () => {
  let platform: TestPlatform;
  let csrf: string;
  let agent: ReturnType<typeof supertest.agent>;
  const http = () => platform.api.app.getHttpServer();

  beforeAll(async () => {
    platform = await startPlatform();
    agent = supertest.agent(http());
    csrf = ((await agent.get('/api/v1/session')).body as { csrfToken: string }).csrfToken;
  }, 120_000);
  afterAll(() => platform.close());

  const register = (body: string | object) =>
    agent
      .post('/api/v1/candidates')
      .set('x-csrf-token', csrf)
      .set('content-type', 'application/json')
      .send(body);
  const good = {
    fullName: 'Some Body',
    nationalId: 'BAD-0001',
    email: 'some@body.example',
    password: 'long enough words',
    language: 'en',
  };
  const persons = async () => (await platform.api.parts.database.query('SELECT 1 FROM person')).length;

  it.each<[string, object, Record<string, string>]>([
    ['a missing field', { ...good, email: undefined }, { email: 'isEmail' }],
    ['a mistyped field', { ...good, fullName: 7 }, { fullName: 'matches' }],
    ['a list for a text', { ...good, password: ['x'] }, { password: 'maxLength' }],
    ['an unknown field', { ...good, role: 'administrator' }, { role: 'whitelistValidation' }],
    ['a short password', { ...good, password: 'short' }, { password: 'PEOPLE.PASSWORD_SHORT' }],
    ['an endless name', { ...good, fullName: 'x'.repeat(5000) }, { fullName: 'isLength' }],
    ['half a character', { ...good, fullName: 'Some \ud800 Body' }, {}],
    ['a NUL', { ...good, fullName: 'Some\u0000Body' }, {}],
    ['an unknown language', { ...good, language: 'xx' }, { language: 'isIn' }],
  ])('refuses %s by name, and keeps nothing', async (_, body, fields) => {
    const before = await persons();
    const answer = await register(body).expect(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(Object.keys((answer.body as Problem).fields ?? {})).toEqual(Object.keys(fields));
    expect(await persons()).toBe(before);
  });

  it('refuses what is no JSON, the wrong kind of content, and too much of it', async () => {
    expect((await register('{"fullName": ').expect(400)).body).toMatchObject({ code: 'REQUEST.MALFORMED' });
    const text = await agent
      .post('/api/v1/candidates')
      .set('x-csrf-token', csrf)
      .set('content-type', 'application/xml')
      .send('<hello/>');
    expect([text.status, (text.body as Problem).code]).toEqual([415, 'REQUEST.MEDIA_TYPE']);
    const large = await register({ ...good, fullName: 'x'.repeat(400_000) });
    expect([large.status, (large.body as Problem).code]).toEqual([413, 'REQUEST.TOO_LARGE']);
  });

  it('registers a person once, also when twenty try at the same moment', async () => {
    const before = await persons();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        register({ ...good, nationalId: 'ab-55 55', email: `race${String(index)}@body.example` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers.filter((one) => one.status !== 201)) {
      expect([status, (body as Problem).code]).toEqual([409, 'PEOPLE.ALREADY_REGISTERED']);
      expect(JSON.stringify(body)).not.toMatch(/5555|body\.example|Some/);
    }
    expect(await persons()).toBe(before + 1);
  });

  it.each([
    ['/api/v1/competitions/not-an-id', 404],
    ['/api/v1/competitions/%00', 422],
    ['/api/v1/competitions?cursor=%7B', 422],
    ['/api/v1/competitions?limit=1e9', 422],
    ['/api/v1/competitions?limit=1&limit=2', 422],
    ['/api/v1/competitions?cursor=WyIxIiwgIjAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMCJd', 422],
    [
      '/api/v1/competitions?cursor=WyIyMDI2LTAyLTMwVDAwOjAwOjAwLjAwMFoiLCAiMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwIl0',
      422,
    ],
    ['/api/v1/registry/entries?name=%00', 422],
    ['/registry?agency=%00', 422],
    ['/api/v1/registry/entries/%00', 422],
    ['/api/v1/registry/entries?from=2026-02-30', 422],
    ['/api/v1/registry/entries?cursor=W10', 422],
    ["/api/v1/registry/entries?name='%20OR%201=1--", 200],
    ['/api/v1/registry/entries?name=%25_%5C', 200],
    ['/api/v1/registry/entries/UNKNOWN', 404],
    ['/api/v1/registry/lists/zz', 404],
    ['/registry?from=yesterday', 422],
    ['/registry?lang=xx', 200],
    ['/competitions/00000000-0000-4000-8000-000000000000', 404],
    ['/no/such/page', 404],
    ['/sessions/not-an-id/privacy', 404],
    ['/sessions/%00/privacy', 422],
    ['/api/v1/sessions/not-an-id/privacy', 404],
    ['/api/v1/sessions/00000000-0000-4000-8000-000000000000/privacy', 404],
    ['/../../etc/passwd', 404],
    ['/assets/..%2f..%2fpackage.json', 404],
  ])('answers %s with a clear refusal', async (path, status) => {
    const answer = await supertest(http()).get(path);
    expect([path, answer.status]).toEqual([path, status]);
  });

  it('survives half a request', async () => {
    const { port } = platform.api.app.getHttpServer().address() as { port: number };
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.end('POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: zebra\r\n\r\n');
      });
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('close', () => {
        resolve(text);
      });
    });
    expect(answer).toContain('400 Bad Request');
    await supertest(http()).get('/health/live').expect(200);
  });

  it('throttles sign-ins by account, without saying whether there is one', async () => {
    const attempt = (signIn: string) =>
      agent.post('/api/v1/session').set('x-csrf-token', csrf).send({ signIn, password: 'wrong wrong wrong' });
    const codes = { known: [] as string[], unknown: [] as string[] };
    for (let i = 0; i < 12; i += 1) {
      codes.known.push(((await attempt('hr')).body as Problem).code);
      codes.unknown.push(((await attempt('nobody-at-all')).body as Problem).code);
    }
    expect(codes.known).toEqual(codes.unknown);
    expect(codes.known.slice(0, 10)).toEqual(Array(10).fill('AUTH.WRONG'));
    expect(codes.known.slice(10)).toEqual(['AUTH.TOO_MANY_ATTEMPTS', 'AUTH.TOO_MANY_ATTEMPTS']);
    const limited = await attempt('hr');
    expect(limited.status).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    const [row] = await platform.api.parts.database.query<{ text: string }>(
      "SELECT string_agg(bucket, ' ') AS text FROM throttle",
    );
    expect(row?.text).not.toMatch(/:(hr|nobody|127)/);
  });

  it.each([
    ['no events', { previous: '0'.repeat(64), events: [] }],
    [
      'a position of 0',
      {
        previous: '0'.repeat(64),
        events: [{ seq: 1, type: 'answer', position: 0, value: '1', offset: 0, hash: '0'.repeat(64) }],
      },
    ],
    [
      'a made-up type',
      {
        previous: '0'.repeat(64),
        events: [{ seq: 1, type: 'grade', position: 1, value: '1', offset: 0, hash: '0'.repeat(64) }],
      },
    ],
    [
      'a hash that is none',
      { previous: 'x', events: [{ seq: 1, type: 'answer', position: 1, value: '1', offset: 0, hash: 'x' }] },
    ],
    ['nothing', null],
  ])('refuses a save with %s', async (_, body) => {
    const { client, sittingId } = await newSitting(platform);
    const { token } = await client.post<{ token: string }>(`/api/v1/sittings/${sittingId}/leases`);
    const answer = await supertest(http())
      .post('/api/v1/responses')
      .set('authorization', `Bearer ${token}`)
      .send(body as object);
    expect([answer.status, (answer.body as Problem).code]).toEqual([
      422,
      expect.stringMatching(/^REQUEST\./),
    ]);
    // A token for another sitting is no token.
    const [, lease, mac] = token.split('.');
    const forged = `${crypto.randomUUID()}.${lease ?? ''}.${mac ?? ''}`;
    await supertest(http())
      .post('/api/v1/responses')
      .set('authorization', `Bearer ${forged}`)
      .send({})
      .expect(401);
  });

  it('refuses steps out of order', async () => {
    const exam = await staff(platform, 'exam');
    const { sessionId } = await openSession(platform);
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/opening`))).toBe('SITTING.SESSION_STATE');
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/closing`))).toBe('SITTING.STILL_SITTING');
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/release`))).toBe('GRADING.STILL_SITTING');
    const anonymous = await new ApiClient(platform.base).begin();
    expect(await codeOf(anonymous.post(`/api/v1/sessions/${sessionId}/sittings`))).toBe(
      'AUTH.SIGN_IN_NEEDED',
    );
  });
});
