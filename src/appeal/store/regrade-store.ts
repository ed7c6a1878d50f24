import { newId } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Foreseen } from '../domain/foreseen.js';

export interface RegradeView {
  readonly id: string;
  readonly competitionId: string;
  readonly cause: 'answer-key' | 'appeal';
  readonly caseId: string | null;
  readonly appealId: string | null;
  readonly foreseen: Foreseen | null;
  readonly accountId: string;
  readonly official: string;
  readonly begunAt: Date;
  readonly listedAt: Date | null;
  readonly rankingVersion: number | null;
  readonly doneAt: Date | null;
}

export interface RegradeSession {
  readonly sessionId: string;
  readonly title: Readonly<Record<string, string>>;
  readonly beforeId: string | null;
  readonly afterId: string | null;
  readonly wasReleased: boolean;
}

const REGRADE = `
  SELECT r.id, r.competition_id AS "competitionId", r.cause, r.case_id AS "caseId", r.appeal_id AS "appealId", r.foreseen,
    r.account_id AS "accountId", concat_ws(', ', a.display_name, a.position) AS official, r.begun_at AS "begunAt",
    r.listed_at AS "listedAt", r.ranking_version AS "rankingVersion", r.done_at AS "doneAt"
  FROM regrade r JOIN account a ON a.id = r.account_id`;

export async function regradeOfCase(tx: Tx, caseId: string): Promise<RegradeView | undefined> {
  const [found] = await rows<RegradeView>(tx, `${REGRADE} WHERE r.case_id = $1`, [caseId]);
  return found;
}

/** Regrades that are under way, the oldest first. */
export const runningRegrades = (tx: Tx): Promise<{ id: string }[]> =>
  rows<{ id: string }>(tx, 'SELECT id FROM regrade WHERE done_at IS NULL ORDER BY begun_at, id LIMIT 100');

/** A regrade under way for its last steps; undefined where another worker has it, or it is done. */
export async function takeRegrade(tx: Tx, id: string): Promise<RegradeView | undefined> {
  const [found] = await rows<RegradeView>(
    tx,
    `${REGRADE} WHERE r.id = $1 AND r.done_at IS NULL FOR UPDATE OF r SKIP LOCKED`,
    [id],
  );
  return found;
}

/** Whether a competition's results are being graded again. */
export async function isRegrading(tx: Tx, competitionId: string): Promise<boolean> {
  const found = await rows(tx, 'SELECT 1 FROM regrade WHERE competition_id = $1 AND done_at IS NULL', [
    competitionId,
  ]);
  return found.length > 0;
}

export const regradeSessions = (tx: Tx, regradeId: string): Promise<RegradeSession[]> =>
  rows<RegradeSession>(
    tx,
    `SELECT r.session_id AS "sessionId", x.title, r.before_id AS "beforeId", r.after_id AS "afterId",
       r.was_released AS "wasReleased"
     FROM regrade_session r JOIN exam_session x ON x.id = r.session_id WHERE r.regrade_id = $1 ORDER BY r.session_id`,
    [regradeId],
  );

/** Begins a change of results; of a competition one after the other. */
export async function beginRegrade(
  tx: Tx,
  one: Pick<RegradeView, 'competitionId' | 'cause' | 'caseId' | 'appealId' | 'foreseen' | 'accountId'>,
  sessions: readonly Omit<RegradeSession, 'title'>[],
): Promise<void> {
  const id = newId();
  await tx.query(
    `INSERT INTO regrade (id, competition_id, cause, case_id, appeal_id, foreseen, account_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      one.competitionId,
      one.cause,
      one.caseId,
      one.appealId,
      one.foreseen && JSON.stringify(one.foreseen),
      one.accountId,
    ],
  );
  for (const { sessionId, beforeId, afterId, wasReleased } of sessions)
    await tx.query(
      `INSERT INTO regrade_session (regrade_id, session_id, before_id, after_id, was_released)
       VALUES ($1, $2, $3, $4, $5)`,
      [id, sessionId, beforeId, afterId, wasReleased],
    );
}

export async function markListed(tx: Tx, id: string): Promise<void> {
  await tx.query('UPDATE regrade SET listed_at = clock_timestamp() WHERE id = $1', [id]);
}

export async function markDone(tx: Tx, id: string, rankingVersion: number | null): Promise<void> {
  await tx.query('UPDATE regrade SET done_at = clock_timestamp(), ranking_version = $2 WHERE id = $1', [
    id,
    rankingVersion,
  ]);
}

/** Why a session's sheets or appointments make a change of its results impossible now, or null. */
export async function whatIsFinal(
  tx: Tx,
  competitionId: string,
  sessionIds: readonly string[],
): Promise<'APPEAL.APPOINTMENTS_MADE' | 'APPEAL.DISCLOSED' | null> {
  const [found] = await rows<{ appointed: boolean; disclosed: boolean }>(
    tx,
    `SELECT EXISTS (SELECT 1 FROM appointment WHERE competition_id = $1) AS appointed,
       EXISTS (SELECT 1 FROM session_disclosure WHERE session_id = ANY($2::uuid[])) AS disclosed`,
    [competitionId, sessionIds],
  );
  if (found?.disclosed) return 'APPEAL.DISCLOSED';
  return found?.appointed ? 'APPEAL.APPOINTMENTS_MADE' : null;
}

/** Changes of answer keys that were published of a competition, the newest first. */
export const publicChanges = (tx: Tx, competitionId: string): Promise<RegradeView[]> =>
  rows<RegradeView>(
    tx,
    `${REGRADE} WHERE r.competition_id = $1 AND r.cause = 'answer-key' ORDER BY r.begun_at DESC`,
    [competitionId],
  );
