import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { KeptPages } from './kept-pages.js';

describe('pages that are kept a moment', () => {
  let time = 0;
  let drawn = 0;
  let server: FastifyInstance;
  let base: string;
  const shared = { config: { shared: true } };
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(base + path, { headers: { 'accept-encoding': 'identity', ...headers } });
    return { text: await answer.text(), id: answer.headers.get('x-request-id'), status: answer.status };
  };

  beforeAll(async () => {
    const kept = new KeptPages(() => time);
    server = fastify({
      serverFactory: (handler) =>
        createServer((request, response) => {
          if (!kept.answer(request, response)) handler(request, response);
        }),
    });
    server.addHook('onSend', (request, reply, payload, done) => {
      kept.keep(request, reply, payload);
      done(null, payload);
    });
    const draw = (): string => `<p>${String((drawn += 1))}</p>`;
    server.get('/shared', shared, (request, reply) =>
      reply.type('text/html').header('x-request-id', request.id).send(draw()),
    );
    server.get('/own', (_, reply) => reply.type('text/html').send(draw()));
    server.get('/cookie', shared, (_, reply) => reply.header('set-cookie', 'a=b').send(draw()));
    server.get('/wrong', shared, (_, reply) => reply.status(404).send(draw()));
    base = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    time += 10_000;
    drawn = 0;
  });

  /** As many come as are a crowd. */
  const crowd = async (path: string, headers: Record<string, string> = {}) => {
    for (let come = 0; come < 7; come += 1) await get(path, headers);
    drawn = 0;
  };

  it('are drawn for each who comes alone', async () => {
    for (let come = 1; come < 20; come += 1) {
      time += 200;
      expect((await get('/shared')).text).toBe(`<p>${String(come)}</p>`);
    }
  });

  it('are drawn once for a crowd that comes within a second, and anew after it', async () => {
    await crowd('/shared');
    const first = await get('/shared');
    expect(first).toMatchObject({ text: '<p>1</p>', status: 200 });
    time += 1000;
    const second = await get('/shared');
    // An id of a request is of that one alone.
    expect(second).toEqual({ ...first, id: null });
    time += 1;
    expect((await get('/shared')).text).toBe('<p>2</p>');
  });

  it('are another one for another address and language, and nobody’s who has a session', async () => {
    await crowd('/shared');
    await get('/shared');
    const others: Record<string, string>[] = [
      { 'accept-language': 'ru' },
      { cookie: 'lang=ru' },
      { cookie: 'openmerit=signed' },
      { cookie: 'lang=ru; openmerit=signed' },
      // Read by others as they are without the blank.
      { cookie: 'openmerit =signed' },
      { cookie: 'lang =ru' },
    ];
    for (const headers of others) expect((await get('/shared', headers)).text).not.toBe('<p>1</p>');
    expect((await get('/shared?page=2')).text).not.toBe('<p>1</p>');
    expect((await get('/shared')).text).toBe('<p>1</p>');
  });

  it('are never kept of somebody with a session, with a cookie, of a refusal, or where nobody said so', async () => {
    for (const cookie of ['openmerit=signed', 'openmerit =signed', 'lang =ru'])
      await crowd('/shared', { cookie });
    expect((await get('/shared')).text).toBe('<p>1</p>');
    for (const path of ['/own', '/cookie', '/wrong']) {
      await crowd(path);
      expect((await get(path)).text).not.toBe((await get(path)).text);
    }
  });

  it('come packed to whoever unpacks them', async () => {
    await crowd('/shared');
    await get('/shared');
    const answer = await fetch(`${base}/shared`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('vary')).toBe('accept-encoding');
    expect(await answer.text()).toBe('<p>1</p>');
  });
});
