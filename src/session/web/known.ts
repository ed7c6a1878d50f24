import { isUuid } from '../../kernel/index.js';
import { RefusalError } from '../../platform/index.js';

/** An id as ours look; nothing else is looked up. @throws RefusalError REQUEST.NO_SUCH_ADDRESS. */
export function known(id: string): string {
  if (isUuid(id)) return id;
  throw new RefusalError({
    code: 'REQUEST.NO_SUCH_ADDRESS',
    kind: 'not-found',
    detail: 'There is nothing at this address.',
  });
}
