import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, isUniqueViolation, type Principal } from '../../platform/index.js';
import { normaliseName, normaliseSignIn, passwordFault } from '../domain/identity.js';
import { AccountRow } from '../store/account.row.js';
import { recordDecision } from '../store/decision-store.js';
import { PLATFORM_SCOPE_ID } from '../store/scope-store.js';
import { PasswordHasher } from './password-hasher.js';

export interface NewStaff {
  readonly signIn: string;
  readonly displayName: string;
  /** As decisions are signed: "Head of recruitment, Ministry of …". */
  readonly position: string;
  readonly password: string;
  readonly language: string;
}

/**
 * An administrator makes an account for staff; it has no role yet.
 * Refusals: PEOPLE.SIGN_IN_TAKEN, PEOPLE.PASSWORD_*, AUTH.BUSY.
 */
@Injectable()
export class CreateAccount {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
  ) {}

  async run(principal: Principal, wish: NewStaff): Promise<Result<{ accountId: string }>> {
    const made = await this.insert(wish, principal.accountId);
    if (made.ok) {
      await recordDecision(this.database.tx, principal, {
        action: 'account-created',
        subject: made.value.accountId,
        scopeId: PLATFORM_SCOPE_ID,
      });
    }
    return made;
  }

  /** Without a creator: the first administrator, and demonstration accounts. */
  async insert(wish: NewStaff, createdBy: string | null): Promise<Result<{ accountId: string }>> {
    const signIn = normaliseSignIn(wish.signIn);
    const fault = passwordFault(wish.password, signIn);
    if (fault) {
      return refuse('invalid', `PEOPLE.${fault}`, 'Please choose another password.', {
        fields: { password: `PEOPLE.${fault}` },
      });
    }
    const passwordHash = await this.hasher.hash(wish.password);
    if (!passwordHash.ok) return passwordHash;
    const accountId = newId();
    try {
      await this.database.tx.insert(AccountRow, {
        id: accountId,
        signIn,
        displayName: normaliseName(wish.displayName),
        position: normaliseName(wish.position),
        passwordHash: passwordHash.value,
        language: wish.language,
        state: 'active',
        createdBy,
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return refuse('conflict', 'PEOPLE.SIGN_IN_TAKEN', 'Another account has this sign-in name.', {
        fields: { signIn: 'PEOPLE.SIGN_IN_TAKEN' },
      });
    }
    return ok({ accountId });
  }
}
