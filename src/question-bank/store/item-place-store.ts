import { rows, type Tx } from '../../platform/index.js';

/** The case that an item belongs to, or any other item of a bank by its code. */
export async function itemByCode(
  tx: Tx,
  bankId: string,
  code: string,
): Promise<{ readonly itemId: string; readonly code: string; readonly excerpt: string } | undefined> {
  const [found] = await rows<{ itemId: string; code: string; excerpt: string }>(
    tx,
    `SELECT id AS "itemId", code, left(plain_stem, 160) AS excerpt FROM item WHERE bank_id = $1 AND code = $2`,
    [bankId, code],
  );
  return found;
}

/** In how many sittings each version of an item was shown, those that were shown at all. */
export async function exposureOf(
  tx: Tx,
  itemId: string,
): Promise<{ readonly version: number; readonly sittings: number }[]> {
  return rows<{ version: number; sittings: number }>(
    tx,
    `SELECT v.version, sum(e.sittings)::int AS sittings FROM item_exposure e
       JOIN item_version v ON v.id = e.item_version_id WHERE v.item_id = $1 GROUP BY v.version ORDER BY v.version DESC`,
    [itemId],
  );
}

/** The cases of a bank that items can be put into, by code. */
export async function casesOf(
  tx: Tx,
  bankId: string,
): Promise<{ readonly code: string; readonly excerpt: string }[]> {
  return rows<{ code: string; excerpt: string }>(
    tx,
    `SELECT code, left(plain_stem, 60) AS excerpt FROM item
     WHERE bank_id = $1 AND type = 'case' AND state <> 'retired' ORDER BY code COLLATE "C" LIMIT 200`,
    [bankId],
  );
}
