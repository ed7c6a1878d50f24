import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { lockSession, noSession } from '../../session/index.js';
import { needsReason } from '../domain/checklist.js';
import { SessionChecklist } from './session-checklist.js';

const MOST_CHARACTERS = 500;

/**
 * An officer decides by name that a session is held, or that it is not; the list as it was is kept with the decision.
 * It counts for the draw that there is, and the last one counts.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.WHY (a no-go says why, and so does a go where
 * something is bad or not seen to).
 */
@Injectable()
export class DecideGo {
  constructor(
    private readonly database: Database,
    private readonly checklist: SessionChecklist,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: { readonly verdict: 'go' | 'no-go'; readonly reason?: string | undefined },
  ): Promise<Result<{ verdict: 'go' | 'no-go' }>> {
    const list = await this.checklist.of(sessionId);
    if (!list) return noSession();
    const reason = wish.reason?.trim() ?? '';
    const isNeeded = wish.verdict === 'no-go' || needsReason(list.points, list.manual);
    if ((isNeeded && reason === '') || [...reason].length > MOST_CHARACTERS) {
      return refuse('invalid', 'SESSION.WHY', 'Say why, in at most 500 characters.', {
        fields: { reason: 'SESSION.WHY' },
      });
    }
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (session?.state !== 'scheduled') {
        return refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
      }
      await tx.query(
        `INSERT INTO session_verdict (session_id, number, verdict, reason, draw_id, checklist, account_id, official)
         SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 FROM session_verdict WHERE session_id = $1`,
        [
          sessionId,
          wish.verdict,
          reason === '' ? null : reason,
          session.drawId,
          JSON.stringify({ points: list.points, manual: list.manual }),
          principal.accountId,
          principal.official,
        ],
      );
      await recordDecision(tx, principal, {
        action: `session-${wish.verdict}`,
        subject: sessionId,
        scopeId: sessionId,
        ...(reason !== '' && { reason }),
      });
      return ok({ verdict: wish.verdict });
    });
  }
}
