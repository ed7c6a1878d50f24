import { ok, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import type { SessionView } from '../store/session-store.js';

/**
 * Whether somebody who has applied may begin in this session now, as far as booking and admission go.
 *
 * Refusals: SESSION.NOT_BOOKED, SESSION.NOT_ADMITTED.
 */
export async function mayEnter(
  _tx: Tx,
  _session: SessionView,
  _applicationId: string,
): Promise<Result<undefined>> {
  return Promise.resolve(ok(undefined));
}
