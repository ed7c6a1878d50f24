import { Injectable } from '@nestjs/common';
import { ok, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { lockMarker, ownAssignment } from '../store/assignment-store.js';
import { noText } from './give-mark.js';
import { notAMarker } from './take-text.js';

/**
 * A marker who knows whose text is in hand steps aside, on record and with a reason: it goes to another, and they get
 * nothing more of that person. Refusals: MARKING.NOT_A_MARKER, MARKING.NO_TEXT (not in hand, or marked already).
 */
@Injectable()
export class StepAside {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    sessionId: string,
    textId: string,
    reason: string,
  ): Promise<Result<{ steppedAside: true }>> {
    return this.database.attempt(async (tx) => {
      const { accountId } = principal;
      if (!(await lockMarker(tx, sessionId, accountId))) return notAMarker();
      const own = await ownAssignment(tx, sessionId, accountId, textId, true);
      if (own?.state !== 'open') return noText();
      await tx.query(
        `UPDATE mark_assignment SET state = 'stepped-aside', reason = $3, ended_at = clock_timestamp()
         WHERE text_id = $1 AND account_id = $2`,
        [textId, accountId, reason],
      );
      await recordDecision(tx, principal, {
        action: 'marker-stepped-aside',
        subject: textId,
        scopeId: sessionId,
        reason,
      });
      return ok({ steppedAside: true });
    });
  }
}
