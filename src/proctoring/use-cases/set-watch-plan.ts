import { Injectable } from '@nestjs/common';
import { ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { lockSession, noSession } from '../../session/index.js';
import { isSamePlan, planFaults, type WatchPlan } from '../domain/watch-plan.js';
import { keepWatchPlan, watchPlanOf } from '../store/watch-plan-store.js';

export interface WatchPlanWish {
  /** Null: nothing is watched. */
  readonly plan: WatchPlan | null;
  /** Why, once the session is open: needed then. */
  readonly reason?: string | undefined;
}

/**
 * A named officer says what is watched in a session, until it is closed. Each change is a version of its own, which whoever
 * begins after it agrees to anew; who sits already goes on under what they agreed to. A wish that changes nothing makes none.
 * Where nothing is watched any more, that holds for everybody from the next loading of their page.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, CONSENT.WHY; by field CONSENT.SNAPSHOTS, CONSENT.NO_SNAPSHOTS,
 * CONSENT.DAYS.
 */
@Injectable()
export class SetWatchPlan {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    sessionId: string,
    { plan, reason: why }: WatchPlanWish,
  ): Promise<Result<{ version: number | null }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (session.state !== 'scheduled' && session.state !== 'open')
        return refuse('conflict', 'SITTING.SESSION_STATE', 'This session is over.');
      const faults = plan ? planFaults(plan) : {};
      if (Object.keys(faults).length > 0) return refuseFields(faults);
      const { watchVersion } = session;
      const before = watchVersion === null ? null : await watchPlanOf(tx, sessionId, watchVersion);
      if (isSamePlan(before, plan)) return ok({ version: watchVersion });
      const reason = why?.trim() ?? '';
      if (session.state === 'open' && reason === '')
        return refuse('invalid', 'CONSENT.WHY', 'The session is open: say why this changes now.', {
          fields: { reason: 'CONSENT.WHY' },
        });
      const version = await keepWatchPlan(tx, principal, sessionId, plan);
      await recordDecision(tx, principal, {
        action: plan ? 'watch-plan-set' : 'watch-plan-lifted',
        subject: sessionId,
        scopeId: sessionId,
        ...(reason !== '' && { reason }),
      });
      return ok({ version });
    });
  }
}
