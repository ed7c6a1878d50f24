import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { planChanges, type SessionPlan } from '../domain/session-plan.js';
import { lockCentre } from '../store/centre-store.js';
import { bookedCount } from '../store/booking-store.js';
import { lockPlaces, offeredRooms, roomsAreBusy } from '../store/place-store.js';
import { lockSession, type SessionView } from '../store/session-store.js';
import { checkPlan, completePlan, type PlanWish } from './schedule-session.js';
import { noSession } from '../domain/no-session.js';

/** A plan that keeps the time of a release that somebody signed, where it says `at`. */
export type PlanChange = Omit<PlanWish, 'releasePolicy'> & Pick<SessionPlan, 'releasePolicy'>;

/**
 * Changes how a session is to be held, by name, until its draw is committed: what is stated in public then stays.
 * Afterwards only the moment at which entry closes can be moved, while the session is planned or open.
 */
@Injectable()
export class ChangePlan {
  constructor(private readonly database: Database) {}

  /**
   * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.COMMITTED, SITTING.TIMES, SESSION.SPREAD,
   * SESSION.BOOKED (people hold places: when it opens and who may enter stay), SESSION.ROOM_BUSY.
   */
  async run(
    principal: Principal,
    sessionId: string,
    wish: PlanChange,
  ): Promise<Result<{ changed: readonly string[] }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (session.state !== 'scheduled') return notNow();
      if (session.drawId) {
        return refuse('conflict', 'SESSION.COMMITTED', 'The draw is committed: the plan stays as it is.');
      }
      const given = Object.fromEntries(
        Object.entries(wish).filter(([, value]: [string, unknown]) => value !== undefined),
      );
      const wished = completePlan({ ...planOf(session), ...given });
      // A plan sets no time for a release: one that is set is signed on grading's page.
      const plan =
        wished.releasePolicy === 'at' ? { ...wished, releasePolicy: session.releasePolicy } : wished;
      const sound = checkPlan(plan);
      if (!sound.ok) return sound;
      const changed = planChanges(planOf(session), plan);
      if (changed.length === 0) return ok({ changed });
      const kept = await keepsPlaces(tx, session, plan);
      if (!kept.ok) return kept;
      const signs = plan.releasePolicy === 'on-grading' && session.releasePolicy !== 'on-grading';
      await tx.query(
        `UPDATE exam_session SET title = $2, opens_at = $3, entry_closes_at = $4, release_policy = $5,
           release_at = CASE WHEN $5 = 'at' THEN release_at END, entry = $6,
           admission = $7, spread_seconds = $8, review = $11,
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
          plan.review,
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
  review,
}: SessionView) => ({
  title,
  opensAt,
  entryClosesAt,
  releasePolicy,
  entry,
  admission,
  spreadSeconds,
  review,
});

/** What people have booked stays true: the hour, and that a place is needed; and no room has two sessions at once. */
async function keepsPlaces(tx: Tx, session: SessionView, plan: SessionPlan): Promise<Result<undefined>> {
  if (session.entry !== 'booked') return ok(undefined);
  const rooms = await offeredRooms(tx, session.id);
  // Those who book or offer rooms there wait, in the order in which everybody locks centres.
  const centreIds = [...new Set(rooms.map(({ centreId }) => centreId))].sort();
  for (const centreId of centreIds) await lockCentre(tx, centreId);
  for (const centreId of centreIds) await lockPlaces(tx, session.id, centreId);
  const moves = plan.opensAt.getTime() !== session.opensAt.getTime() || plan.entry !== session.entry;
  const count = moves ? await bookedCount(tx, session.id) : 0;
  if (count > 0) {
    return refuse('conflict', 'SESSION.BOOKED', 'People have booked for this hour.', { data: { count } });
  }
  const span = { ...plan, id: session.id, minutes: session.minutes };
  const roomIds = rooms.map(({ roomId }) => roomId);
  if (plan.entry === 'booked' && (await roomsAreBusy(tx, span, roomIds))) {
    return refuse('conflict', 'SESSION.ROOM_BUSY', 'Another session is in one of these rooms then.');
  }
  return ok(undefined);
}

const notNow = () => refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
