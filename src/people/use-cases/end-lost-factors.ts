import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, END_ACCOUNT_SESSIONS, rows, type Principal } from '../../platform/index.js';
import { recordDecision } from '../store/decision-store.js';
import { endRecoveryCodes } from '../store/recovery-store.js';
import { PLATFORM_SCOPE_ID } from '../store/scope-store.js';

const REASON = { least: 10, most: 500 } as const;

/**
 * Ends all second factors and recovery codes of a staff account whose owner has lost them, so that they can enrol anew with
 * their password. Its sessions end too: whoever found the phone may sit in one. Nobody does this for themselves, and it is on
 * record with its reason.
 *
 * Refusals: PEOPLE.OWN_FACTORS, PEOPLE.FACTORS_REASON, PEOPLE.NO_ACCOUNT, PEOPLE.NO_FACTORS.
 */
@Injectable()
export class EndLostFactors {
  constructor(private readonly database: Database) {}

  /** @param reason 10 to 500 characters: how it is known that they are lost, and that it is the owner who asks. */
  async run(principal: Principal, accountId: string, reason: string): Promise<Result<{ accountId: string }>> {
    if (accountId === principal.accountId)
      return refuse(
        'conflict',
        'PEOPLE.OWN_FACTORS',
        'Another administrator has to end your second factors.',
      );
    const why = reason.trim();
    if (why.length < REASON.least || why.length > REASON.most)
      return refuse('invalid', 'PEOPLE.FACTORS_REASON', 'Say why in 10 to 500 characters.', {
        fields: { reason: 'PEOPLE.FACTORS_REASON' },
      });
    return this.database.attempt(async (tx) => {
      const [account] = await rows(
        tx,
        'SELECT 1 FROM account WHERE id = $1 AND person_id IS NULL FOR UPDATE',
        [accountId],
      );
      if (!account) return refuse('not-found', 'PEOPLE.NO_ACCOUNT', 'There is no such staff account.');
      const ended = await rows<{ enrolled: boolean }>(
        tx,
        `UPDATE second_factor SET ended_at = clock_timestamp() WHERE account_id = $1 AND ended_at IS NULL
         RETURNING enrolled_at IS NOT NULL AS enrolled`,
        [accountId],
      );
      if (!ended.some(({ enrolled }) => enrolled))
        return refuse('conflict', 'PEOPLE.NO_FACTORS', 'This account has no second factor.');
      await endRecoveryCodes(tx, accountId);
      await tx.query(END_ACCOUNT_SESSIONS, [accountId]);
      await recordDecision(tx, principal, {
        action: 'lost-factors-ended',
        subject: accountId,
        scopeId: PLATFORM_SCOPE_ID,
        reason: why,
      });
      return ok({ accountId });
    });
  }
}
