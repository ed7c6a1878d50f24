import pg from 'pg';
import type { BusBackend, BusTransport } from './transport.js';

const CHANNEL = 'openmerit_bus';
const FIRST_WAIT = 100;
const LONGEST_WAIT = 5000;
// A connection whose other end is gone without a word is found by asking.
const PING_EVERY = 15_000;
const PING_PATIENCE = 5000;

/** LISTEN/NOTIFY: one connection of its own to listen; publishing goes through the pool. */
export function postgresTransport(
  { databaseUrl, query }: BusBackend,
  onError: (error: Error) => void,
): BusTransport {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let wait = FIRST_WAIT;

  function connect(onText: (text: string) => void, onUp: () => void): void {
    const mine = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      query_timeout: PING_PATIENCE,
      application_name: 'openmerit-bus',
    });
    client = mine;
    const again = (error?: Error): void => {
      if (client !== mine) return;
      client = undefined;
      clearTimeout(timer);
      mine.end().catch(() => undefined);
      if (closed) return;
      if (error) onError(error);
      timer = setTimeout(() => {
        connect(onText, onUp);
      }, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    const ping = (): void => {
      timer = setTimeout(() => {
        mine.query('SELECT 1').then(ping, again);
      }, PING_EVERY);
    };
    mine.on('error', again);
    mine.on('end', again);
    mine.on('notification', ({ payload }) => {
      onText(payload ?? '');
    });
    mine
      .connect()
      .then(() => mine.query(`LISTEN ${CHANNEL}`))
      .then(() => {
        wait = FIRST_WAIT;
        onUp();
        ping();
      })
      .catch(again);
  }

  return {
    publish: async (text) => {
      await query('SELECT pg_notify($1, $2)', [CHANNEL, text]);
    },
    listen: connect,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
