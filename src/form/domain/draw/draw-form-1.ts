import { hmac, ok, refuse, seededGenerator, sha256, shuffled, type Result } from '../../../kernel/index.js';
import type { PoolItem } from '../../../question-bank/index.js';
import type { Blueprint } from '../blueprint/blueprint.js';
import type { DrawnItem } from './draw-form.js';

/** How forms were drawn before openmerit-draw-2: sessions that were open then go on with it. */
export const DRAW_ALGORITHM_1 = 'openmerit-draw-1';

type PoolItem1 = Pick<
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
export function drawForm1(input: {
  readonly blueprint: Blueprint;
  readonly pool: readonly PoolItem1[];
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
    const chosen: PoolItem1[] = [];
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

/** SHA-256("openmerit-seed" ‖ shares of 32 bytes), as openmerit-draw-1 had it. */
export const sessionSeed1 = (shares: readonly string[]): Buffer =>
  sha256(Buffer.concat([Buffer.from('openmerit-seed'), ...shares.map((share) => Buffer.from(share, 'hex'))]));

/** HMAC-SHA-256(session seed, candidate number), as openmerit-draw-1 had it. */
export const candidateSeed1 = (seed: Uint8Array, candidateNumber: string): Buffer =>
  hmac(seed, candidateNumber);
