import { Injectable } from '@nestjs/common';
import { applicantsOf, competitionById, type CompetitionView } from '../../competition/index.js';
import { cancelDraw, recordShownItems, RevealDraw } from '../../form/index.js';
import { byCodePoints, ok, refuse, transition, type Result } from '../../kernel/index.js';
import { postNotices } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import {
  Bus,
  Database,
  clockTime,
  keepChunk,
  stateFact,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import {
  lockSession,
  occasionOf,
  rosterOf,
  SESSION_STATES,
  type SessionView,
  noSession,
} from '../../session/index.js';
import { voidReason } from '../domain/void-reason.js';
import { sessionVoidFact } from '../facts.js';
import { voidSittings, type VoidedSitting } from '../store/void-store.js';

/**
 * Declares a whole session void, by name and for a public reason: all its sittings, open and closed, are void at once,
 * whoever sits is stopped, and nobody begins any more. Those affected can be planned another session.
 *
 * A draw that nobody has sat by yet is cancelled; one whose forms were given out is revealed, as at a closing.
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SITTING.RELEASED (then an appeal decides), SESSION.WHY.
 */
@Injectable()
export class VoidSession {
  constructor(
    private readonly database: Database,
    private readonly revealDraw: RevealDraw,
    private readonly bus: Bus,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: { readonly reason: string },
  ): Promise<Result<{ state: 'void'; sittings: number }>> {
    const stated = voidReason(wish.reason);
    if (!stated.ok) return stated;
    const reason = stated.value;
    const result = await this.database.attempt<{ state: 'void'; sittings: number }>(async (tx) => {
      const session = await lockSession(tx, sessionId);
      const competition = session && (await competitionById(tx, session.competitionId));
      if (!session || !competition) {
        return noSession();
      }
      const next = transition(SESSION_STATES, session.state, 'void', 'SITTING.SESSION_STATE');
      if (!next.ok) return next;
      if (session.releasedAt) {
        return refuse(
          'conflict',
          'SITTING.RELEASED',
          'Its results are released: what is wrong now is for an appeal.',
        );
      }
      const voided = await voidSittings(tx, principal, sessionId, null, {
        cause: 'session',
        again: 'replacement',
        reason,
      });
      const ended = await this.#endDraw(tx, principal, session, competition, reason);
      if (!ended.ok) return ended;
      await tx.query(`UPDATE exam_session SET state = 'void', paused_at = NULL WHERE id = $1`, [sessionId]);
      await recordDecision(tx, principal, {
        action: 'session-void',
        subject: sessionId,
        scopeId: sessionId,
        reason,
      });
      if (!session.rehearsal) {
        const numbers = voided.map(({ candidateNumber }) => candidateNumber).sort(byCodePoints);
        await stateVoid(tx, principal, session, competition, numbers, reason);
        await tellVoid(tx, session, voided);
      }
      return ok({ state: 'void', sittings: voided.length });
    });
    // Whoever sits is told at once; whoever is not reached hears it with the next request.
    if (result.ok) await this.bus.publish('session', { sessionId });
    return result;
  }

  async #endDraw(
    tx: Tx,
    principal: Principal,
    session: SessionView,
    competition: CompetitionView,
    reason: string,
  ): Promise<Result<undefined>> {
    if (!session.drawId || session.state === 'closed') return ok(undefined);
    const occasion = occasionOf(principal, session, competition);
    if (session.state === 'scheduled') {
      const cancelled = await cancelDraw(tx, occasion, session.drawId, { reason });
      if (!cancelled.ok) return cancelled;
      await tx.query('UPDATE exam_session SET draw_id = NULL WHERE id = $1', [session.id]);
      return ok(undefined);
    }
    if (session.rehearsal) return ok(undefined);
    await recordShownItems(tx, session.drawId);
    await this.revealDraw.run(tx, occasion, session.drawId);
    return ok(undefined);
  }
}

/** Everybody who sat, or would have. */
async function tellVoid(tx: Tx, session: SessionView, voided: readonly VoidedSitting[]): Promise<void> {
  const waiting = session.state === 'closed' ? [] : await rosterOf(tx, session);
  const people = await applicantsOf(tx, [...waiting, ...voided.map(({ applicationId }) => applicationId)]);
  await postNotices(
    tx,
    people.map((personId) => ({
      kind: 'session-void',
      personId,
      about: session.id,
      details: { session: session.title },
      path: '/desk',
    })),
  );
}

async function stateVoid(
  tx: Tx,
  principal: Principal,
  session: SessionView,
  competition: CompetitionView,
  numbers: readonly string[],
  reason: string,
): Promise<void> {
  const listHash = await keepChunk(tx, { session: session.id, numbers });
  await stateFact(
    tx,
    sessionVoidFact({
      session,
      competition,
      sittings: numbers.length,
      listHash,
      reason,
      official: principal.official,
      time: await clockTime(tx),
    }),
  );
}
