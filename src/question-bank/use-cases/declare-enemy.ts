import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { versionOf } from '../store/item-detail-store.js';

/**
 * Declares that two items never stand in one form, because one gives the other away or asks the same again.
 * Refusals: ITEM.NOT_FOUND, ITEM.NO_ENEMY, ITEM.REASON_NEEDED.
 */
@Injectable()
export class DeclareEnemy {
  constructor(private readonly database: Database) {}

  /** Declaring it again keeps the first reason. */
  async add(
    principal: Principal,
    bankId: string,
    itemId: string,
    wish: { readonly enemyCode: string; readonly reason: string },
  ): Promise<Result<{ enemyId: string }>> {
    return this.database.attempt(async (tx) => {
      const item = await versionOf(tx, bankId, itemId);
      if (!item) return refuse('not-found', 'ITEM.NOT_FOUND', 'This bank has no such item.');
      const reason = wish.reason.trim();
      if (reason === '') {
        return refuse('invalid', 'ITEM.REASON_NEEDED', 'This step needs a reason.', {
          fields: { reason: 'ITEM.REASON_NEEDED' },
        });
      }
      const [enemy] = await rows<{ id: string }>(
        tx,
        'SELECT id FROM item WHERE bank_id = $1 AND code = $2 AND id <> $3',
        [bankId, wish.enemyCode.trim(), itemId],
      );
      if (!enemy) {
        return refuse('not-found', 'ITEM.NO_ENEMY', 'The bank has no other item with this code.', {
          fields: { enemyCode: 'ITEM.NO_ENEMY' },
        });
      }
      await tx.query(
        `INSERT INTO item_enemy (item_id, enemy_id, reason, account_id, official)
         VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4, $5) ON CONFLICT DO NOTHING`,
        [itemId, enemy.id, reason, principal.accountId, principal.official],
      );
      await recordDecision(tx, principal, {
        action: 'enemy-declared',
        subject: `${item.code} ${wish.enemyCode.trim()}`,
        scopeId: bankId,
        reason,
      });
      return ok({ enemyId: enemy.id });
    });
  }

  async remove(
    principal: Principal,
    bankId: string,
    itemId: string,
    enemyId: string,
  ): Promise<Result<{ removed: true }>> {
    return this.database.attempt(async (tx) => {
      const item = await versionOf(tx, bankId, itemId);
      const enemy = await versionOf(tx, bankId, enemyId);
      const [gone] = await rows(
        tx,
        `DELETE FROM item_enemy WHERE item_id = least($1::uuid, $2::uuid) AND enemy_id = greatest($1::uuid, $2::uuid)
         RETURNING item_id`,
        [itemId, enemyId],
      );
      if (!item || !enemy || !gone) {
        return refuse('not-found', 'ITEM.NO_ENEMY', 'The bank has no other item with this code.');
      }
      await recordDecision(tx, principal, {
        action: 'enemy-removed',
        subject: `${item.code} ${enemy.code}`,
        scopeId: bankId,
      });
      return ok({ removed: true as const });
    });
  }
}
