import { ok, refuse, seededGenerator, shuffled, type Result } from '../../kernel/index.js';
import type { PoolItem } from '../../question-bank/index.js';
import type { Blueprint } from './blueprint.js';

/** How forms are drawn; a change that gives other forms gets a new name (docs/spec/draw.md). */
export const DRAW_ALGORITHM = 'openmerit-draw-1';

/** One place of a form: which item version, in which translations, with its options in which order. */
export interface DrawnItem {
  /** From 1, through all parts. */
  readonly position: number;
  readonly part: string;
  readonly itemVersionId: string;
  /** Language → translation. */
  readonly translations: Readonly<Record<string, string>>;
  /** The authored letters in the order shown: the option shown first has ref '1'. */
  readonly optionOrder: readonly string[];
}

export type DrawablePoolItem = Pick<
  PoolItem,
  'itemVersionId' | 'itemCode' | 'bank' | 'contentArea' | 'options' | 'fixedOrder' | 'translations'
>;

/**
 * Draws one form: for each stratum of each part its number of items, none twice; the part's items are then shuffled,
 * and each item's options unless their order is fixed.
 *
 * The same blueprint, pool and seed give the same form on any machine: the pool is taken in the order of item codes
 * (code points), and the only randomness is the seeded generator, asked in the order written here.
 *
 * @param seed 32 bytes. Refusal: FORM.POOL_TOO_SMALL with the stratum and how many items it lacks.
 */
export function drawForm(input: {
  readonly blueprint: Blueprint;
  readonly pool: readonly DrawablePoolItem[];
  readonly seed: Uint8Array;
}): Result<readonly DrawnItem[]> {
  const { blueprint, seed } = input;
  const generator = seededGenerator(seed);
  const pool = [...input.pool].sort((a, b) =>
    a.itemCode < b.itemCode ? -1 : a.itemCode > b.itemCode ? 1 : 0,
  );
  const used = new Set<string>();
  const form: DrawnItem[] = [];
  for (const part of blueprint.parts) {
    const chosen: DrawablePoolItem[] = [];
    for (const { contentArea, count } of part.draw) {
      const stratum = pool.filter(
        (item) => item.bank === part.bank && item.contentArea === contentArea && !used.has(item.itemCode),
      );
      if (stratum.length < count) {
        return refuse('conflict', 'FORM.POOL_TOO_SMALL', 'The bank has too few items for this blueprint.', {
          data: { part: part.code, bank: part.bank, contentArea, lacks: count - stratum.length },
        });
      }
      for (const item of shuffled(stratum, generator).slice(0, count)) {
        used.add(item.itemCode);
        chosen.push(item);
      }
    }
    for (const item of shuffled(chosen, generator)) {
      form.push({
        position: form.length + 1,
        part: part.code,
        itemVersionId: item.itemVersionId,
        translations: Object.fromEntries(
          item.translations
            .filter(({ language }) => blueprint.languages.includes(language))
            .map(({ language, translationId }) => [language, translationId]),
        ),
        optionOrder: item.fixedOrder ? [...item.options] : shuffled(item.options, generator),
      });
    }
  }
  return ok(form);
}
