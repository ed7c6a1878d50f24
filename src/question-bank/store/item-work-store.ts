import { rows, type Tx } from '../../platform/index.js';

export interface OwnDraft {
  readonly bankId: string;
  readonly itemId: string;
  readonly code: string;
  readonly version: number;
  readonly excerpt: string;
  readonly changedAt: Date;
  /** Why a reviewer gave it back, and who; null for a draft that no review has seen. */
  readonly returned: { readonly reason: string; readonly official: string } | null;
}

/** Drafts that somebody wrote last, those that a reviewer gave back first. */
export async function ownDrafts(tx: Tx, accountId: string, limit: number): Promise<OwnDraft[]> {
  return rows<OwnDraft>(
    tx,
    `SELECT i.bank_id AS "bankId", i.id AS "itemId", i.code, v.version, left(i.plain_stem, 160) AS excerpt,
       coalesce(r.at, v.created_at) AS "changedAt",
       CASE WHEN r.verdict = 'returned' THEN json_build_object('reason', r.reason, 'official', r.official) END AS returned
     FROM item i JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version
       LEFT JOIN LATERAL (SELECT verdict, reason, official, at FROM item_review
         WHERE item_version_id = v.id ORDER BY at DESC LIMIT 1) r ON true
     WHERE i.state = 'draft' AND v.author_id = $1
     ORDER BY (r.verdict = 'returned') IS TRUE DESC, coalesce(r.at, v.created_at) DESC, i.code COLLATE "C" LIMIT $2`,
    [accountId, limit],
  );
}

/** How many versions wait for a review that somebody may give: in these banks (null: in all), not written by them. */
export async function waitingReviews(
  tx: Tx,
  bankIds: readonly string[] | null,
  accountId: string,
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM item i
       JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version AND v.state = 'in-review'
     WHERE i.state = 'in-review' AND ($1::uuid[] IS NULL OR i.bank_id = ANY($1))
       AND v.author_id IS DISTINCT FROM $2`,
    [bankIds, accountId],
  );
  return found?.count ?? 0;
}
