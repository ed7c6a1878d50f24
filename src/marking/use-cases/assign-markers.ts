import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision, rolesIn, scopeChain } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { noSession, sessionById } from '../../session/index.js';
import { giveBack } from '../store/assignment-store.js';

/** Who marks in a session: named by an officer, among those who hold the role of a marker for it. */
@Injectable()
export class AssignMarkers {
  constructor(private readonly database: Database) {}

  /** Adding somebody again changes nothing. Refusals: SITTING.NO_SESSION, MARKING.NO_ROLE. */
  async add(
    principal: Principal,
    sessionId: string,
    accountId: string,
  ): Promise<Result<{ accountId: string }>> {
    return this.database.attempt(async (tx) => {
      if (!(await sessionById(tx, sessionId))) return noSession();
      const held = await rolesIn(tx, accountId, await scopeChain(tx, sessionId));
      const [account] = await rows(tx, `SELECT 1 FROM account WHERE id = $1 AND state = 'active'`, [
        accountId,
      ]);
      if (!account || !held.includes('marker')) {
        return refuse('invalid', 'MARKING.NO_ROLE', 'This account is no marker for this session.', {
          fields: { accountId: 'MARKING.NO_ROLE' },
        });
      }
      const added = await rows(
        tx,
        `INSERT INTO session_marker AS m (session_id, account_id, assigned_by) VALUES ($1, $2, $3)
         ON CONFLICT (session_id, account_id) DO UPDATE
           SET removed_at = NULL, assigned_by = excluded.assigned_by, assigned_at = clock_timestamp()
           WHERE m.removed_at IS NOT NULL
         RETURNING 1`,
        [sessionId, accountId, principal.accountId],
      );
      if (added.length > 0) {
        await recordDecision(tx, principal, {
          action: 'marker-assigned',
          subject: accountId,
          scopeId: sessionId,
        });
      }
      return ok({ accountId });
    });
  }

  /** Their marks stay; what they have in hand goes to others. Refusal: MARKING.NO_MARKER. */
  async remove(
    principal: Principal,
    sessionId: string,
    accountId: string,
  ): Promise<Result<{ accountId: string }>> {
    return this.database.attempt(async (tx) => {
      const removed = await rows(
        tx,
        `UPDATE session_marker SET removed_at = clock_timestamp()
         WHERE session_id = $1 AND account_id = $2 AND removed_at IS NULL RETURNING 1`,
        [sessionId, accountId],
      );
      if (removed.length === 0)
        return refuse('not-found', 'MARKING.NO_MARKER', 'Nobody with this account marks in this session.');
      await giveBack(tx, sessionId, accountId);
      await recordDecision(tx, principal, {
        action: 'marker-removed',
        subject: accountId,
        scopeId: sessionId,
      });
      return ok({ accountId });
    });
  }
}
