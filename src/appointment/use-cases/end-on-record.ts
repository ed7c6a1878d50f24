import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { clockTime, rows, stateFact, type FactDraft, type Principal, type Tx } from '../../platform/index.js';
import { mayEnd, type EndWish } from '../domain/end-rule.js';
import type { EndReason } from '../facts.js';

/** An appointment of one kind or the other, and where its end stands. */
export interface Ending {
  readonly appointmentId: string;
  /** Of the decision. */
  readonly scopeId: string;
  readonly table: 'appointment_end' | 'other_appointment_end';
  readonly hasEnded: boolean;
  /** It ends on no day before. */
  readonly began: Date;
}

/** What is said of an end in public. */
export interface Ended {
  readonly appointmentId: string;
  readonly reason: EndReason;
  /** `yyyy-mm-dd`. */
  readonly endedOn: string;
  readonly official: string;
  readonly time: Date;
}

/**
 * Puts the end of an appointment on record, once, with who decided it, and states it.
 * Refusals: APPOINTMENT.ALREADY_ENDED, and those of {@link mayEnd}.
 */
export async function endOnRecord(
  tx: Tx,
  principal: Principal,
  { appointmentId, scopeId, table, hasEnded, began }: Ending,
  wish: EndWish,
  factOf: (ended: Ended) => FactDraft,
): Promise<Result<{ readonly endedOn: string }>> {
  if (hasEnded) return ALREADY;
  const allowed = mayEnd(wish, began, await clockTime(tx));
  if (!allowed.ok) return allowed;
  const { reason, endedOn } = allowed.value;
  // Whoever is second waits for the first here, and finds the key taken.
  const [made] = await rows<{ decided_at: Date }>(
    tx,
    `INSERT INTO ${table} (appointment_id, reason, ended_on, decided_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING decided_at`,
    [appointmentId, reason, endedOn, principal.accountId],
  );
  if (!made) return ALREADY;
  await recordDecision(tx, principal, {
    action: 'appointment-ended',
    subject: appointmentId,
    scopeId,
    reason,
  });
  const { official } = principal;
  await stateFact(tx, factOf({ appointmentId, reason, endedOn, official, time: made.decided_at }));
  return ok({ endedOn });
}

const ALREADY = refuse('conflict', 'APPOINTMENT.ALREADY_ENDED', 'This appointment has ended already.');
