import { newId } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Foreseen } from '../domain/foreseen.js';

export type ForeseenState = 'waiting' | 'working' | 'done' | 'failed';

/** What a proposed change would do, as far as it is worked out. */
export interface ForeseenView {
  readonly id: string;
  readonly rulingId: string;
  readonly state: ForeseenState;
  /** Sittings that are worked out. */
  readonly done: number;
  /** Of so many; null before they are counted. */
  readonly total: number | null;
  readonly result: Foreseen | null;
  /** Hex, of the result. */
  readonly hash: string | null;
  /** Hex: of all that it was worked out from. */
  readonly basis: string | null;
  /** Sessions in which somebody handed in the item. */
  readonly sessionIds: readonly string[] | null;
  /** A code. */
  readonly failure: string | null;
}

/** What a worker works out: of which case. */
export interface ForeseenWork {
  readonly caseId: string;
  readonly competitionId: string;
  readonly attempts: number;
}

/** What it takes to keep a result. */
export type ForeseenResult = {
  readonly [Field in 'result' | 'hash' | 'basis' | 'sessionIds']: NonNullable<ForeseenView[Field]>;
};

export async function foreseenOf(tx: Tx, caseId: string): Promise<ForeseenView | undefined> {
  const [found] = await rows<ForeseenView>(
    tx,
    `SELECT id, ruling_id AS "rulingId", state, done, total, result, hash, basis, session_ids AS "sessionIds", failure
     FROM foreseen_change WHERE case_id = $1`,
    [caseId],
  );
  return found;
}

/**
 * Asks for what a proposal would do to be worked out; what was worked out before goes.
 *
 * @param instead the id of what is replaced; null where there is none yet. Where somebody else was faster nothing is done.
 */
export async function askForeseen(
  tx: Tx,
  caseId: string,
  rulingId: string,
  instead: string | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO foreseen_change AS f (case_id, id, ruling_id, state) VALUES ($1, $2, $3, 'waiting')
     ON CONFLICT (case_id) DO UPDATE SET id = excluded.id, ruling_id = excluded.ruling_id, state = 'waiting', attempts = 0,
       done = 0, total = NULL, result = NULL, hash = NULL, basis = NULL, session_ids = NULL, failure = NULL,
       asked_at = clock_timestamp(), ended_at = NULL
     WHERE f.id = $4`,
    [caseId, newId(), rulingId, instead],
  );
}

/** Nothing is to be worked out any more. @param id left out: whatever was asked for in that case. */
export async function forgetForeseen(tx: Tx, caseId: string, id?: string): Promise<void> {
  await tx.query('DELETE FROM foreseen_change WHERE case_id = $1 AND ($2::uuid IS NULL OR id = $2)', [
    caseId,
    id ?? null,
  ]);
}

/** What is asked for or under way, the oldest first. */
export const owedForeseen = (tx: Tx, limit: number): Promise<{ id: string }[]> =>
  rows<{ id: string }>(
    tx,
    `SELECT id FROM foreseen_change WHERE state IN ('waiting', 'working') ORDER BY asked_at LIMIT $1`,
    [limit],
  );

/** Begins one, or begins it again; undefined where it is done, or was replaced by another one. */
export async function beginForeseen(tx: Tx, id: string): Promise<ForeseenWork | undefined> {
  const [found] = await rows<ForeseenWork>(
    tx,
    `UPDATE foreseen_change f SET state = 'working', attempts = attempts + 1 FROM challenge_case k
     WHERE f.id = $1 AND f.state IN ('waiting', 'working') AND k.id = f.case_id
     RETURNING f.case_id AS "caseId", k.competition_id AS "competitionId", f.attempts`,
    [id],
  );
  return found;
}

/** @returns false where nobody waits for it any more. */
export async function noteForeseen(tx: Tx, id: string, done: number, total: number): Promise<boolean> {
  const still = await rows(
    tx,
    `UPDATE foreseen_change SET done = greatest(done, $2), total = $3 WHERE id = $1 AND state = 'working' RETURNING 1`,
    [id, done, total],
  );
  return still.length > 0;
}

/** Keeps the first result and no other. */
export async function keepForeseen(tx: Tx, id: string, one: ForeseenResult): Promise<void> {
  await tx.query(
    `UPDATE foreseen_change SET state = 'done', result = $2, hash = $3, basis = $4, session_ids = $5, ended_at = clock_timestamp()
     WHERE id = $1 AND state = 'working'`,
    [id, JSON.stringify(one.result), one.hash, one.basis, one.sessionIds],
  );
}

export async function failForeseen(tx: Tx, id: string, failure: string): Promise<void> {
  await tx.query(
    `UPDATE foreseen_change SET state = 'failed', failure = $2, ended_at = clock_timestamp()
     WHERE id = $1 AND state IN ('waiting', 'working')`,
    [id, failure],
  );
}
