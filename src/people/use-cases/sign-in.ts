import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database } from '../../platform/index.js';
import { normaliseSignIn } from '../domain/identity.js';
import { AccountRow } from '../store/account.row.js';
import { PasswordHasher } from './password-hasher.js';
import { Throttle } from './throttle.js';

/**
 * Checks a sign-in. The same refusal for a wrong password, an unknown name and a disabled account.
 * Refusals: AUTH.WRONG, AUTH.TOO_MANY_ATTEMPTS (by account and by address), AUTH.BUSY.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
    private readonly throttle: Throttle,
  ) {}

  /** @param address the network address the request came from. */
  async run(name: string, password: string, address: string): Promise<Result<{ accountId: string }>> {
    const signIn = normaliseSignIn(name);
    const wait = await this.throttle.wait([
      ['account', signIn],
      ['address', address],
    ]);
    if (wait > 0) {
      return refuse('limited', 'AUTH.TOO_MANY_ATTEMPTS', 'Too many tries. Please wait a while.', {
        retryAfter: wait,
        data: { minutes: Math.ceil(wait / 60) },
      });
    }
    const account = await this.database.tx.findOne(AccountRow, {
      where: { signIn },
      select: { id: true, passwordHash: true, state: true },
    });
    const matches = await this.hasher.matches(
      account?.state === 'active' ? account.passwordHash : undefined,
      password.slice(0, 1000),
    );
    if (!matches.ok) return matches;
    if (!matches.value || !account) {
      await this.throttle.fail('account', signIn);
      await this.throttle.fail('address', address);
      return refuse('unauthenticated', 'AUTH.WRONG', 'The sign-in name or the password is not right.');
    }
    return ok({ accountId: account.id });
  }
}
