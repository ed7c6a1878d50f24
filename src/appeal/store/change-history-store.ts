import { rows, type Tx } from '../../platform/index.js';

/** Why a session has a scoring version after its first one. */
export interface ChangeOfSession {
  /** Of the scoring version that it brought. */
  readonly number: number;
  readonly kind: 'annul' | 'rekey';
  readonly reason: string;
  readonly isRunning: boolean;
  readonly at: Date;
}

/** The changes of answer keys that concern a session, the first one first. */
export const changesOfSession = (tx: Tx, sessionId: string): Promise<ChangeOfSession[]> =>
  rows<ChangeOfSession>(
    tx,
    `SELECT v.number, q.kind, q.reason, r.listed_at IS NULL AS "isRunning", r.begun_at AS at
     FROM regrade_session s JOIN regrade r ON r.id = s.regrade_id JOIN scoring_version v ON v.id = s.after_id
       JOIN LATERAL (SELECT kind, reason FROM challenge_ruling
         WHERE case_id = r.case_id AND kind IN ('annul', 'rekey') ORDER BY at DESC LIMIT 1) q ON true
     WHERE s.session_id = $1 ORDER BY v.number`,
    [sessionId],
  );
