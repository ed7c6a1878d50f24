import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { versionOf } from '../store/item-detail-store.js';

/** Comments on an item, each with its author's name; settled, never deleted. Refusals: ITEM.NOT_FOUND, ITEM.EMPTY. */
@Injectable()
export class DiscussItem {
  constructor(private readonly database: Database) {}

  /** @param wish.language what it is about, where it is one translation. */
  async comment(
    principal: Principal,
    bankId: string,
    itemId: string,
    wish: { readonly version: number; readonly language: string | null; readonly body: string },
  ): Promise<Result<{ commentId: string }>> {
    return this.database.attempt(async (tx) => {
      const version = await versionOf(tx, bankId, itemId, wish.version);
      if (!version) return refuse('not-found', 'ITEM.NOT_FOUND', 'This bank has no such item.');
      const body = wish.body.trim();
      if (body === '') {
        return refuse('invalid', 'ITEM.EMPTY', 'The comment is empty.', { fields: { body: 'ITEM.EMPTY' } });
      }
      const commentId = newId();
      await tx.query(
        `INSERT INTO item_comment (id, item_id, version, language, body, account_id, official)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [commentId, itemId, wish.version, wish.language, body, principal.accountId, principal.official],
      );
      return ok({ commentId });
    });
  }

  /** Marks a comment as dealt with; doing it again changes nothing. */
  async settle(
    principal: Principal,
    bankId: string,
    itemId: string,
    commentId: string,
  ): Promise<Result<{ settled: true }>> {
    const [found] = await rows(
      this.database.tx,
      `UPDATE item_comment c SET settled_at = coalesce(c.settled_at, clock_timestamp()),
         settled_by = coalesce(c.settled_by, $4)
       FROM item i WHERE c.id = $3 AND c.item_id = $2 AND i.id = c.item_id AND i.bank_id = $1 RETURNING c.id`,
      [bankId, itemId, commentId, principal.official],
    );
    return found
      ? ok({ settled: true as const })
      : refuse('not-found', 'ITEM.NOT_FOUND', 'There is no such comment on this item.');
  }
}
