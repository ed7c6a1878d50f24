import { refuse } from '../../kernel/index.js';

/** The refusal of whatever names a session that there is not. */
export const noSession = () => refuse('not-found', 'SITTING.NO_SESSION', 'There is no such session.');
