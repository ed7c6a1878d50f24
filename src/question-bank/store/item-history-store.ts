import { newId } from '../../kernel/index.js';
import { rows, type Principal, type Tx } from '../../platform/index.js';

export interface ReviewView {
  readonly version: number;
  readonly verdict: 'approved' | 'returned';
  readonly reason: string;
  readonly official: string;
  readonly at: Date;
}

/** Reviews of all versions of an item, newest first. */
export async function reviewsOf(tx: Tx, itemId: string): Promise<ReviewView[]> {
  return rows<ReviewView>(
    tx,
    `SELECT v.version, r.verdict, r.reason, r.official, r.at FROM item_review r
       JOIN item_version v ON v.id = r.item_version_id WHERE v.item_id = $1 ORDER BY r.at DESC`,
    [itemId],
  );
}

export async function insertReview(
  tx: Tx,
  principal: Principal,
  review: {
    readonly versionId: string;
    readonly verdict: ReviewView['verdict'];
    readonly reason: string;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO item_review (id, item_version_id, verdict, reason, account_id, official)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), review.versionId, review.verdict, review.reason, principal.accountId, principal.official],
  );
}

export interface CommentView {
  readonly id: string;
  readonly version: number;
  readonly language: string | null;
  readonly body: string;
  readonly official: string;
  readonly at: Date;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
}

/** Comments on an item, oldest first. */
export async function commentsOf(tx: Tx, itemId: string): Promise<CommentView[]> {
  return rows<CommentView>(
    tx,
    `SELECT id, version, language, body, official, at, settled_at AS "settledAt", settled_by AS "settledBy"
     FROM item_comment WHERE item_id = $1 ORDER BY at, id`,
    [itemId],
  );
}

export interface SightView {
  readonly version: number;
  readonly official: string;
  readonly purpose: string;
  readonly first: Date;
  readonly last: Date;
  readonly times: number;
}

/** Who of the staff has seen the text of an item, last seen first. */
export async function sightsOf(tx: Tx, itemId: string): Promise<SightView[]> {
  return rows<SightView>(
    tx,
    `SELECT v.version, s.official, s.purpose, min(s.at) AS first, max(s.at) AS last, count(*)::int AS times
     FROM item_sight s JOIN item_version v ON v.id = s.item_version_id
     WHERE v.item_id = $1 GROUP BY v.version, s.account_id, s.official, s.purpose ORDER BY max(s.at) DESC`,
    [itemId],
  );
}

/** Writes down that somebody is being shown the text of some versions; called before the text leaves the server. */
export async function recordSight(
  tx: Tx,
  principal: Principal,
  versionIds: readonly string[],
  purpose: 'read' | 'edit' | 'review' | 'translate' | 'compare' | 'challenge' | 'judge' | 'analyse',
): Promise<void> {
  await tx.query(
    `INSERT INTO item_sight (item_version_id, account_id, official, purpose)
     SELECT id, $2, $3, $4 FROM unnest($1::uuid[]) AS id`,
    [versionIds, principal.accountId, principal.official, purpose],
  );
}

export interface EnemyView {
  readonly itemId: string;
  readonly code: string;
  readonly excerpt: string;
  readonly reason: string;
  readonly official: string;
  readonly at: Date;
}

/** Declared enemies of an item: they never stand in one form with it. */
export async function enemiesOfItem(tx: Tx, itemId: string): Promise<EnemyView[]> {
  return rows<EnemyView>(
    tx,
    `SELECT o.id AS "itemId", o.code, left(o.plain_stem, 160) AS excerpt, e.reason, e.official, e.at
     FROM item_enemy e JOIN item o ON o.id = CASE WHEN e.item_id = $1 THEN e.enemy_id ELSE e.item_id END
     WHERE $1 IN (e.item_id, e.enemy_id) ORDER BY o.code COLLATE "C"`,
    [itemId],
  );
}

export interface LikeItem {
  readonly itemId: string;
  readonly code: string;
  readonly state: string;
  readonly excerpt: string;
  /** Trigram similarity of the stems, in hundredths. */
  readonly similarity: number;
  readonly enemy: boolean;
}

/** From this similarity on two stems are shown to their authors as near-duplicates. */
export const NEAR_DUPLICATE = 0.5;

/** Items of the same bank whose stems read much like this one's (trigrams, pg_trgm), the likest first. */
export async function nearDuplicates(tx: Tx, itemId: string, limit = 5): Promise<LikeItem[]> {
  await tx.query(`SELECT set_limit($1)`, [NEAR_DUPLICATE]);
  return rows<LikeItem>(
    tx,
    `SELECT o.id AS "itemId", o.code, o.state, left(o.plain_stem, 160) AS excerpt,
       round(similarity(o.plain_stem, i.plain_stem) * 100)::int AS similarity,
       EXISTS (SELECT 1 FROM item_enemy e WHERE e.item_id = least(o.id, i.id) AND e.enemy_id = greatest(o.id, i.id)) AS enemy
     FROM item i JOIN item o ON o.bank_id = i.bank_id AND o.id <> i.id AND o.plain_stem % i.plain_stem
     WHERE i.id = $1 AND i.plain_stem <> '' AND o.state <> 'retired'
     ORDER BY similarity(o.plain_stem, i.plain_stem) DESC, o.code COLLATE "C" LIMIT $2`,
    [itemId, limit],
  );
}

export interface QueueRow {
  readonly bankId: string;
  readonly itemId: string;
  readonly code: string;
  readonly version: number;
  readonly type: string;
  readonly contentArea: string;
  readonly excerpt: string;
  readonly author: string | null;
  /** Written by whoever asks: they cannot approve it. */
  readonly own: boolean;
  readonly since: Date;
}

/** Versions in review in some banks (null: in all), oldest first. */
export async function reviewQueue(
  tx: Tx,
  bankIds: readonly string[] | null,
  accountId: string,
  limit: number,
): Promise<QueueRow[]> {
  return rows<QueueRow>(
    tx,
    `SELECT i.bank_id AS "bankId", i.id AS "itemId", i.code, v.version, v.type, v.content_area AS "contentArea",
       left(i.plain_stem, 160) AS excerpt, a.display_name AS author, coalesce(v.author_id = $2, false) AS own,
       v.created_at AS since
     FROM item i JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version AND v.state = 'in-review'
       LEFT JOIN account a ON a.id = v.author_id
     WHERE i.state = 'in-review' AND ($1::uuid[] IS NULL OR i.bank_id = ANY($1))
     ORDER BY v.created_at, i.code COLLATE "C" LIMIT $3`,
    [bankIds, accountId, limit],
  );
}
