import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';

/**
 * A named administrator decides on a letter that was refused, or of which nobody knows whether it came: it is sent again,
 * or left. Refusals: NOTICE.NOT_STUCK.
 */
@Injectable()
export class SettleStuck {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, id: string, again: boolean): Promise<Result<undefined>> {
    return this.database.attempt(async (tx) => {
      const [changed] = await rows(
        tx,
        `UPDATE notice SET state = $2, attempts = 0, fault = CASE WHEN $2 = 'waiting' THEN NULL ELSE fault END,
           due_at = clock_timestamp(), changed_at = clock_timestamp()
         WHERE id = $1 AND state IN ('refused', 'unsure') RETURNING 1`,
        [id, again ? 'waiting' : 'set-aside'],
      );
      if (!changed)
        return refuse('conflict', 'NOTICE.NOT_STUCK', 'This letter does not wait for a decision.');
      await recordDecision(tx, principal, {
        action: again ? 'notice-sent-again' : 'notice-set-aside',
        subject: id,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok(undefined);
    });
  }
}
