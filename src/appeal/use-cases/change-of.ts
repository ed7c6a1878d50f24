import type { KeyChange } from '../../grading/index.js';
import type { RulingView } from '../store/case-store.js';

/** The change that an expert's ruling proposes; undefined where it proposes none. */
export const changeOf = (itemVersionId: string, ruling: RulingView | undefined): KeyChange | undefined => {
  if (ruling?.kind === 'annul') return { kind: 'annul', itemVersionId };
  return ruling?.kind === 'rekey' ? { kind: 'rekey', itemVersionId, answerKey: ruling.answerKey } : undefined;
};
