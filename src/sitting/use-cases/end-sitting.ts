import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Bus, Database, type Principal } from '../../platform/index.js';
import { holdSession, noSession } from '../../session/index.js';
import { voidReason } from '../domain/void-reason.js';
import { writeEnding } from '../store/ending-store.js';
import { sittingById, type SittingView } from '../store/sitting-store.js';
import { CloseSittings } from './close-sittings.js';
import type { Receipt } from './issue-receipts.js';

/**
 * Ends one open sitting before its time, by name and for a reason that the candidate reads. What was saved is handed in
 * and graded as ever, with a receipt that says who closed it; nothing opens it again. Of a hand-in, the clock, a void and
 * this at one moment exactly one closes the sitting.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.NOT_FOUND, SITTING.SESSION_STATE, SITTING.CLOSED (handed in or closed before),
 * SITTING.VOID, SITTING.OVER (its time has run out: the clock closes it), SESSION.WHY.
 */
@Injectable()
export class EndSitting {
  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly close: CloseSittings,
  ) {}

  /** @returns the receipt that the candidate has now. */
  async run(
    principal: Principal,
    sessionId: string,
    sittingId: string,
    why: string,
  ): Promise<Result<Receipt>> {
    const reason = voidReason(why);
    if (!reason.ok) return reason;
    const result = await this.database.attempt<Receipt>(async (tx) => {
      const session = await holdSession(tx, sessionId);
      if (!session) return noSession();
      const sitting = await sittingById(tx, sittingId);
      if (sitting?.sessionId !== sessionId) {
        return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting in this session.');
      }
      if (session.state !== 'open') {
        return refuse('conflict', 'SITTING.SESSION_STATE', 'Nobody sits in this session.');
      }
      const receipt = (await this.close.run(tx, [sittingId], 'officer')).get(sittingId);
      // Whoever closed it at the same moment has committed by now: what the record says is the reason.
      if (!receipt) return notOpen((await sittingById(tx, sittingId))?.state ?? sitting.state);
      await writeEnding(tx, principal, sittingId, reason.value);
      await recordDecision(tx, principal, {
        action: 'sitting-ended',
        subject: sitting.candidateNumber,
        scopeId: sessionId,
        reason: reason.value,
      });
      return ok(receipt);
    });
    if (result.ok) await this.bus.publish('sitting', { sittingId, sessionId });
    return result;
  }
}

const notOpen = (state: SittingView['state']): Result<never> =>
  state === 'void'
    ? refuse('conflict', 'SITTING.VOID', 'This sitting was declared void.')
    : state === 'closed'
      ? refuse('conflict', 'SITTING.CLOSED', 'This sitting is closed already.')
      : refuse('gone', 'SITTING.OVER', 'The time of this sitting is over: the clock closes it.');
