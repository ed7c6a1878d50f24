import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { BareRoutes } from '../../src/platform/index.js';
import { SAVES_PATH } from '../../src/sitting/index.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

describe('bare routes', () => {
  let platform: TestPlatform;
  const http = () => platform.api.app.getHttpServer();

  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(() => platform.close());

  it('run no hook of the pages: no session, cookie, language or policy, and headers of their own', async () => {
    const bare = await supertest(http()).post(`${SAVES_PATH}?lang=ru`).set('cookie', 'openmerit=x').send({});
    expect(bare.status).toBe(401);
    expect(Object.keys(bare.headers).sort()).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-type',
      'date',
      'x-content-type-options',
    ]);
    expect(bare.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-type': 'application/problem+json',
    });
    const page = await supertest(http()).get('/sign-in?lang=ru').expect(200);
    expect(page.headers['set-cookie']).toBeDefined();
    expect(page.headers['content-security-policy']).toContain(`default-src 'none'`);
  });

  it('tell every error as problem details with a stable code', async () => {
    const send = (body: string, type: string) =>
      supertest(http()).post(SAVES_PATH).set('content-type', type).send(body);
    const cases: [string, string, number, string][] = [
      ['{"previous": ', 'application/json', 400, 'REQUEST.MALFORMED'],
      ['<x/>', 'application/xml', 415, 'REQUEST.MEDIA_TYPE'],
      [`"${'x'.repeat(200_000)}"`, 'application/json', 413, 'REQUEST.TOO_LARGE'],
      ['{}', 'application/json', 401, 'SITTING.TOKEN'],
    ];
    for (const [body, type, status, code] of cases) {
      const answer = await send(body, type);
      expect([answer.status, (answer.body as { code?: string }).code]).toEqual([status, code]);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    const other = await supertest(http()).get(SAVES_PATH).expect(404);
    expect(other.body).toMatchObject({ code: 'REQUEST.NO_SUCH_ADDRESS' });
  });

  it('take a body as a stream only where they say so, and know who sends it first', async () => {
    const path = '/api/v1/watch-snapshots?slot=1';
    const picture = await supertest(http()).post(SAVES_PATH).set('content-type', 'image/jpeg').send('x');
    expect([picture.status, (picture.body as { code?: string }).code]).toEqual([415, 'REQUEST.MEDIA_TYPE']);
    for (const type of ['image/jpeg', 'application/json', 'text/html']) {
      const answer = await supertest(http()).post(path).set('content-type', type).send('{"x": ');
      expect([answer.status, (answer.body as { code?: string }).code]).toEqual([401, 'SITTING.TOKEN']);
    }
  });

  it('under the API all have a description', () => {
    const api = platform.api.app.get(BareRoutes).all.filter(({ path }) => path.startsWith('/api/'));
    expect(api.length).toBeGreaterThan(0);
    for (const { operation } of api) expect(operation).toBeDefined();
  });
});
