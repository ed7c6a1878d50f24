import { randomBytes } from 'node:crypto';
import { Signer } from '@fastify/cookie';
import { newId, sha256 } from '../src/kernel/index.js';
import type { Database, KeyRing } from '../src/platform/index.js';
import { ApiClient } from '../src/desk/round/api-client.js';
import { DEMONSTRATION_PASSWORD } from '../src/setup/demonstration-password.js';

/** Many candidates who have applied and signed in. */
export interface Crowd {
  /** Of one candidate each. */
  readonly cookies: readonly string[];
  readonly applicationIds: readonly string[];
  /** The same for all: their browser sessions are copies of one that was really begun. */
  readonly csrfToken: string;
}

/**
 * Makes candidates by set-based SQL, without the minutes that hashing their passwords would take: persons, accounts,
 * applications, and browser sessions copied from the demonstration candidate's, so that their requests take the
 * platform's own way with cookie and CSRF token.
 *
 * @param base where the platform listens.
 */
export async function makeCrowd(
  { database, keys }: { readonly database: Database; readonly keys: KeyRing },
  base: string,
  competitionId: string,
  count: number,
): Promise<Crowd> {
  const client = await new ApiClient(base).signIn('candidate@example.org', DEMONSTRATION_PASSWORD);
  const { csrfToken } = await client.get<{ csrfToken: string }>('/api/v1/session');
  const fill = () => Array.from({ length: count }, newId);
  const [persons, accounts, applicationIds] = [fill(), fill(), fill()];
  const sessions = persons.map(() => randomBytes(24).toString('base64url'));
  await database.query(
    `WITH made AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS t (person, account, application, session)
     ), persons AS (
       INSERT INTO person (id, national_id_hash, national_id_ciphertext, national_id_key, full_name)
       SELECT person, sha256(person::text::bytea), '', '', 'Crowd' FROM made
     ), accounts AS (
       INSERT INTO account (id, person_id, sign_in, display_name, password_hash)
       SELECT account, person, person::text, 'Crowd', '' FROM made
     ), sessions AS (
       INSERT INTO web_session (id, data, account_id, expires_at)
       SELECT made.session, jsonb_set(s.data::jsonb, '{accountId}', to_jsonb(made.account)), made.account,
         clock_timestamp() + interval '12 hours'
       FROM made, (SELECT w.data FROM web_session w JOIN account a ON a.id = w.account_id
                   WHERE a.sign_in = 'candidate@example.org' ORDER BY w.expires_at DESC LIMIT 1) AS s
     )
     INSERT INTO application (id, competition_id, person_id, language, state)
     SELECT application, $5, person, 'en', 'submitted' FROM made`,
    [persons, accounts, applicationIds, sessions.map((id) => sha256(id).toString('hex')), competitionId],
  );
  const signer = new Signer(keys.derive('web-sessions', 'cookie').toString('hex'));
  return {
    cookies: sessions.map((id) => `openmerit=${encodeURIComponent(signer.sign(id))}`),
    applicationIds,
    csrfToken,
  };
}
