import { refuse } from '../../kernel/index.js';

/** For whoever the stages before did not let go on. */
export const notInStage = () =>
  refuse('conflict', 'SESSION.NOT_IN_STAGE', 'This session is for those who went on to its stage.');
