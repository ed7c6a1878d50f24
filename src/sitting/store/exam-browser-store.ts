import { sha256 } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { BrowserProof } from '../domain/exam-browser/index.js';

/** What a session demands of the browser; null: any will do. */
export interface ExamBrowserRule {
  /** Of the settings. */
  readonly version: number;
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
