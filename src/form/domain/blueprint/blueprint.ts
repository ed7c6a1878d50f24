import type {
  Aids,
  AssemblyKind,
  Constraint,
  ItemFilter,
  ProgrammeFile,
  Stratum,
} from '../../../question-bank/index.js';

export type { Aids, AssemblyKind, Constraint, ItemFilter, Stratum };

/** The test specification: parts with strata, constraints, minutes and pass rules. A programme's body is one. */
export type Blueprint = Omit<ProgrammeFile, 'practice'>;

export type Part = Blueprint['parts'][number];

/** Items in a part. */
export const partSize = (part: Part): number => part.draw.reduce((sum, { count }) => sum + count, 0);

/** Items in the whole form. */
export const formSize = (blueprint: Blueprint): number =>
  blueprint.parts.reduce((sum, part) => sum + partSize(part), 0);

/** How its forms come to be. */
export const assemblyKind = (blueprint: Blueprint): AssemblyKind => blueprint.assembly ?? 'per-candidate';

/** What candidates may use beside the questions: nothing where the blueprint does not say. */
export const aidsOf = ({ aids }: Pick<Blueprint, 'aids'>): Aids => ({
  calculator: aids?.calculator ?? 'none',
});

/** How many forms are assembled beforehand; 1 where each candidate has a draw, or all have one form. */
export const formsWanted = (blueprint: Blueprint): number =>
  assemblyKind(blueprint) === 'parallel' ? (blueprint.parallel?.forms ?? 1) : 1;

/** Items that two forms may share at most. */
export const overlapAllowed = (blueprint: Blueprint): number =>
  formsWanted(blueprint) > 1 ? (blueprint.parallel?.maximumOverlap ?? 0) : 0;

/** The banks that the parts draw from, each once. */
export const banksOf = (blueprint: Pick<Blueprint, 'parts'>): string[] => [
  ...new Set(blueprint.parts.map(({ bank }) => bank)),
];
