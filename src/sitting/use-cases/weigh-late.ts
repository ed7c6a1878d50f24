import type { Tx } from '../../platform/index.js';
import { replay } from '../domain/answer-sheet.js';
import { lateRun, sheetChanges, type LateRun, type SheetChange } from '../domain/late-run.js';
import type { LateEvent, LeaseEvidence } from '../store/late-store.js';
import { logOf } from '../store/sheet-store.js';

/** What a ruling would do, without a word of any answer. */
export interface WeighedLate {
  readonly run: LateRun;
  /** By position: how the answer sheet would change. */
  readonly changes: readonly SheetChange[];
  /** Events of the run that the device's own clock puts before the end of its lease. Evidence, not proof. */
  readonly claimedInTime: number;
}

/**
 * Weighs what came late under a lease: whether it continues what is on record, when its device says it was made, and what
 * it would change. Admitted events count at their own place in the log, before those of later leases.
 */
export async function weighLate(
  tx: Tx,
  sittingId: string,
  lease: number,
  evidence: LeaseEvidence,
  events: readonly LateEvent[],
): Promise<WeighedLate> {
  const run = lateRun(sittingId, lease, { seq: evidence.headSeq, hash: evidence.headHash }, events);
  const log = await logOf(tx, sittingId);
  const before = log.filter((one) => one.lease <= lease).map(({ event }) => event);
  const after = log.filter((one) => one.lease > lease).map(({ event }) => event);
  const changes = sheetChanges(
    replay([...before, ...after]).answers,
    replay([...before, ...run.continues, ...after]).answers,
  );
  const end = Math.min(
    evidence.deadlineAt.getTime(),
    ...[evidence.revokedAt, evidence.closedAt].flatMap((at) => (at ? [at.getTime()] : [])),
  );
  const claimedInTime = run.continues.filter(
    ({ offset }) => evidence.issuedAt.getTime() + offset <= end,
  ).length;
  return { run, changes, claimedInTime };
}
