import { ok, refuse, type Result } from '../../../kernel/index.js';
import type { DrawBlueprint, PreassembledForm } from './draw-blueprint.js';
import type { DrawablePoolItem, TranslationIds } from './draw-pool.js';
import { matches } from '../blueprint/item-filter.js';
import { unitsOf, type UnitGroup } from './draw-units.js';
import { assembledUnits } from './preassembled.js';

/** An item as forms name it, made once for all of them. */
export interface CompiledItem {
  readonly itemCode: string;
  readonly itemVersionId: string;
  readonly translations: TranslationIds;
  readonly options: readonly string[];
  readonly fixedOrder: boolean;
  readonly case: undefined | { readonly itemVersionId: string; readonly translations: TranslationIds };
}

/** What is drawn at once: one item, or a whole case in the order of its item codes. */
export interface Unit {
  readonly items: readonly CompiledItem[];
  /** Units that may not stand in one form with it, by index. */
  readonly enemies: readonly number[];
}

export interface CompiledStratum {
  /** Units to draw from, by index; a form swaps some and puts them back. */
  readonly units: Int32Array;
  /** Included units, first in the part. */
  readonly included: readonly number[];
  /** Items still to be drawn. */
  readonly left: number;
}

/** A blueprint and a pool, made ready once for all forms of a draw. */
export interface CompiledDraw {
  readonly blueprint: DrawBlueprint;
  readonly units: readonly Unit[];
  readonly parts: readonly { readonly code: string; readonly strata: readonly CompiledStratum[] }[];
  /** Forms assembled beforehand, as units by part; null where each form is drawn. */
  readonly preassembled:
    | null
    | readonly {
        readonly name: string;
        readonly parts: readonly (readonly number[])[];
      }[];
  /** By unit: the last form that took it. Scratch of drawForm, which never waits in the middle. */
  readonly taken: Float64Array;
}

/**
 * Makes a draw ready: the pool by item code (code points), its units, the units of each stratum, and the included ones.
 *
 * Refusals: DRAW.INCLUDE and DRAW.PREASSEMBLED with what is wrong.
 */
export function compileDraw(input: {
  readonly blueprint: DrawBlueprint;
  readonly pool: readonly DrawablePoolItem[];
  readonly preassembled?: readonly PreassembledForm[] | null | undefined;
}): Result<CompiledDraw> {
  const { blueprint, preassembled } = input;
  const groups = unitsOf(input.pool);
  const units = groups.map(({ items, enemies }) => ({
    items: items.map((item) => compiledItem(item, blueprint.languages)),
    enemies,
  }));
  const base = { blueprint, units, taken: new Float64Array(units.length) };
  if (preassembled && preassembled.length > 0) {
    const forms = assembledUnits(blueprint, groups, preassembled);
    return forms.ok ? ok({ ...base, parts: [], preassembled: forms.value }) : forms;
  }
  const placed = placeIncluded(blueprint, groups);
  if (!placed.ok) return placed;
  const included = placed.value;
  const all = new Set([...included.values()].flat());
  const parts = blueprint.parts.map((part) => ({
    code: part.code,
    strata: part.draw.map((stratum): CompiledStratum => {
      const own = included.get(stratum) ?? [];
      const fit = groups.flatMap((unit, index) =>
        !all.has(index) && !unit.hostile && fits(unit, part.bank, stratum) ? [index] : [],
      );
      const taken = own.reduce((sum, index) => sum + (groups[index]?.items.length ?? 0), 0);
      return { units: Int32Array.from(fit), included: own, left: stratum.count - taken };
    }),
  }));
  return ok({ ...base, parts, preassembled: null });
}

type Stratum = DrawBlueprint['parts'][number]['draw'][number];

const fits = (unit: UnitGroup, bank: string, stratum: Stratum): boolean =>
  unit.items.every((item) => item.bank === bank && matches(stratum, item));

/** Included units by the first stratum that takes the whole unit, in the blueprint's order. */
function placeIncluded(
  blueprint: DrawBlueprint,
  groups: readonly UnitGroup[],
): Result<Map<Stratum, number[]>> {
  const placed = new Map<Stratum, number[]>();
  const seen = new Set<number>();
  const room = new Map<Stratum, number>();
  for (const code of blueprint.include ?? []) {
    const index = groups.findIndex(({ items }) => items.some(({ itemCode }) => itemCode === code));
    const unit = groups[index];
    if (!unit) return wrongInclude(code, 'not in the pool');
    if (seen.has(index)) continue;
    if (unit.hostile || unit.enemies.some((enemy) => seen.has(enemy))) {
      return wrongInclude(code, 'has an enemy among the included items');
    }
    const stratum = blueprint.parts
      .flatMap(({ bank, draw }) => draw.map((one) => ({ bank, one })))
      .find(({ bank, one }) => fits(unit, bank, one))?.one;
    if (!stratum) return wrongInclude(code, 'fits no stratum');
    const left = (room.get(stratum) ?? stratum.count) - unit.items.length;
    if (left < 0) return wrongInclude(code, 'its stratum has no room left');
    room.set(stratum, left);
    seen.add(index);
    placed.set(stratum, [...(placed.get(stratum) ?? []), index]);
  }
  return ok(placed);
}

const wrongInclude = (itemCode: string, reason: string) =>
  refuse('conflict', 'DRAW.INCLUDE', `An item that every form is to have cannot be placed: ${reason}.`, {
    data: { itemCode, reason },
  });

function compiledItem(item: DrawablePoolItem, languages: readonly string[]): CompiledItem {
  const pinned = (translations: TranslationIds): TranslationIds =>
    Object.fromEntries(Object.entries(translations).filter(([language]) => languages.includes(language)));
  return {
    itemCode: item.itemCode,
    itemVersionId: item.itemVersionId,
    translations: pinned(item.translations),
    options: item.options,
    fixedOrder: item.fixedOrder,
    case: item.caseOf
      ? { itemVersionId: item.caseOf.itemVersionId, translations: pinned(item.caseOf.translations) }
      : undefined,
  };
}
