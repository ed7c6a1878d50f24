import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, END_ACCOUNT_SESSIONS, rows, type Principal } from '../../platform/index.js';
import { MIN_REASON } from '../domain/delegation-rule.js';
import { normaliseSignIn } from '../domain/identity.js';
import { recordDecision } from '../store/decision-store.js';
import { colleague } from '../store/delegation-store.js';
import { PLATFORM_SCOPE_ID } from '../store/scope-store.js';
import { OpenWork, type WorkItem } from './open-work.js';

export interface HandoverWish {
  /** Sign-in name of whoever takes over. */
  readonly to: string;
  readonly reason: string;
  /** Also shut the account of whoever leaves. */
  readonly disable: boolean;
}

/**
 * Somebody leaves: all their roles pass to a colleague, what they handed over or act on for others ends, and what was open
 * is written down. Work belongs to a scope, so whoever has the role now finds it on their desk.
 *
 * Refusals: PEOPLE.NO_ACCOUNT, PEOPLE.OWN_ACCOUNT, DELEGATION.NO_DELEGATE, DELEGATION.SELF, DELEGATION.REASON.
 */
@Injectable()
export class HandOver {
  constructor(
    private readonly database: Database,
    private readonly openWork: OpenWork,
  ) {}

  async run(
    principal: Principal,
    fromId: string,
    wish: HandoverWish,
  ): Promise<Result<{ roles: number; work: readonly WorkItem[]; to: string }>> {
    const reason = wish.reason.trim();
    if (wish.disable && fromId === principal.accountId)
      return refuse('conflict', 'PEOPLE.OWN_ACCOUNT', 'You cannot disable your own account.');
    return this.database.attempt(async (tx) => {
      const from = await rows(
        tx,
        'SELECT 1 FROM account WHERE id = $1 AND person_id IS NULL FOR NO KEY UPDATE',
        [fromId],
      );
      if (from.length === 0)
        return refuse('not-found', 'PEOPLE.NO_ACCOUNT', 'There is no such staff account.');
      const to = await colleague(tx, normaliseSignIn(wish.to));
      const fields = {
        ...(!to && { to: 'DELEGATION.NO_DELEGATE' }),
        ...(to?.id === fromId && { to: 'DELEGATION.SELF' }),
        ...(reason.length < MIN_REASON && { reason: 'DELEGATION.REASON' }),
      };
      const [fault] = Object.values(fields);
      if (!to || fault !== undefined)
        return refuse('invalid', fault ?? '', 'It cannot be handed over like this.', { fields });
      const work = await this.openWork.of(tx, fromId);
      const roles = await rows<{ role: string; scope_id: string }>(
        tx,
        `UPDATE role_grant SET revoked_at = clock_timestamp(), revoked_by = $2
         WHERE account_id = $1 AND revoked_at IS NULL RETURNING role, scope_id`,
        [fromId, principal.accountId],
      );
      for (const { role, scope_id } of roles) {
        await tx.query(
          `INSERT INTO role_grant (id, account_id, role, scope_id, granted_by) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (account_id, role, scope_id) WHERE revoked_at IS NULL DO NOTHING`,
          [newId(), to.id, role, scope_id, principal.accountId],
        );
      }
      await tx.query(
        `UPDATE delegation SET ended_at = clock_timestamp(), ended_by = $2
         WHERE (from_id = $1 OR to_id = $1) AND ended_at IS NULL AND ends_at > clock_timestamp()`,
        [fromId, principal.accountId],
      );
      if (wish.disable) {
        await tx.query(`UPDATE account SET state = 'disabled' WHERE id = $1`, [fromId]);
        await tx.query(END_ACCOUNT_SESSIONS, [fromId]);
      }
      await tx.query(
        `INSERT INTO handover (id, from_id, to_id, roles, work, reason, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [newId(), fromId, to.id, JSON.stringify(roles), JSON.stringify(work), reason, principal.accountId],
      );
      await recordDecision(tx, principal, {
        action: 'handed-over',
        subject: fromId,
        scopeId: PLATFORM_SCOPE_ID,
        reason,
      });
      return ok({ roles: roles.length, work, to: to.official });
    });
  }
}
