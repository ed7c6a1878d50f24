import type { PoolClient } from 'pg';
import type { TestPlatform } from './platform.js';

/** Statements that the api sends to PostgreSQL while `work` runs, counted at pg's own connections. */
export async function statementsOf(platform: TestPlatform, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const { master } = platform.api.parts.database.source.driver as unknown as {
    master: {
      on(event: 'acquire', listener: (client: PoolClient) => void): void;
      off(event: 'acquire', listener: (client: PoolClient) => void): void;
    };
  };
  const wrapped = new Set<PoolClient>();
  const wrap = (client: PoolClient): void => {
    if (wrapped.has(client)) return;
    const original = client.query.bind(client) as (...values: unknown[]) => unknown;
    wrapped.add(client);
    client.query = ((...values: unknown[]) => {
      const [first] = values;
      sent.push(typeof first === 'string' ? first : (first as { text: string }).text);
      return original(...values);
    }) as PoolClient['query'];
  };
  master.on('acquire', wrap);
  try {
    await work();
  } finally {
    master.off('acquire', wrap);
    // Their prototype has the original.
    for (const client of wrapped) Reflect.deleteProperty(client, 'query');
  }
  return sent;
}
