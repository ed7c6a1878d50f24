import type { Blueprint, Constraint, Stratum } from './blueprint.js';

/** A stratum of a part: where items can stand. */
export interface Place {
  readonly part: string;
  readonly partIndex: number;
  readonly index: number;
  readonly bank: string;
  readonly stratum: Stratum;
}

/** All strata of all parts, in their order. */
export const placesOf = (blueprint: Blueprint): Place[] =>
  blueprint.parts.flatMap((part, partIndex) =>
    part.draw.map((stratum, index) => ({
      part: part.code,
      partIndex,
      index,
      bank: part.bank,
      stratum,
    })),
  );

/** Whether items at a place are counted by a constraint. */
export const isCountedAt = (constraint: Constraint, place: Place): boolean =>
  constraint.part === undefined || constraint.part === place.part;
