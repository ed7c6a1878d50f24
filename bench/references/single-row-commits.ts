import pg from 'pg';

/** Rows committed a second by 32 connections, each row in its own transaction, on the same PostgreSQL. */
export async function singleRowCommits(url: string, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 32, options: '-c synchronous_commit=on' });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body jsonb)',
  );
  const until = performance.now() + seconds * 1000;
  let count = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      const client = await pool.connect();
      while (performance.now() < until) {
        // Named, so that it is parsed and planned once a connection.
        await client.query({
          name: 'row',
          text: 'INSERT INTO bench_row (body) VALUES ($1)',
          values: ['{"answer": "2", "position": 7}'],
        });
        count += 1;
      }
      client.release();
    }),
  );
  const perSecond = count / ((performance.now() - began) / 1000);
  await pool.query('DROP TABLE bench_row');
  await pool.end();
  return perSecond;
}
