import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { recordShownItems, RevealDraw } from '../../form/index.js';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { lockSession, occasionOf, SESSION_STATES, noSession } from '../../session/index.js';

/**
 * Closes a session once nobody sits in it any more, and reveals its draw: the shares of the seed, the numbers, and the
 * bundle with which anyone can check every form. Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SITTING.STILL_SITTING.
 */
@Injectable()
export class CloseSession {
  constructor(
    private readonly database: Database,
    private readonly revealDraw: RevealDraw,
  ) {}

  async run(principal: Principal, sessionId: string): Promise<Result<{ state: 'closed' }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      const competition = session && (await competitionById(tx, session.competitionId));
      if (!session || !competition) return noSession();
      const next = transition(SESSION_STATES, session.state, 'close', 'SITTING.SESSION_STATE');
      if (!next.ok) return next;
      const [open] = await rows<{ count: number }>(
        tx,
        `SELECT count(*)::int AS count FROM sitting WHERE session_id = $1 AND state = 'open'`,
        [sessionId],
      );
      if (open && open.count > 0) {
        return refuse('conflict', 'SITTING.STILL_SITTING', 'Candidates are still sitting this session.', {
          data: { open: open.count },
        });
      }
      await tx.query(`UPDATE exam_session SET state = 'closed' WHERE id = $1`, [sessionId]);
      await recordDecision(tx, principal, {
        action: 'session-closed',
        subject: sessionId,
        scopeId: sessionId,
      });
      // A rehearsal's items were shown to nobody, and its draw is nobody's business.
      if (session.drawId && !session.rehearsal) {
        await recordShownItems(tx, session.drawId);
        await this.revealDraw.run(tx, occasionOf(principal, session, competition), session.drawId);
      }
      return ok({ state: 'closed' as const });
    });
  }
}
