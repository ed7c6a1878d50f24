import Fastify from 'fastify';
import { SAVE_ANSWER, SAVE_BODY, SAVES_PATH } from '../../src/sitting/index.js';

/** What HTTP costs here at the least: the saves' own schema, and an answer without any work. A process of its own. */
async function main(): Promise<void> {
  const app = Fastify();
  app.post(SAVES_PATH, { schema: { body: SAVE_BODY, response: { 200: SAVE_ANSWER } } }, () => ({
    acknowledged: 1,
    serverTime: 0,
    deadline: 0,
    pausedLeft: null,
  }));
  app.get('/', () => ({ serverTime: 0 }));
  // As many bytes, at hand, without any work: what sending them costs.
  const made = new Map<string, Buffer>();
  app.get<{ Params: { bytes: string } }>('/bytes/:bytes', ({ params: { bytes } }, reply) => {
    const body = made.get(bytes) ?? Buffer.alloc(Number(bytes), 'x');
    made.set(bytes, body);
    return reply.send(body);
  });
  await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1', backlog: 4096 });
  process.send?.({ ready: true });
  process.on('disconnect', () => process.exit(0));
}

void main();
