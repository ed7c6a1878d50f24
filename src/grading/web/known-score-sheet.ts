import { refuseMarkers } from '../../marking/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import { RefusalError, type Principal, type Tx } from '../../platform/index.js';
import { holdingIncident } from '../../proctoring/index.js';
import { knownSession, noSession } from '../../session/index.js';
import { sittingByNumber, type SittingView } from '../../sitting/index.js';
import { sittingScoreSheet, type SittingScoreSheet } from '../use-cases/sitting-score-sheet.js';

export const SHEET_READERS = ['exam-officer', 'hr-officer', 'auditor'];

/**
 * The score sheet that an address names by candidate number. HR sees it once the results are out; who marks in the session,
 * once all marks are in.
 *
 * @throws RefusalError SITTING.NO_SESSION, GRADING.NOT_RELEASED, GRADING.HELD, GRADING.NO_SHEET, MARKING.STAYS_BLIND.
 */
export async function knownScoreSheet(
  tx: Tx,
  principal: Principal,
  sessionId: string,
  candidateNumber: string,
): Promise<{ readonly sitting: SittingView; readonly sheet: SittingScoreSheet }> {
  const session = await knownSession(tx, sessionId);
  // Nothing is graded in a rehearsal.
  if (session.rehearsal) throw new RefusalError(noSession().refusal);
  await refuseMarkers(tx, principal, sessionId);
  const seesAll = hasRole(principal.grants, ['exam-officer', 'auditor'], await scopeChain(tx, sessionId));
  if (!session.releasedAt && !seesAll)
    throw new RefusalError({
      code: 'GRADING.NOT_RELEASED',
      kind: 'conflict',
      detail: 'The results of this session are not out yet.',
    });
  const sitting = await sittingByNumber(tx, sessionId, candidateNumber);
  if (sitting && !seesAll && (await holdingIncident(tx, sitting.id)) !== undefined)
    throw new RefusalError({
      code: 'GRADING.HELD',
      kind: 'conflict',
      detail: 'This result is held: an incident is not settled.',
    });
  const sheet = sitting?.state === 'closed' ? await sittingScoreSheet(tx, sitting) : undefined;
  if (!sitting || !sheet)
    throw new RefusalError({
      code: 'GRADING.NO_SHEET',
      kind: 'not-found',
      detail: 'Nobody with this candidate number has handed in here.',
    });
  return { sitting, sheet };
}
