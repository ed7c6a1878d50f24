import { isUuid } from '../../kernel/index.js';
import { RefusalError, type Tx } from '../../platform/index.js';
import { sittingById, type SittingView } from '../../sitting/index.js';
import { looksAt, snapshotsOf, type SnapshotLook, type SnapshotView } from '../store/snapshot-store.js';

/** A sitting with its snapshots, and who has looked at them. */
export interface SnapshotSheet {
  readonly sitting: SittingView;
  readonly items: readonly SnapshotView[];
  readonly looks: readonly SnapshotLook[];
}

/** @param may whether it is for whoever asks. @throws RefusalError SNAPSHOT.NO_SITTING. */
export async function snapshotSheet(
  tx: Tx,
  sittingId: string,
  may: (sitting: SittingView) => boolean,
): Promise<SnapshotSheet> {
  const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
  if (!sitting || !may(sitting)) {
    throw new RefusalError({
      code: 'SNAPSHOT.NO_SITTING',
      kind: 'not-found',
      detail: 'There is no such sitting here.',
    });
  }
  return { sitting, items: await snapshotsOf(tx, sittingId), looks: await looksAt(tx, sittingId) };
}
