import { newId } from '../../kernel/index.js';
import { rows, type Tx } from '../database/database.js';

/** So often is something tried before it is left to a person. */
export const MOST_ATTEMPTS = 5;

/** Something that a job could not do: which, on what, with which ids, and what went wrong. */
export interface JobFailure {
  readonly job: string;
  /** What it is about, by its ids: failures of the same are one line. */
  readonly subject: string;
  /** Whose scope it belongs to, so that its officers see it; null where only the operator does. */
  readonly scopeId: string | null;
  /** Ids only. */
  readonly payload: unknown;
  readonly error: unknown;
}

export interface FailedJobView {
  readonly id: string;
  readonly job: string;
  readonly subject: string;
  readonly scopeId: string | null;
  readonly payload: unknown;
  readonly errorName: string;
  readonly code: string;
  readonly attempts: number;
  /** Tried again and again by itself; left to a person; left as it is by somebody's decision. */
  readonly state: 'retrying' | 'failed' | 'aside' | 'done';
  readonly retryAt: Date | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly decidedAt: Date | null;
  /** Name and position of who decided last. */
  readonly official: string | null;
  readonly reason: string | null;
}

/** SQL: whether something must not be tried now: it waits for its next time, or for a person. */
export const isHeldSql = (job: string, subject: string): string =>
  `EXISTS (SELECT 1 FROM failed_job held WHERE held.job = ${job} AND held.subject = ${subject}
     AND (held.state IN ('failed', 'aside') OR held.state = 'retrying' AND held.retry_at > clock_timestamp()))`;

/**
 * Writes down that something failed. With `attempts` the queue has tried enough, and a person has to look; without, this
 * is one attempt more: the next one comes after a pause that doubles each time, and after {@link MOST_ATTEMPTS} none.
 * What somebody set aside stays aside.
 */
export async function noteFailure(tx: Tx, failure: JobFailure, attempts?: number): Promise<void> {
  const { name, code } = safeError(failure.error);
  await tx.query(
    `INSERT INTO failed_job AS f (id, job, subject, scope_id, payload, error_name, code, attempts, state, retry_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::int, 1),
       CASE WHEN $8::int IS NULL THEN 'retrying' ELSE 'failed' END,
       CASE WHEN $8::int IS NULL THEN clock_timestamp() + interval '500 milliseconds' END)
     ON CONFLICT (job, subject) DO UPDATE SET
       scope_id = excluded.scope_id, payload = excluded.payload, error_name = excluded.error_name, code = excluded.code,
       first_at = CASE WHEN f.state = 'done' THEN clock_timestamp() ELSE f.first_at END,
       last_at = clock_timestamp(),
       attempts = coalesce($8::int, CASE WHEN f.state = 'done' THEN 1 ELSE f.attempts + 1 END),
       state = CASE WHEN f.state = 'aside' THEN 'aside'
         WHEN $8::int IS NOT NULL OR f.state <> 'done' AND f.attempts + 1 >= $9 THEN 'failed' ELSE 'retrying' END,
       retry_at = CASE WHEN f.state = 'aside' OR $8::int IS NOT NULL OR f.state <> 'done' AND f.attempts + 1 >= $9 THEN NULL
         ELSE clock_timestamp() + interval '500 milliseconds' * 2 ^ CASE WHEN f.state = 'done' THEN 0 ELSE f.attempts END END`,
    [
      newId(),
      failure.job,
      failure.subject,
      failure.scopeId,
      JSON.stringify(failure.payload),
      name,
      code,
      attempts ?? null,
      MOST_ATTEMPTS,
    ],
  );
}

/** What was tried again and went well is done. */
export async function noteSuccess(tx: Tx, job: string, subjects: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE failed_job SET state = 'done', retry_at = NULL, last_at = clock_timestamp()
     WHERE job = $1 AND subject = ANY($2::text[]) AND state <> 'done'`,
    [job, subjects],
  );
}

/** Those of some subjects that must not be tried now. */
export async function heldSubjects(tx: Tx, job: string, subjects: readonly string[]): Promise<Set<string>> {
  const held = await rows<{ subject: string }>(
    tx,
    `SELECT s.subject FROM unnest($2::text[]) AS s (subject) WHERE ${isHeldSql('$1', 's.subject')}`,
    [job, subjects],
  );
  return new Set(held.map(({ subject }) => subject));
}

const FAILED = `
  SELECT id, job, subject, scope_id AS "scopeId", payload, error_name AS "errorName", code, attempts, state,
    retry_at AS "retryAt", first_at AS "firstAt", last_at AS "lastAt", decided_at AS "decidedAt", official, reason
  FROM failed_job`;

/** All that failed and is not done, newest first. @param before the id of the last one seen; null for the newest. */
export async function failedJobs(tx: Tx, before: string | null, limit: number): Promise<FailedJobView[]> {
  return rows<FailedJobView>(
    tx,
    `${FAILED} WHERE state <> 'done'
       AND ($1::uuid IS NULL OR (last_at, id) < (SELECT last_at, id FROM failed_job WHERE id = $1))
     ORDER BY last_at DESC, id DESC LIMIT $2`,
    [before, limit],
  );
}

/** What failed in one scope and is not done, of one kind of job; the oldest first. */
export async function failedJobsIn(tx: Tx, scopeId: string, job: string): Promise<FailedJobView[]> {
  return rows<FailedJobView>(
    tx,
    `${FAILED} WHERE scope_id = $1 AND job = $2 AND state <> 'done' ORDER BY first_at, id LIMIT 500`,
    [scopeId, job],
  );
}

/** One of them for change, or undefined. */
export async function lockFailedJob(tx: Tx, id: string): Promise<FailedJobView | undefined> {
  const [found] = await rows<FailedJobView>(tx, `${FAILED} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return found;
}

/** How many wait for a person. */
export async function failedJobCount(tx: Tx): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM failed_job WHERE state = 'failed'`,
  );
  return row?.count ?? 0;
}

/** A person decides: it is tried again from the beginning, or stays as it is. */
export async function decideFailedJob(
  tx: Tx,
  decision: {
    readonly id: string;
    readonly again: boolean;
    readonly accountId: string;
    readonly official: string;
    readonly reason: string | null;
  },
): Promise<void> {
  await tx.query(
    `UPDATE failed_job SET state = CASE WHEN $2 THEN 'retrying' ELSE 'aside' END,
       retry_at = CASE WHEN $2 THEN clock_timestamp() END, attempts = CASE WHEN $2 THEN 0 ELSE attempts END,
       decided_at = clock_timestamp(), decided_by = $3, official = $4, reason = $5
     WHERE id = $1`,
    [decision.id, decision.again, decision.accountId, decision.official, decision.reason],
  );
}

const CODE = /^[A-Z0-9][A-Z0-9_.]{1,59}$/;

/** What may be said of an error: its kind and its code. Its text may quote an answer, an answer key or a name. */
function safeError(error: unknown): { name: string; code: string } {
  const { name, code, driverError } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    driverError?: { code?: unknown };
  };
  const said = [code, driverError?.code].find((one) => typeof one === 'string' && CODE.test(one));
  return {
    name: typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : 'Error',
    code: typeof said === 'string' ? (driverError ? `SQL.${said}` : said) : 'UNKNOWN',
  };
}
