import { rows, type Tx } from '../../platform/index.js';
import type { SignalKind } from '../domain/signal.js';

/** Something that happened on a candidate's device, without a judgement, as staff and the candidate read it. */
export interface SignalView {
  readonly number: number;
  readonly kind: SignalKind;
  readonly at: Date;
  /** Milliseconds; null where it has no length, or has not ended. */
  readonly lastedMs: number | null;
  readonly detail: { readonly characters?: number; readonly position?: number } | null;
}

/** All signals of a sitting, in the order they came. */
export async function signalsOf(tx: Tx, sittingId: string): Promise<SignalView[]> {
  return rows<SignalView>(
    tx,
    `SELECT number, kind, at, lasted_ms::float8 AS "lastedMs", detail FROM watch_signal
     WHERE sitting_id = $1 ORDER BY number`,
    [sittingId],
  );
}
