import { ok, refuse, type Result, type SeededGenerator } from '../../../kernel/index.js';
import type { AssemblyItem } from './assembly-item.js';
import { reachableTarget } from './assembly-target.js';
import { formsWanted, type Blueprint } from '../blueprint/blueprint.js';
import { formModel, type ChosenUnits } from './form-model.js';
import type { Solution, Solve } from './linear-model.js';
import { placesOf } from '../blueprint/places.js';
import { addProfiles, measuresOf, profileOf, type Measure } from './profile.js';
import { groupUnits } from './unit-groups.js';
import { unitsOf } from './units.js';

/** A finished form. Items stand part by part, stratum by stratum, by code; a case's items side by side. */
export interface AssembledForm {
  readonly name: string;
  readonly parts: readonly { readonly code: string; readonly items: readonly AssemblyItem[] }[];
  /** What {@link profileOf} sums to, measure by measure. */
  readonly profile: readonly number[];
}

export interface Assembled {
  readonly measures: readonly Measure[];
  readonly target: readonly number[];
  readonly forms: readonly AssembledForm[];
}

export interface AssembleInput {
  readonly blueprint: Blueprint;
  readonly pool: readonly AssemblyItem[];
  readonly solve: Solve;
  readonly generator: SeededGenerator;
  /** Seconds that are left of the time limit. */
  readonly secondsLeft: () => number;
  /** Told after each form; `done` of `formsWanted`. */
  readonly onProgress?: (done: number) => Promise<void>;
}

/** A form is good enough when no number of its profile is further than this from the target. */
export const TOLERANCE = 0.05;

/**
 * Assembles the forms of a blueprint, one after another: each is the form nearest to the same target among what the
 * forms before it leave. Then, while time is left, the form that is furthest off is assembled anew from its own items
 * and what no form has.
 *
 * Refusals: FORM.BANK_TOO_SMALL, FORM.NO_FORM with the number of the form that cannot be, FORM.TIME_UP.
 */
export async function assembleForms(input: AssembleInput): Promise<Result<Assembled>> {
  const { blueprint, pool, secondsLeft } = input;
  const wanted = formsWanted(blueprint);
  const units = unitsOf(blueprint, pool);
  const usable = units.units.flatMap(({ items }) => items);
  const measures = measuresOf(usable);
  const length = profileOf({ difficulty: 500, calibration: null }, measures).length;
  const profiles = units.units.map(({ items }) =>
    addProfiles(
      items.map((item) => profileOf(item, measures)),
      length,
    ),
  );
  const groups = groupUnits(units);
  const target = await reachableTarget({ blueprint, units, groups, profiles, forms: wanted }, input.solve);
  if (!target || units.missing.length > 0) {
    return refuse('conflict', 'FORM.BANK_TOO_SMALL', 'The bank has too little for this blueprint.');
  }
  const attempt = async (
    others: readonly ChosenUnits[],
    toCome: number,
    timeLimit: number,
  ): Promise<{ solution: Solution; chosen: ChosenUnits }> => {
    const { generator } = input;
    const { model, read } = formModel({
      blueprint,
      units,
      groups,
      profiles,
      target,
      others,
      toCome,
      generator,
    });
    const solution = await input.solve(model, { timeLimit, gap: TOLERANCE });
    return { solution, chosen: found(solution) ? read(solution) : [] };
  };
  const profileOfChosen = (chosen: ChosenUnits): number[] =>
    addProfiles(
      chosen.flat().map((unit) => profiles[unit] ?? []),
      length,
    );
  const deviationOf = (chosen: ChosenUnits): number => largestDeviation(profileOfChosen(chosen), target);

  const forms: ChosenUnits[] = [];
  while (forms.length < wanted) {
    const toCome = wanted - forms.length - 1;
    const share = Math.max(1, secondsLeft() / (toCome + 1));
    const { solution, chosen } = await attempt(forms, toCome, share);
    if (!found(solution)) {
      const data = { form: forms.length + 1, forms: wanted };
      return solution.status === 'none'
        ? refuse('conflict', 'FORM.TIME_UP', 'The time limit came before a form was found.', { data })
        : refuse('conflict', 'FORM.NO_FORM', 'The forms before it leave too little for this form.', {
            data,
          });
    }
    forms.push(chosen);
    await input.onProgress?.(forms.length);
  }
  await repair(forms, deviationOf, secondsLeft, (others, seconds) => attempt(others, 0, seconds));
  return ok({
    measures,
    target,
    forms: forms.map((chosen, index) => ({
      name: formName(index),
      parts: partsOf(blueprint, chosen, (unit) => units.units[unit]?.items ?? []),
      profile: profileOfChosen(chosen),
    })),
  });
}

const found = ({ status }: Solution): boolean => status === 'optimal' || status === 'feasible';

export const largestDeviation = (profile: readonly number[], target: readonly number[]): number =>
  Math.max(0, ...profile.map((value, at) => Math.abs(value - (target[at] ?? 0))));

/** Each round must better the worst form, so that it ends. */
async function repair(
  forms: ChosenUnits[],
  deviationOf: (chosen: ChosenUnits) => number,
  secondsLeft: () => number,
  anew: (
    others: readonly ChosenUnits[],
    seconds: number,
  ) => Promise<{ solution: Solution; chosen: ChosenUnits }>,
): Promise<void> {
  for (let round = 0; round < forms.length && secondsLeft() > 1; round += 1) {
    const deviations = forms.map(deviationOf);
    const worst = deviations.indexOf(Math.max(...deviations));
    if ((deviations[worst] ?? 0) <= TOLERANCE) return;
    const others = forms.filter((_, index) => index !== worst);
    const { solution, chosen } = await anew(others, secondsLeft());
    if (!found(solution) || deviationOf(chosen) >= (deviations[worst] ?? 0)) return;
    forms[worst] = chosen;
  }
}

function partsOf(
  blueprint: Blueprint,
  chosen: ChosenUnits,
  itemsOf: (unit: number) => readonly AssemblyItem[],
): AssembledForm['parts'] {
  const places = placesOf(blueprint);
  return blueprint.parts.map(({ code }, partIndex) => ({
    code,
    items: places.flatMap((place, index) =>
      place.partIndex === partIndex ? (chosen[index] ?? []).flatMap(itemsOf) : [],
    ),
  }));
}

/** A, B, … Z, AA, AB, … */
export function formName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : formName(Math.floor(index / 26) - 1) + letter;
}
