import { Injectable } from '@nestjs/common';
import { isUuid, newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, clockTime, rows, type Principal } from '../../platform/index.js';
import { delegationTimes, type DelegationWish } from '../domain/delegation-rule.js';
import { normaliseSignIn } from '../domain/identity.js';
import { isDelegable, ROLES } from '../domain/roles.js';
import { recordDecision } from '../store/decision-store.js';
import { colleague } from '../store/delegation-store.js';

/**
 * Lets a colleague use a role of one's own for some days. They act by their own name, for the other's; who has lost the
 * role meanwhile, or whose account is shut, has handed nothing over. Only what is granted to oneself can be handed over,
 * so nothing is passed on.
 *
 * Refusals: DELEGATION.NOT_HELD, DELEGATION.NO_DELEGATE, DELEGATION.SELF, DELEGATION.SAME_DELEGATION and those of
 * {@link delegationTimes}.
 */
@Injectable()
export class Delegate {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, wish: DelegationWish): Promise<Result<{ delegationId: string }>> {
    return this.database.attempt(async (tx) => {
      const role = ROLES.find((one) => one === wish.role);
      const held =
        role !== undefined && isDelegable(role) && isUuid(wish.scopeId)
          ? await rows(
              tx,
              `SELECT 1 FROM role_grant WHERE account_id = $1 AND role = $2 AND scope_id = $3 AND revoked_at IS NULL FOR SHARE`,
              [principal.accountId, role, wish.scopeId],
            )
          : [];
      if (held.length === 0)
        return refuse('invalid', 'DELEGATION.NOT_HELD', 'You have no such role of your own.', {
          fields: { grant: 'DELEGATION.NOT_HELD' },
        });
      const to = await colleague(tx, normaliseSignIn(wish.to));
      if (!to)
        return refuse('invalid', 'DELEGATION.NO_DELEGATE', 'There is no such colleague.', {
          fields: { to: 'DELEGATION.NO_DELEGATE' },
        });
      if (to.id === principal.accountId)
        return refuse('invalid', 'DELEGATION.SELF', 'You act for yourself already.', {
          fields: { to: 'DELEGATION.SELF' },
        });
      const times = delegationTimes(wish, await clockTime(tx));
      if (!times.ok) return times;
      const { startsAt, endsAt } = times.value;
      // One after the other, whoever hands over: the same twice would end once.
      await rows(tx, 'SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE', [principal.accountId]);
      const same = await rows(
        tx,
        `SELECT 1 FROM delegation WHERE from_id = $1 AND to_id = $2 AND role = $3 AND scope_id = $4 AND ended_at IS NULL
           AND starts_at < $6 AND $5 < ends_at`,
        [principal.accountId, to.id, role, wish.scopeId, startsAt, endsAt],
      );
      if (same.length > 0)
        return refuse('conflict', 'DELEGATION.SAME_DELEGATION', 'They have this role from you already.');
      const delegationId = newId();
      await tx.query(
        `INSERT INTO delegation (id, from_id, to_id, role, scope_id, starts_at, ends_at, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [delegationId, principal.accountId, to.id, role, wish.scopeId, startsAt, endsAt, wish.reason.trim()],
      );
      await recordDecision(tx, principal, {
        action: `delegated:${wish.role}`,
        subject: to.id,
        scopeId: wish.scopeId,
        reason: wish.reason.trim(),
      });
      return ok({ delegationId });
    });
  }

  /** Takes it back, from the next request on. Refusals: DELEGATION.NO_DELEGATION, DELEGATION.OVER. */
  async end(principal: Principal, delegationId: string): Promise<Result<{ delegationId: string }>> {
    return this.database.attempt(async (tx) => {
      const [ended] = await rows<{ role: string; to_id: string; scope_id: string }>(
        tx,
        `UPDATE delegation SET ended_at = clock_timestamp(), ended_by = $2
         WHERE id = $1 AND from_id = $2 AND ended_at IS NULL AND ends_at > clock_timestamp() RETURNING role, to_id, scope_id`,
        [delegationId, principal.accountId],
      );
      if (!ended) {
        const known = await rows(tx, 'SELECT 1 FROM delegation WHERE id = $1 AND from_id = $2', [
          delegationId,
          principal.accountId,
        ]);
        return known.length > 0
          ? refuse('conflict', 'DELEGATION.OVER', 'This delegation is over already.')
          : refuse('not-found', 'DELEGATION.NO_DELEGATION', 'There is no such delegation.');
      }
      await recordDecision(tx, principal, {
        action: `delegation-ended:${ended.role}`,
        subject: ended.to_id,
        scopeId: ended.scope_id,
      });
      return ok({ delegationId });
    });
  }
}
