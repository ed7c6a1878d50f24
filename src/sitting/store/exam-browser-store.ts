import { sha256 } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { BrowserProof } from '../domain/exam-browser/index.js';
import type { SittingClaim } from '../domain/sitting-token.js';

/** What a session demands of the browser; null: any will do. */
export interface ExamBrowserRule {
  /** Hex. */
  readonly browserExamKeys: readonly string[];
}

export async function examBrowserOf(tx: Tx, sessionId: string): Promise<ExamBrowserRule | null> {
  const [session] = await rows<{ rule: ExamBrowserRule | null }>(
    tx,
    'SELECT exam_browser AS rule FROM exam_session WHERE id = $1',
    [sessionId],
  );
  return session?.rule ?? null;
}

export const keepExamBrowser = (tx: Tx, sessionId: string, rule: ExamBrowserRule | null): Promise<unknown> =>
  tx.query('UPDATE exam_session SET exam_browser = $2 WHERE id = $1', [
    sessionId,
    rule && JSON.stringify(rule),
  ]);

/** A lease as far as its browser goes. */
export interface LeaseBrowser {
  readonly sessionId: string;
  readonly personId: string;
  /** It is the one that answers, and the sitting is open. */
  readonly isActive: boolean;
  /** The rule that it was given under; null: any browser. */
  readonly given: ExamBrowserRule | null;
  /** The session's rule now. */
  readonly current: ExamBrowserRule | null;
}

export async function leaseBrowserOf(
  tx: Tx,
  { sittingId, lease }: SittingClaim,
): Promise<LeaseBrowser | undefined> {
  const [found] = await rows<LeaseBrowser>(
    tx,
    `SELECT s.session_id AS "sessionId", s.person_id AS "personId", l.exam_browser AS given, x.exam_browser AS current,
       l.revoked_at IS NULL AND s.state = 'open' AS "isActive"
     FROM sitting_lease l JOIN sitting s ON s.id = l.sitting_id JOIN exam_session x ON x.id = s.session_id
     WHERE l.sitting_id = $1 AND l.lease = $2`,
    [sittingId, lease],
  );
  return found;
}

/** Its page has shown the browser again. */
export const noteShown = (tx: Tx, { sittingId, lease }: SittingClaim): Promise<unknown> =>
  tx.query(
    'UPDATE sitting_lease SET browser_shown_at = clock_timestamp() WHERE sitting_id = $1 AND lease = $2',
    [sittingId, lease],
  );

/** Its page was loaded again and did not show the browser. It says nothing more, and takes nothing from the lease. */
export const noteRefused = (tx: Tx, { sittingId, lease }: SittingClaim, code: string): Promise<unknown> =>
  tx.query(
    `UPDATE sitting_lease SET browser_refused_at = clock_timestamp(), browser_refused = $3
     WHERE sitting_id = $1 AND lease = $2`,
    [sittingId, lease, code],
  );

/** What is kept of a sitting's browsers: a row for each lease that was given under a rule. */
export interface ShownBrowserView {
  readonly lease: number;
  readonly givenAt: Date;
  /** When its page was last loaded again and showed the browser; refusedAt: and did not. */
  readonly againAt: Date | null;
  readonly refusedAt: Date | null;
  /** A code. */
  readonly refused: string | null;
}

export async function shownBrowsersOf(tx: Tx, sittingId: string): Promise<ShownBrowserView[]> {
  return rows<ShownBrowserView>(
    tx,
    `SELECT lease, issued_at AS "givenAt", browser_shown_at AS "againAt", browser_refused_at AS "refusedAt",
       browser_refused AS refused
     FROM sitting_lease WHERE sitting_id = $1 AND exam_browser IS NOT NULL ORDER BY lease`,
    [sittingId],
  );
}

/** Uses a proof up. @returns false where it was used before. */
export async function takeProof(
  tx: Tx,
  of: { readonly sessionId: string; readonly personId: string },
  { nonce, by }: BrowserProof,
): Promise<boolean> {
  const taken = await rows(
    tx,
    `INSERT INTO browser_proof (nonce_hash, session_id, person_id, shown_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [sha256(nonce), of.sessionId, of.personId, by],
  );
  return taken.length > 0;
}

export async function isProofTaken(tx: Tx, nonce: string): Promise<boolean> {
  const taken = await rows(tx, 'SELECT 1 FROM browser_proof WHERE nonce_hash = $1', [sha256(nonce)]);
  return taken.length > 0;
}
