import type { ProgrammeFile } from '../../question-bank/index.js';

/** The test specification: parts with strata, minutes and pass rules. A programme's body is one. */
export type Blueprint = Pick<
  ProgrammeFile,
  'code' | 'title' | 'minutes' | 'languages' | 'governingLanguage' | 'parts' | 'pass'
>;

/** Items in a part. */
export const partSize = (part: Blueprint['parts'][number]): number =>
  part.draw.reduce((sum, { count }) => sum + count, 0);

/** Items in the whole form. */
export const formSize = (blueprint: Blueprint): number =>
  blueprint.parts.reduce((sum, part) => sum + partSize(part), 0);
