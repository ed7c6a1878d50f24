import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { canGrant, type Role } from '../domain/roles.js';
import { recordDecision } from '../store/decision-store.js';
import { scopeKind } from '../store/scope-store.js';

/**
 * Grants a role for a scope; granting it again gives the grant there is.
 * Refusals: PEOPLE.NO_ACCOUNT, PEOPLE.CANDIDATE_ACCOUNT, AUTH.NO_SUCH_SCOPE, PEOPLE.ROLE_SCOPE.
 */
@Injectable()
export class GrantRole {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    accountId: string,
    role: Role,
    scopeId: string,
  ): Promise<Result<{ grantId: string }>> {
    return this.database.attempt(async (tx) => {
      const [account] = await rows<{ person_id: string | null }>(
        tx,
        'SELECT person_id FROM account WHERE id = $1 FOR SHARE',
        [accountId],
      );
      if (!account) return refuse('not-found', 'PEOPLE.NO_ACCOUNT', 'There is no such account.');
      if (account.person_id) {
        return refuse('conflict', 'PEOPLE.CANDIDATE_ACCOUNT', 'A candidate’s account takes no staff role.');
      }
      const kind = await scopeKind(tx, scopeId);
      if (!kind) return refuse('not-found', 'AUTH.NO_SUCH_SCOPE', 'There is nothing with this id.');
      if (!canGrant(role, kind)) {
        return refuse('invalid', 'PEOPLE.ROLE_SCOPE', 'This role is not granted for that kind of scope.', {
          fields: { scopeId: 'PEOPLE.ROLE_SCOPE' },
        });
      }
      const [made] = await rows<{ id: string }>(
        tx,
        `INSERT INTO role_grant (id, account_id, role, scope_id, granted_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account_id, role, scope_id) WHERE revoked_at IS NULL DO NOTHING RETURNING id`,
        [newId(), accountId, role, scopeId, principal.accountId],
      );
      if (made) {
        await recordDecision(tx, principal, { action: `role-granted:${role}`, subject: accountId, scopeId });
        return ok({ grantId: made.id });
      }
      const [known] = await rows<{ id: string }>(
        tx,
        'SELECT id FROM role_grant WHERE account_id = $1 AND role = $2 AND scope_id = $3 AND revoked_at IS NULL',
        [accountId, role, scopeId],
      );
      return ok({ grantId: known?.id ?? '' });
    });
  }
}
