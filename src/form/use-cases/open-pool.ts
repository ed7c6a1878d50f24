import { contentHashes } from '../../question-bank/index.js';
import { byCodePoints } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import {
  contentCommitment,
  type ContentOpening,
  type PoolLeaf,
  type TranslationIds,
} from '../domain/draw/draw-pool.js';

/** An item that a draw committed to, with what opens the commitment. */
export interface OpenedItem {
  readonly itemCode: string;
  readonly itemVersionId: string;
  readonly opening: ContentOpening;
}

/**
 * Opens a draw's commitments to some of its items. The salts of all others stay where they are: their texts and answer
 * keys are bound and not known.
 *
 * @param itemVersionIds in any order. @returns by item code (code points). @throws Error where something was changed since it
 *   was committed to.
 */
export async function openPool(
  tx: Tx,
  drawId: string,
  itemVersionIds: ReadonlySet<string>,
): Promise<OpenedItem[]> {
  const [draw] = await rows<{ pool: PoolLeaf[]; salts: string[] | null }>(
    tx,
    'SELECT pool, pool_salts AS salts FROM draw WHERE id = $1',
    [drawId],
  );
  const salts = draw?.salts ?? [];
  const wanted = (draw?.pool ?? [])
    .map((leaf, index) => ({ leaf, salt: salts[index] ?? '' }))
    .filter(({ leaf }) => itemVersionIds.has(leaf.itemVersionId));
  const hashes = await contentHashes(
    tx,
    wanted.flatMap(({ leaf }) => [...idsOf(leaf), ...(leaf.caseOf ? idsOf(leaf.caseOf) : [])]),
  );
  const hashOf = (id: string): string => hashes.get(id) ?? '';
  const inOrder = (translations: TranslationIds) =>
    Object.entries(translations)
      .sort(([a], [b]) => byCodePoints(a, b))
      .map(([language, id]) => ({ language, contentHash: hashOf(id) }));
  return wanted.map(({ leaf, salt }) => {
    const { caseOf } = leaf;
    const opening: ContentOpening = {
      salt,
      version: hashOf(leaf.itemVersionId),
      translations: inOrder(leaf.translations),
      case: caseOf && { version: hashOf(caseOf.itemVersionId), translations: inOrder(caseOf.translations) },
    };
    if (contentCommitment(opening) !== leaf.content)
      throw new Error('An item is not the one that the draw committed to.');
    return { itemCode: leaf.itemCode, itemVersionId: leaf.itemVersionId, opening };
  });
}

const idsOf = (one: { readonly itemVersionId: string; readonly translations: TranslationIds }): string[] => [
  one.itemVersionId,
  ...Object.values(one.translations),
];
