import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import type { ManualPoint } from '../store/checklist-store.js';
import { lockSession } from '../store/session-store.js';
import { noSession } from '../domain/no-session.js';

/**
 * Somebody says by name that a point of the checklist is seen to, or that it is not, with a note.
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE.
 */
@Injectable()
export class TickPoint {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: { readonly point: ManualPoint; readonly done: boolean; readonly note: string },
  ): Promise<Result<{ done: boolean }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (session.state !== 'scheduled') {
        return refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
      }
      const note = wish.note.trim();
      await tx.query(
        `INSERT INTO session_check (session_id, point, done, note, account_id, official) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (session_id, point) DO UPDATE SET done = $3, note = $4, account_id = $5, official = $6,
           at = clock_timestamp()`,
        [sessionId, wish.point, wish.done, note, principal.accountId, principal.official],
      );
      await recordDecision(tx, principal, {
        action: wish.done ? `checked-${wish.point}` : `unchecked-${wish.point}`,
        subject: sessionId,
        scopeId: sessionId,
        ...(note !== '' && { reason: note }),
      });
      return ok({ done: wish.done });
    });
  }
}
