import { rows, type Tx } from '../../platform/index.js';
import type { SessionView } from './session-store.js';

/** What a candidate needs before the start, and whether they have it. */
export interface AdmissionView {
  readonly needed: SessionView['admission'];
  /** True as well where nothing is needed. */
  readonly admitted: boolean;
  /** Why a proctor refused them; null where nobody did. */
  readonly refusedBecause: string | null;
}

/** Whether a candidate was let in. One read by primary key, and none where the session admits nobody by hand. */
export async function admissionOf(
  tx: Tx,
  session: Pick<SessionView, 'id' | 'admission'>,
  applicationId: string,
): Promise<AdmissionView> {
  const needed = session.admission;
  if (needed === 'none') return { needed, admitted: true, refusedBecause: null };
  const [row] = await rows<{ state: 'admitted' | 'refused'; reason: string | null }>(
    tx,
    'SELECT state, reason FROM session_admission WHERE session_id = $1 AND application_id = $2',
    [session.id, applicationId],
  );
  return { needed, admitted: row?.state === 'admitted', refusedBecause: row?.reason ?? null };
}
