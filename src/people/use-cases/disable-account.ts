import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, END_ACCOUNT_SESSIONS, rows, type Principal } from '../../platform/index.js';
import { recordDecision } from '../store/decision-store.js';
import { PLATFORM_SCOPE_ID } from '../store/scope-store.js';

/** Shuts a staff account and ends its sessions. Refusals: PEOPLE.NO_ACCOUNT, PEOPLE.OWN_ACCOUNT. */
@Injectable()
export class DisableAccount {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, accountId: string): Promise<Result<{ accountId: string }>> {
    if (accountId === principal.accountId) {
      return refuse('conflict', 'PEOPLE.OWN_ACCOUNT', 'You cannot disable your own account.');
    }
    return this.database.attempt(async (tx) => {
      const [account] = await rows(
        tx,
        `UPDATE account SET state = 'disabled' WHERE id = $1 AND person_id IS NULL RETURNING id`,
        [accountId],
      );
      if (!account) return refuse('not-found', 'PEOPLE.NO_ACCOUNT', 'There is no such staff account.');
      await tx.query(END_ACCOUNT_SESSIONS, [accountId]);
      await recordDecision(tx, principal, {
        action: 'account-disabled',
        subject: accountId,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ accountId });
    });
  }
}
