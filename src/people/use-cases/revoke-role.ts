import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { recordDecision } from '../store/decision-store.js';

/** Takes a role back, from the next request on. Refusals: PEOPLE.NO_GRANT, PEOPLE.LAST_ADMINISTRATOR. */
@Injectable()
export class RevokeRole {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, accountId: string, grantId: string): Promise<Result<{ grantId: string }>> {
    return this.database.attempt(async (tx) => {
      const [grant] = await rows<{ role: string; scope_id: string }>(
        tx,
        `UPDATE role_grant SET revoked_at = clock_timestamp(), revoked_by = $3
         WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL RETURNING role, scope_id`,
        [grantId, accountId, principal.accountId],
      );
      if (!grant) return refuse('not-found', 'PEOPLE.NO_GRANT', 'There is no such grant.');
      const [administrators] = await rows<{ count: number }>(
        tx,
        `SELECT count(*)::int AS count FROM role_grant g JOIN account a ON a.id = g.account_id
         WHERE g.role = 'administrator' AND g.revoked_at IS NULL AND a.state = 'active'`,
      );
      if (administrators?.count === 0) {
        return refuse(
          'conflict',
          'PEOPLE.LAST_ADMINISTRATOR',
          'The platform needs at least one administrator.',
        );
      }
      await recordDecision(tx, principal, {
        action: `role-revoked:${grant.role}`,
        subject: accountId,
        scopeId: grant.scope_id,
      });
      return ok({ grantId });
    });
  }
}
