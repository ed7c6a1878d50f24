import { byCodePoints } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';

export interface PoolTranslation {
  readonly language: string;
  readonly translationId: string;
  /** Hex. */
  readonly contentHash: string;
}

/** The stimulus of a case: an item version of its own, shown beside each member. */
export interface PoolCase {
  readonly code: string;
  readonly itemVersionId: string;
  /** Hex. */
  readonly contentHash: string;
  readonly translations: readonly PoolTranslation[];
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
  /** The case that it belongs to; all of a case's items stay together. */
  readonly caseOf: PoolCase | null;
  /** Codes of items that may not stand in one form with it: declared enemies, and what the same item model made. */
  readonly enemies: readonly string[];
  /** Sittings that any version of it was shown in, up to the last session that has closed. */
  readonly exposure: number;
  /** IRT parameters in thousandths; null where it is not calibrated. */
  readonly calibration: { readonly a: number; readonly b: number; readonly c: number } | null;
}

type LiveRow = Omit<PoolItem, 'translations' | 'caseOf' | 'enemies'> & {
  readonly itemId: string;
  readonly caseCode: string | null;
  readonly modelCode: string | null;
};

/**
 * Live items of some banks, by item code (code points), with signed translations in every one of `languages`: an item
 * that lacks one cannot be drawn, nor can one whose case lacks one.
 */
export async function livePool(
  tx: Tx,
  banks: readonly string[],
  languages: readonly string[],
): Promise<PoolItem[]> {
  const live = await rows<LiveRow>(
    tx,
    `SELECT v.id AS "itemVersionId", i.id AS "itemId", i.code AS "itemCode", v.version, b.code AS bank,
       v.content_area AS "contentArea", v.competency, v.cognitive_level AS "cognitiveLevel", v.type, v.difficulty,
       v.structure -> 'options' AS options, (v.structure ->> 'fixedOrder')::boolean AS "fixedOrder",
       encode(v.content_hash, 'hex') AS "contentHash", v.case_code AS "caseCode",
       v.model ->> 'code' AS "modelCode", v.calibration,
       coalesce(e.sittings, 0)::int AS exposure
     FROM item i JOIN bank b ON b.id = i.bank_id
       JOIN item_version v ON v.item_id = i.id AND v.state = 'live'
       LEFT JOIN (SELECT x.item_id, sum(e.sittings) AS sittings
         FROM item_exposure e JOIN item_version x ON x.id = e.item_version_id GROUP BY x.item_id) e ON e.item_id = i.id
     WHERE b.code = ANY($1::text[]) ORDER BY i.code COLLATE "C"`,
    [banks],
  );
  const signed = await signedTranslations(
    tx,
    live.map(({ itemVersionId }) => itemVersionId),
  );
  const enemies = await enemiesOf(tx, banks);
  const siblings = siblingsOf(live);
  const complete = live.filter(({ itemVersionId }) => {
    const known = signed.get(itemVersionId) ?? [];
    return languages.every((language) => known.some((one) => one.language === language));
  });
  const cases = new Map(
    complete
      .filter(({ type }) => type === 'case')
      .map(({ itemCode, itemVersionId, contentHash }): [string, PoolCase] => [
        itemCode,
        {
          code: itemCode,
          itemVersionId,
          contentHash,
          translations: signed.get(itemVersionId) ?? [],
        },
      ]),
  );
  // A case is whole or is not drawn at all: one question without its translation takes the case with it.
  const whole = new Set(complete.map(({ itemVersionId }) => itemVersionId));
  for (const { caseCode, itemVersionId } of live) {
    if (caseCode !== null && !whole.has(itemVersionId)) cases.delete(caseCode);
  }
  return complete
    .filter(({ type, caseCode }) => type !== 'case' && (caseCode === null || cases.has(caseCode)))
    .map(({ itemId, caseCode, modelCode: _model, ...item }) => ({
      ...item,
      translations: signed.get(item.itemVersionId) ?? [],
      caseOf: caseCode === null ? null : (cases.get(caseCode) ?? null),
      enemies: [...new Set([...(enemies.get(itemId) ?? []), ...(siblings.get(item.itemCode) ?? [])])].sort(
        byCodePoints,
      ),
    }));
}

/** Item code → what the same model made beside it. The questions of one case are made together and stay together. */
function siblingsOf(live: readonly LiveRow[]): ReadonlyMap<string, readonly string[]> {
  const ofModel = new Map<string, LiveRow[]>();
  for (const item of live) {
    if (item.modelCode === null || item.type === 'case') continue;
    const model = `${item.bank} ${item.modelCode}`;
    ofModel.set(model, [...(ofModel.get(model) ?? []), item]);
  }
  return new Map(
    [...ofModel.values()].flatMap((family) =>
      family.map(({ itemCode, caseCode }) => [
        itemCode,
        family
          .filter(
            (other) => other.itemCode !== itemCode && (caseCode === null || other.caseCode !== caseCode),
          )
          .map((other) => other.itemCode),
      ]),
    ),
  );
}

async function signedTranslations(
  tx: Tx,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, PoolTranslation[]>> {
  const found = await rows<PoolTranslation & { versionId: string }>(
    tx,
    `SELECT DISTINCT ON (item_version_id, language COLLATE "C") item_version_id AS "versionId", language,
       id AS "translationId", encode(content_hash, 'hex') AS "contentHash"
     FROM item_translation WHERE item_version_id = ANY($1::uuid[]) AND state = 'signed'
     ORDER BY item_version_id, language COLLATE "C", revision DESC`,
    [versionIds],
  );
  const byVersion = new Map<string, PoolTranslation[]>();
  for (const { versionId, ...translation } of found) {
    const known = byVersion.get(versionId);
    if (known) known.push(translation);
    else byVersion.set(versionId, [translation]);
  }
  return byVersion;
}

/** Item id → codes of its declared enemies, in the order of code points. */
async function enemiesOf(tx: Tx, banks: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ itemId: string; codes: string[] }>(
    tx,
    `SELECT e.item_id AS "itemId", json_agg(o.code ORDER BY o.code COLLATE "C") AS codes
     FROM (SELECT item_id, enemy_id FROM item_enemy UNION ALL SELECT enemy_id, item_id FROM item_enemy) e
       JOIN item i ON i.id = e.item_id JOIN bank b ON b.id = i.bank_id JOIN item o ON o.id = e.enemy_id
     WHERE b.code = ANY($1::text[]) GROUP BY e.item_id`,
    [banks],
  );
  return new Map(found.map(({ itemId, codes }) => [itemId, codes]));
}

/**
 * Adds up, for one draw, in how many sittings each item version was shown; doing it again gives the same.
 * @param shown item version id → sittings.
 */
export async function recordExposure(
  tx: Tx,
  drawId: string,
  shown: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.query(
    `INSERT INTO item_exposure (item_version_id, draw_id, sittings)
     SELECT version_id, $1, sittings FROM unnest($2::uuid[], $3::int[]) AS s (version_id, sittings)
     ON CONFLICT (item_version_id, draw_id) DO UPDATE SET sittings = EXCLUDED.sittings`,
    [drawId, [...shown.keys()], [...shown.values()]],
  );
}
