import type { SessionStore } from '@fastify/session';
import { sha256 } from '../../kernel/index.js';
import { preparedRows, type Database } from '../database/database.js';
import type { KeyRing } from '../keys/key-ring.js';

type StoredSession = Parameters<SessionStore['set']>[1] & { accountId?: string; _csrf?: string };
type Callback = Parameters<SessionStore['set']>[2];
type GetCallback = Parameters<SessionStore['get']>[1];

/** So long somebody stays signed in. */
export const SIGNED_IN_HOURS = 12;

/**
 * Sessions of accounts in PostgreSQL, by the hash of their id: who reads the table cannot take over a session.
 * A session ends after 12 hours, at sign-out, and when its account is disabled.
 *
 * A visitor's session is nowhere: its cookie is signed, and all it has, the secret of its forms, follows from its id.
 * So whoever opens the page to sign in writes nothing, and nobody can fill the table by opening pages.
 */
export class PostgresSessionStore implements SessionStore {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** The secret of the forms in a session. */
  formSecret(sessionId: string): string {
    return this.keys.mac('web-sessions', 'forms', sessionId).toString('base64url');
  }

  set(sessionId: string, session: StoredSession, callback: Callback): void {
    if (!session.accountId) {
      callback();
      return;
    }
    this.database
      .query(
        `WITH over AS (DELETE FROM web_session WHERE account_id = $3 AND expires_at < clock_timestamp() AND id <> $1)
         INSERT INTO web_session (id, data, account_id, expires_at)
         VALUES ($1, $2, $3, clock_timestamp() + make_interval(hours => ${String(SIGNED_IN_HOURS)}))
         ON CONFLICT (id) DO UPDATE SET data = EXCLUDED.data, account_id = EXCLUDED.account_id,
           expires_at = EXCLUDED.expires_at`,
        [key(sessionId), JSON.stringify(session), session.accountId],
      )
      .then(() => {
        callback();
      }, callback);
  }

  get(sessionId: string, callback: GetCallback): void {
    preparedRows<{ data: StoredSession }>(
      this.database.tx,
      'SELECT data FROM web_session WHERE id = $1 AND expires_at > clock_timestamp()',
      [key(sessionId)],
    ).then(
      ([row]) => {
        callback(null, { _csrf: this.formSecret(sessionId), ...row?.data } as StoredSession);
      },
      (error: unknown) => {
        callback(error, null);
      },
    );
  }

  destroy(sessionId: string, callback: Callback): void {
    this.database.query('DELETE FROM web_session WHERE id = $1', [key(sessionId)]).then(() => {
      callback();
    }, callback);
  }
}

/** Forgets sign-ins whose time is over. @returns how many. */
export async function forgetSignIns(database: Database): Promise<number> {
  const gone = await database.query(
    'DELETE FROM web_session WHERE expires_at < clock_timestamp() RETURNING 1',
  );
  return gone.length;
}

/** Ends every session of an account, in the transaction that disables it or changes its password. */
export const END_ACCOUNT_SESSIONS = 'DELETE FROM web_session WHERE account_id = $1';

const key = (sessionId: string): string => sha256(sessionId).toString('hex');
