import { hashJson, type Json } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Guide } from '../domain/guide.js';
import type { CommissionView } from './commission-store.js';

export interface GuideVersion {
  readonly version: number;
  /** Hex. */
  readonly hash: string;
  readonly guide: Guide;
  readonly changedBy: string;
  readonly changedAt: Date;
}

/** The guide that a commission goes by: the pinned one, or the newest while it forms. */
export async function guideOf(
  tx: Tx,
  commission: Pick<CommissionView, 'id' | 'guideVersion'>,
): Promise<GuideVersion> {
  const [found] = await rows<GuideVersion>(
    tx,
    `SELECT g.version, encode(g.content_hash, 'hex') AS hash, g.body AS guide,
       concat_ws(', ', a.display_name, a.position) AS "changedBy", g.changed_at AS "changedAt"
     FROM commission_guide g JOIN account a ON a.id = g.changed_by
     WHERE g.commission_id = $1 AND ($2::integer IS NULL OR g.version = $2) ORDER BY g.version DESC LIMIT 1`,
    [commission.id, commission.guideVersion],
  );
  if (!found) throw new Error('A commission has a guide from the beginning.');
  return found;
}

/** Keeps a guide as the next version. */
export async function keepGuide(
  tx: Tx,
  commissionId: string,
  guide: Guide,
  accountId: string,
): Promise<number> {
  const [kept] = await rows<{ version: number }>(
    tx,
    `INSERT INTO commission_guide (commission_id, version, body, content_hash, changed_by)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM commission_guide WHERE commission_id = $1
     RETURNING version`,
    [commissionId, JSON.stringify(guide), hashJson(guide as unknown as Json), accountId],
  );
  return kept?.version ?? 0;
}
