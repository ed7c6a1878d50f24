import { ok, refuse, seededGenerator, type Result, type SeededGenerator } from '../../../kernel/index.js';
import type { CompiledDraw, CompiledStratum } from './compile-draw.js';
import type { TranslationIds } from './draw-pool.js';
import { optionOrder } from './option-order.js';

/** How forms are drawn; a change that gives other forms gets a new name (docs/spec/draw.md). */
export const DRAW_ALGORITHM = 'openmerit-draw-2';

/** One place of a form: which item version, in which translations, with its options in which order. */
export interface DrawnItem {
  /** From 1, through all parts. */
  readonly position: number;
  readonly part: string;
  readonly itemVersionId: string;
  /** Language → translation. */
  readonly translations: TranslationIds;
  /** The authored letters in the order shown: the option shown first has ref '1'. */
  readonly optionOrder: readonly string[];
  /** The case that it belongs to. */
  readonly case?: { readonly itemVersionId: string; readonly translations: TranslationIds };
}

export interface DrawnForm {
  /** Of a form assembled beforehand: its name. */
  readonly name: string | null;
  readonly items: readonly DrawnItem[];
  /** Item codes, position by position. */
  readonly itemCodes: readonly string[];
}

/**
 * Cases that fit nowhere, enemies and overlapping strata can lead a draw into a dead end. It then begins anew with the
 * generator as it stands: all forms that can be drawn keep their chances. After so many dead ends it is hopeless.
 */
const MOST_ATTEMPTS = 1000;

let forms = 0;

/**
 * Draws one form. The same blueprint, pool and seed give the same form on any machine: the only randomness is the
 * seeded generator, asked in the order of docs/spec/draw.md.
 *
 * @param seed 32 bytes. Refusal: FORM.POOL_TOO_SMALL with the stratum and how many items it lacks.
 */
export function drawForm(draw: CompiledDraw, seed: Uint8Array): Result<DrawnForm> {
  const generator = seededGenerator(seed);
  if (draw.preassembled) {
    const form = draw.preassembled[generator.below(draw.preassembled.length)];
    const parts = form?.parts.map((units) => [...units]) ?? [];
    return ok(shown(draw, parts, form?.name ?? null, generator));
  }
  let lacking: Lacking | undefined;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const chosen = choose(draw, generator);
    if (Array.isArray(chosen)) return ok(shown(draw, chosen, null, generator));
    lacking = chosen;
  }
  const { part, stratum, lacks } = lacking as Lacking;
  const { bank = '', draw: strata = [] } = draw.blueprint.parts[part] ?? {};
  const { count: _count, ...filter } = strata[stratum] ?? {};
  return refuse('conflict', 'FORM.POOL_TOO_SMALL', 'The bank has too few items for this blueprint.', {
    data: { part: draw.parts[part]?.code, bank, ...filter, stratum: stratum + 1, lacks },
  });
}

interface Lacking {
  readonly part: number;
  readonly stratum: number;
  readonly lacks: number;
}

/** Units by part, in the order of their choice; or the stratum that ran dry. */
function choose(draw: CompiledDraw, generator: SeededGenerator): number[][] | Lacking {
  forms += 1;
  const { taken } = draw;
  for (const { strata } of draw.parts) {
    for (const { included } of strata) for (const unit of included) taken[unit] = forms;
  }
  const parts: number[][] = [];
  for (let part = 0; part < draw.parts.length; part += 1) {
    const chosen: number[] = [];
    const { strata } = draw.parts[part] as CompiledDraw['parts'][number];
    for (let stratum = 0; stratum < strata.length; stratum += 1) {
      const lacks = chooseStratum(draw, strata[stratum] as CompiledStratum, forms, generator, chosen);
      if (lacks > 0) return { part, stratum, lacks };
    }
    parts.push(chosen);
  }
  return parts;
}

/** A partial Fisher–Yates over a stratum, undone at its end, so that no form copies it. @returns how many it lacks. */
function chooseStratum(
  { units: all, taken }: CompiledDraw,
  stratum: CompiledStratum,
  form: number,
  generator: SeededGenerator,
  chosen: number[],
): number {
  const { units } = stratum;
  for (const unit of stratum.included) chosen.push(unit);
  let { left } = stratum;
  let next = 0;
  const swaps: number[] = [];
  while (left > 0 && next < units.length) {
    const other = next + generator.below(units.length - next);
    const index = units[other] as number;
    units[other] = units[next] as number;
    units[next] = index;
    swaps.push(other);
    next += 1;
    const { items, enemies } = all[index] as CompiledDraw['units'][number];
    if (items.length > left || taken[index] === form) continue;
    if (enemies.length > 0 && enemies.some((enemy) => taken[enemy] === form)) continue;
    taken[index] = form;
    chosen.push(index);
    left -= items.length;
  }
  for (let i = next - 1; i >= 0; i -= 1) {
    const other = swaps[i] as number;
    const index = units[other] as number;
    units[other] = units[i] as number;
    units[i] = index;
  }
  return left;
}

/** The form as it is shown: each part's units shuffled, then options item by item. */
function shown(
  draw: CompiledDraw,
  parts: number[][],
  name: string | null,
  generator: SeededGenerator,
): DrawnForm {
  for (const units of parts) shuffle(units, generator);
  const items: DrawnItem[] = [];
  const itemCodes: string[] = [];
  parts.forEach((units, index) => {
    const part = draw.blueprint.parts[index]?.code ?? '';
    for (const unit of units) {
      for (const item of (draw.units[unit] as CompiledDraw['units'][number]).items) {
        const { itemVersionId, translations } = item;
        const order = item.fixedOrder ? item.options : optionOrder(item.options, generator);
        const drawn = { position: items.length + 1, part, itemVersionId, translations, optionOrder: order };
        items.push(item.case ? { ...drawn, case: item.case } : drawn);
        itemCodes.push(item.itemCode);
      }
    }
  });
  return { name, items, itemCodes };
}

function shuffle(units: number[], generator: SeededGenerator): void {
  for (let i = units.length - 1; i > 0; i -= 1) {
    const j = generator.below(i + 1);
    const unit = units[i] as number;
    units[i] = units[j] as number;
    units[j] = unit;
  }
}
