import { rows, type Tx } from '../../platform/index.js';
import { recordExposure } from '../../question-bank/index.js';

/**
 * Adds up, once a session is over, in how many of its sittings each item version was shown: blueprints with a maximum
 * exposure leave out what was shown too often. Counted here and not while candidates start, where every form would
 * write the same rows.
 */
export async function recordShownItems(tx: Tx, drawId: string): Promise<void> {
  const shown = await rows<{ versionId: string; sittings: number }>(
    tx,
    `SELECT (item ->> 'itemVersionId') AS "versionId", count(*)::int AS sittings
     FROM form f, jsonb_array_elements(f.items) AS item WHERE f.draw_id = $1 GROUP BY 1`,
    [drawId],
  );
  await recordExposure(tx, drawId, new Map(shown.map(({ versionId, sittings }) => [versionId, sittings])));
}
