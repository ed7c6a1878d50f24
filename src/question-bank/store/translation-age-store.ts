import { rows, type Tx } from '../../platform/index.js';
import type { ItemWords } from '../domain/item-content.js';

/**
 * The words in the source language that a translation goes back to: those that stood when it was last saved, or signed.
 * What a new version only took over from the one before (its first revision, word for word) was saved there.
 * Undefined where nothing of the kind is known.
 */
export async function sourceOfTranslation(
  tx: Tx,
  translationId: string,
  sourceLanguage: string,
): Promise<(ItemWords & { readonly version: number }) | undefined> {
  const [found] = await rows<ItemWords & { version: number }>(
    tx,
    `WITH alike AS (
       SELECT v.item_id, v.version, t.revision, t.created_at, o.signed_at, ov.version AS own_version,
         min(v.version) OVER () AS first
       FROM item_translation o JOIN item_version ov ON ov.id = o.item_version_id
         JOIN item_version v ON v.item_id = ov.item_id
         JOIN item_translation t ON t.item_version_id = v.id AND t.language = o.language
           AND t.content_hash = o.content_hash
       WHERE o.id = $1
     ), saved AS (
       SELECT item_id, coalesce(signed_at, created_at) AS at,
         CASE WHEN signed_at IS NULL THEN version ELSE own_version END AS version
       FROM alike WHERE revision > 1 OR version = first ORDER BY version DESC, revision DESC LIMIT 1
     )
     SELECT s.stem, s.options, s.labels, s.rationale, v.version FROM saved
       JOIN item_version v ON v.item_id = saved.item_id
       JOIN item_translation s ON s.item_version_id = v.id AND s.language = $2
         AND (s.created_at <= saved.at OR (v.version = saved.version AND s.revision = 1))
     ORDER BY v.version DESC, s.revision DESC LIMIT 1`,
    [translationId, sourceLanguage],
  );
  return found;
}
