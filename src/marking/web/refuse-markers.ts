import { RefusalError, type Principal, type Tx } from '../../platform/index.js';
import { isMarker } from '../store/assignment-store.js';
import { isMarkingOpen } from '../store/sitting-marks-store.js';

/**
 * Whoever marks in a session sees nobody's marks there until all are in, whatever other role they hold.
 * @throws RefusalError MARKING.STAYS_BLIND.
 */
export async function refuseMarkers(tx: Tx, { accountId }: Principal, sessionId: string): Promise<void> {
  if (!(await isMarker(tx, sessionId, accountId)) || !(await isMarkingOpen(tx, sessionId))) return;
  throw new RefusalError({
    code: 'MARKING.STAYS_BLIND',
    kind: 'forbidden',
    detail: 'You mark in this session: its marks are open to you once all are in.',
  });
}
