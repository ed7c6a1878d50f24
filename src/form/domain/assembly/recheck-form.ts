import type { AssemblyItem } from './assembly-item.js';
import type { Blueprint, ItemFilter } from '../blueprint/blueprint.js';
import type { PreassembledForm } from '../draw/draw-blueprint.js';

export interface Violation {
  /** The form's name; two joined by "/" where they break a rule together; empty for the set. */
  readonly form: string;
  readonly rule:
    | 'forms'
    | 'parts'
    | 'count'
    | 'unknown-item'
    | 'twice'
    | 'bank'
    | 'stratum'
    | 'minimum'
    | 'maximum'
    | 'case'
    | 'enemies'
    | 'include'
    | 'exclude'
    | 'exposure'
    | 'overlap';
  /** Codes and numbers, for the log and for the officer. */
  readonly detail: string;
}

/**
 * Walks finished forms against every rule of their blueprint. It shares no code with what assembles them, on purpose:
 * a fault there must not be one here. So it is plain loops, and tells of everything that it finds.
 */
export function recheckForms(
  blueprint: Blueprint,
  pool: readonly AssemblyItem[],
  forms: readonly PreassembledForm[],
): Violation[] {
  const found: Violation[] = [];
  const wanted = blueprint.assembly === 'parallel' ? (blueprint.parallel?.forms ?? 0) : 1;
  if (forms.length !== wanted) {
    found.push({ form: '', rule: 'forms', detail: `${String(forms.length)} of ${String(wanted)}` });
  }
  const items = new Map<string, AssemblyItem>();
  for (const item of pool) items.set(item.itemCode, item);
  for (const form of forms) found.push(...recheckOne(blueprint, items, form));
  if (blueprint.assembly === 'parallel') {
    const allowed = blueprint.parallel?.maximumOverlap ?? 0;
    for (let i = 0; i < forms.length; i += 1) {
      for (let j = i + 1; j < forms.length; j += 1) {
        const shared = sharedItems(forms[i] as PreassembledForm, forms[j] as PreassembledForm);
        if (shared > allowed) {
          found.push({
            form: `${forms[i]?.name ?? ''}/${forms[j]?.name ?? ''}`,
            rule: 'overlap',
            detail: `${String(shared)} shared, ${String(allowed)} allowed`,
          });
        }
      }
    }
  }
  return found;
}

function sharedItems(one: PreassembledForm, other: PreassembledForm): number {
  const codes = new Set<string>();
  for (const part of one.parts) for (const code of part.items) codes.add(code);
  let shared = 0;
  for (const part of other.parts) for (const code of part.items) if (codes.has(code)) shared += 1;
  return shared;
}

function recheckOne(
  blueprint: Blueprint,
  pool: ReadonlyMap<string, AssemblyItem>,
  form: PreassembledForm,
): Violation[] {
  const found: Violation[] = [];
  const say = (rule: Violation['rule'], detail: string): void => {
    found.push({ form: form.name, rule, detail });
  };
  if (form.parts.map(({ code }) => code).join() !== blueprint.parts.map(({ code }) => code).join()) {
    say('parts', form.parts.map(({ code }) => code).join());
  }
  const here: { readonly part: string; readonly item: AssemblyItem; readonly stratum: string }[] = [];
  const seen = new Set<string>();
  for (const part of blueprint.parts) {
    const codes = form.parts.find(({ code }) => code === part.code)?.items ?? [];
    let at = 0;
    for (let index = 0; index < part.draw.length; index += 1) {
      const stratum = part.draw[index];
      if (!stratum) continue;
      const end = at + stratum.count;
      for (; at < end && at < codes.length; at += 1) {
        const code = codes[at] as string;
        if (seen.has(code)) say('twice', code);
        seen.add(code);
        const item = pool.get(code);
        if (!item) {
          say('unknown-item', code);
          continue;
        }
        here.push({ part: part.code, item, stratum: `${part.code} ${String(index)}` });
        if (item.bank !== part.bank) say('bank', code);
        if (!isDescribed(item, stratum)) say('stratum', `${code} in ${part.code} ${String(index)}`);
      }
      if (at < end) say('count', `${part.code} ${String(index)} lacks ${String(end - at)}`);
    }
    if (at < codes.length) say('count', `${part.code} has ${String(codes.length - at)} too many`);
  }
  for (const [index, constraint] of (blueprint.constraints ?? []).entries()) {
    let count = 0;
    for (const one of here) {
      if (constraint.part !== undefined && constraint.part !== one.part) continue;
      if (isDescribed(one.item, constraint)) count += 1;
    }
    if (constraint.minimum !== undefined && count < constraint.minimum)
      say('minimum', `${String(index)}: ${String(count)} of ${String(constraint.minimum)}`);
    if (constraint.maximum !== undefined && count > constraint.maximum)
      say('maximum', `${String(index)}: ${String(count)} over ${String(constraint.maximum)}`);
  }
  recheckCases(pool, here, say);
  for (const { item } of here) {
    for (const enemy of item.enemies) if (seen.has(enemy)) say('enemies', `${item.itemCode} ${enemy}`);
    if (blueprint.maximumExposure !== undefined && item.exposure >= blueprint.maximumExposure)
      say('exposure', `${item.itemCode}: ${String(item.exposure)}`);
  }
  for (const code of blueprint.include ?? []) if (!seen.has(code)) say('include', code);
  for (const code of blueprint.exclude ?? []) if (seen.has(code)) say('exclude', code);
  return found;
}

/** A case stands whole in one stratum, its items side by side and in the order of their codes. */
function recheckCases(
  pool: ReadonlyMap<string, AssemblyItem>,
  here: readonly { readonly item: AssemblyItem; readonly stratum: string }[],
  say: (rule: 'case', detail: string) => void,
): void {
  const codes = new Set<string>();
  for (const { item } of here) if (item.caseCode !== null) codes.add(item.caseCode);
  for (const code of codes) {
    const all: string[] = [];
    for (const item of pool.values()) if (item.caseCode === code) all.push(item.itemCode);
    all.sort((a, b) => (a < b ? -1 : 1));
    const first = here.findIndex(({ item }) => item.caseCode === code);
    const stratum = here[first]?.stratum;
    for (let i = 0; i < all.length; i += 1) {
      const one = here[first + i];
      if (one?.item.itemCode !== all[i] || one?.stratum !== stratum) {
        say('case', `${code}: ${all[i] ?? ''} is not in its place`);
        break;
      }
    }
  }
}

function isDescribed(item: AssemblyItem, by: ItemFilter): boolean {
  if (by.contentArea !== undefined && item.contentArea !== by.contentArea) return false;
  if (by.competency !== undefined && item.competency !== by.competency) return false;
  if (by.cognitiveLevel !== undefined && item.cognitiveLevel !== by.cognitiveLevel) return false;
  if (by.type !== undefined && item.type !== by.type) return false;
  if (by.difficulty !== undefined) {
    if (item.difficulty < by.difficulty.from) return false;
    if (item.difficulty > by.difficulty.to) return false;
  }
  return true;
}
