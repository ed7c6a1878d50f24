import {
  canonicalJson,
  leafHash,
  merkleRoot,
  ok,
  refuse,
  type Json,
  type Result,
} from '../../../kernel/index.js';
import type { DrawBlueprint, PreassembledForm } from './draw-blueprint.js';
import type { UnitGroup } from './draw-units.js';

/** RFC 6962 root over the forms' canonical JSON, in their order. */
export const preassembledRoot = (forms: readonly PreassembledForm[]): Buffer =>
  merkleRoot(forms.map((form) => leafHash(canonicalJson(form as unknown as Json))));

/**
 * Forms assembled beforehand as units of the pool, each part in the order in which its list first names a unit.
 *
 * Refusal: DRAW.PREASSEMBLED with the form and the reason, where a form has other parts or sizes than the blueprint,
 * an item that is not in the pool or of another bank, an item twice, half a case, or two enemies.
 */
export function assembledUnits(
  blueprint: DrawBlueprint,
  units: readonly UnitGroup[],
  forms: readonly PreassembledForm[],
): Result<{ name: string; parts: number[][] }[]> {
  const unitOf = new Map(
    units.flatMap(({ items }, index) => items.map(({ itemCode }): [string, number] => [itemCode, index])),
  );
  const made: { name: string; parts: number[][] }[] = [];
  for (const form of forms) {
    const wrong = faultOf(blueprint, units, unitOf, form);
    if (wrong) {
      return refuse('conflict', 'DRAW.PREASSEMBLED', 'A form assembled beforehand cannot be used.', {
        data: { form: form.name, reason: wrong },
      });
    }
    made.push({
      name: form.name,
      parts: form.parts.map(({ items }) => [...new Set(items.map((code) => unitOf.get(code) as number))]),
    });
  }
  return ok(made);
}

function faultOf(
  blueprint: DrawBlueprint,
  units: readonly UnitGroup[],
  unitOf: ReadonlyMap<string, number>,
  form: PreassembledForm,
): string | undefined {
  if (form.parts.length !== blueprint.parts.length) return 'it has other parts than the blueprint';
  const codes = form.parts.flatMap(({ items }) => items);
  const listed = new Set(codes);
  if (listed.size !== codes.length) return 'it has an item twice';
  const chosen = new Set(codes.map((code) => unitOf.get(code)));
  for (const [place, part] of blueprint.parts.entries()) {
    const own = form.parts[place];
    if (own?.code !== part.code) return 'it has other parts than the blueprint';
    const size = part.draw.reduce((sum, { count }) => sum + count, 0);
    if (own.items.length !== size) return `part ${part.code} has another number of items than the blueprint`;
    const inPart = new Set(own.items);
    for (const code of own.items) {
      const unit = units[unitOf.get(code) ?? -1];
      if (!unit) return `item ${code} is not in the pool`;
      if (unit.items.some(({ bank }) => bank !== part.bank)) return `item ${code} is of another bank`;
      if (unit.items.some(({ itemCode }) => !inPart.has(itemCode)))
        return `item ${code} stands without its case`;
      if (unit.hostile || unit.enemies.some((enemy) => chosen.has(enemy)))
        return `item ${code} has an enemy in it`;
    }
  }
  return undefined;
}
