import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { planChanges } from '../domain/session-plan.js';
import { lockSession, type SessionView } from '../store/session-store.js';
import { checkPlan, completePlan, type PlanWish } from './schedule-session.js';
import { noSession } from '../domain/no-session.js';

/**
 * Changes how a session is to be held, by name, until its draw is committed: what is stated in public then stays.
 * Afterwards only the moment at which entry closes can be moved, while the session is planned or open.
 */
@Injectable()
export class ChangePlan {
  constructor(private readonly database: Database) {}

  /** Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.COMMITTED, SITTING.TIMES, SESSION.SPREAD. */
  async run(
    principal: Principal,
    sessionId: string,
    wish: PlanWish,
  ): Promise<Result<{ changed: readonly string[] }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (session.state !== 'scheduled') return notNow();
      if (session.drawId) {
        return refuse('conflict', 'SESSION.COMMITTED', 'The draw is committed: the plan stays as it is.');
      }
      const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
      const plan = completePlan({ ...planOf(session), ...given });
      const sound = checkPlan(plan);
      if (!sound.ok) return sound;
      const changed = planChanges(planOf(session), plan);
      if (changed.length === 0) return ok({ changed });
      const signs = plan.releasePolicy === 'on-grading' && session.releasePolicy !== 'on-grading';
      await tx.query(
        `UPDATE exam_session SET title = $2, opens_at = $3, entry_closes_at = $4, release_policy = $5, entry = $6,
           admission = $7, spread_seconds = $8,
           release_signed_by = CASE WHEN $5 = 'officer' THEN NULL WHEN $9 THEN $10::uuid ELSE release_signed_by END,
           release_signed_at = CASE WHEN $5 = 'officer' THEN NULL WHEN $9 THEN clock_timestamp() ELSE release_signed_at END
         WHERE id = $1`,
        [
          sessionId,
          JSON.stringify(plan.title),
          plan.opensAt,
          plan.entryClosesAt,
          plan.releasePolicy,
          plan.entry,
          plan.admission,
          plan.spreadSeconds,
          signs,
          principal.accountId,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'session-plan-changed',
        subject: sessionId,
        scopeId: sessionId,
        reason: changed.join('; '),
      });
      if (signs) {
        await recordDecision(tx, principal, {
          action: 'release-signed',
          subject: sessionId,
          scopeId: sessionId,
        });
      }
      return ok({ changed });
    });
  }

  /**
   * Moves the moment at which entry closes. Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SITTING.TIMES,
   * SESSION.SPREAD.
   */
  async moveEntryClosing(
    principal: Principal,
    sessionId: string,
    entryClosesAt: Date,
    reason?: string,
  ): Promise<Result<{ entryClosesAt: Date }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (session.state !== 'scheduled' && session.state !== 'open') return notNow();
      const sound = checkPlan({ ...planOf(session), entryClosesAt });
      if (!sound.ok) return sound;
      await tx.query('UPDATE exam_session SET entry_closes_at = $2 WHERE id = $1', [
        sessionId,
        entryClosesAt,
      ]);
      const moved = `${session.entryClosesAt.toISOString()} → ${entryClosesAt.toISOString()}`;
      const why = reason?.trim() ?? '';
      await recordDecision(tx, principal, {
        action: 'entry-closing-moved',
        subject: sessionId,
        scopeId: sessionId,
        reason: why === '' ? moved : `${moved}: ${why}`,
      });
      return ok({ entryClosesAt });
    });
  }
}

const planOf = ({
  title,
  opensAt,
  entryClosesAt,
  releasePolicy,
  entry,
  admission,
  spreadSeconds,
}: SessionView) => ({ title, opensAt, entryClosesAt, releasePolicy, entry, admission, spreadSeconds });

const notNow = () => refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
