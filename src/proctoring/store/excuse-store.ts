import { placeOf, rows, type Principal, type Tx } from '../../platform/index.js';

/** Who sits without a camera where one is required, and who said so. */
export interface ExcuseView {
  readonly applicationId: string;
  /** Null for a late candidate: they get a number when they begin. */
  readonly candidateNumber: string | null;
  readonly reason: string;
  readonly official: string;
  readonly at: Date;
}

const EXCUSE = `
  SELECT e.application_id AS "applicationId", n.number AS "candidateNumber", e.reason, e.official, e.at
  FROM watch_excuse e JOIN exam_session x ON x.id = e.session_id
  LEFT JOIN draw_number n ON n.draw_id = x.draw_id AND n.holder_id = e.application_id AND n.voided_at IS NULL`;

/** Those of a session, by candidate number; who has none comes last. */
export async function excusesOf(tx: Tx, sessionId: string): Promise<ExcuseView[]> {
  return rows<ExcuseView>(
    tx,
    `${EXCUSE} WHERE e.session_id = $1 ORDER BY n.number COLLATE "C" NULLS LAST, e.application_id LIMIT 1000`,
    [sessionId],
  );
}

export async function excuseOf(
  tx: Tx,
  sessionId: string,
  applicationId: string,
): Promise<ExcuseView | undefined> {
  const [excuse] = await rows<ExcuseView>(tx, `${EXCUSE} WHERE e.session_id = $1 AND e.application_id = $2`, [
    sessionId,
    applicationId,
  ]);
  return excuse;
}

/** @returns false where somebody has excused them already. */
export async function keepExcuse(
  tx: Tx,
  principal: Principal,
  of: { readonly sessionId: string; readonly applicationId: string; readonly reason: string },
): Promise<boolean> {
  const kept = await rows(
    tx,
    `INSERT INTO watch_excuse (session_id, application_id, reason, account_id, official, acting_for) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [of.sessionId, of.applicationId, of.reason, principal.accountId, principal.official, placeOf(principal)],
  );
  return kept.length > 0;
}

/** @returns false where there was none. */
export async function dropExcuse(tx: Tx, sessionId: string, applicationId: string): Promise<boolean> {
  const gone = await rows(
    tx,
    'DELETE FROM watch_excuse WHERE session_id = $1 AND application_id = $2 RETURNING 1',
    [sessionId, applicationId],
  );
  return gone.length > 0;
}

/** The candidate with a number in a session: their application, or undefined. */
export async function applicationWithNumber(
  tx: Tx,
  sessionId: string,
  candidateNumber: string,
): Promise<string | undefined> {
  const [found] = await rows<{ applicationId: string }>(
    tx,
    `SELECT n.holder_id AS "applicationId" FROM exam_session x JOIN draw_number n ON n.draw_id = x.draw_id
       AND n.number = upper($2) AND n.voided_at IS NULL WHERE x.id = $1 AND n.holder_id IS NOT NULL`,
    [sessionId, candidateNumber],
  );
  return found?.applicationId;
}
