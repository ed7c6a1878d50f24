import { rows, type Tx } from '../../platform/index.js';

export interface PoolTranslation {
  readonly language: string;
  readonly translationId: string;
  /** Hex. */
  readonly contentHash: string;
}

/** An item version as a draw sees it: no text, no answer key. */
export interface PoolItem {
  readonly itemVersionId: string;
  readonly itemCode: string;
  readonly version: number;
  readonly bank: string;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  readonly type: string;
  /** Thousandths. */
  readonly difficulty: number;
  readonly options: readonly string[];
  readonly fixedOrder: boolean;
  /** Hex. */
  readonly contentHash: string;
  /** The newest signed translation of each language. */
  readonly translations: readonly PoolTranslation[];
}

/**
 * Live items of some banks in their current version, by item code (code points), with signed translations in every one
 * of `languages`: an item that lacks one cannot be drawn.
 */
export async function livePool(
  tx: Tx,
  banks: readonly string[],
  languages: readonly string[],
): Promise<PoolItem[]> {
  const items = await rows<PoolItem>(
    tx,
    `SELECT v.id AS "itemVersionId", i.code AS "itemCode", v.version, b.code AS bank,
       v.content_area AS "contentArea", v.competency, v.cognitive_level AS "cognitiveLevel", v.type, v.difficulty,
       v.structure -> 'options' AS options, (v.structure ->> 'fixedOrder')::boolean AS "fixedOrder",
       encode(v.content_hash, 'hex') AS "contentHash",
       (SELECT coalesce(json_agg(json_build_object('language', t.language, 'translationId', t.id,
           'contentHash', encode(t.content_hash, 'hex')) ORDER BY t.language), '[]')
         FROM item_translation t WHERE t.item_version_id = v.id AND t.state = 'signed' AND t.revision = (
           SELECT max(u.revision) FROM item_translation u
           WHERE u.item_version_id = v.id AND u.language = t.language AND u.state = 'signed')) AS translations
     FROM item i JOIN bank b ON b.id = i.bank_id
       JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version
     WHERE b.code = ANY($1::text[]) AND i.state = 'live' ORDER BY i.code COLLATE "C"`,
    [banks],
  );
  return items.filter((item) =>
    languages.every((language) => item.translations.some((translation) => translation.language === language)),
  );
}

export interface BankOverview {
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  readonly contentAreas: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly counts: readonly {
    readonly contentArea: string;
    readonly cognitiveLevel: string;
    readonly items: number;
  }[];
}

/** Banks with the number of live items by content area and cognitive level; no text. */
export async function bankOverviews(tx: Tx): Promise<BankOverview[]> {
  return rows<BankOverview>(
    tx,
    `SELECT b.code, b.title, b.languages, b.content_areas AS "contentAreas",
       coalesce((SELECT json_agg(c) FROM (
         SELECT v.content_area AS "contentArea", v.cognitive_level AS "cognitiveLevel", count(*)::int AS items
         FROM item i JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version
         WHERE i.bank_id = b.id AND i.state = 'live' GROUP BY 1, 2 ORDER BY 1, 2) c), '[]') AS counts
     FROM bank b ORDER BY b.code COLLATE "C"`,
  );
}
