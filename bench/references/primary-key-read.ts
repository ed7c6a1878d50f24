import Fastify from 'fastify';
import pg from 'pg';

/** The least that a row over HTTP costs here: bare Fastify, one read by primary key. A process of its own. */
async function main(): Promise<void> {
  const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 20 });
  const app = Fastify();
  app.get<{ Params: { id: string } }>('/:id', async ({ params }) => {
    const { rows } = await pool.query<Record<string, unknown>>(
      'SELECT id, code, state, type, content_area, competency, difficulty FROM item WHERE id = $1',
      [params.id],
    );
    return rows[0];
  });
  await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
  process.send?.({ ready: true });
  process.on('disconnect', () => process.exit(0));
}

void main();
