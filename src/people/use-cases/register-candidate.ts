import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, isUniqueViolation, KeyRing } from '../../platform/index.js';
import { normaliseName, normaliseNationalId, normaliseSignIn, passwordFault } from '../domain/identity.js';
import { AccountRow } from '../store/account.row.js';
import { PersonRow } from '../store/person.row.js';
import { PasswordHasher } from './password-hasher.js';

export interface NewCandidate {
  readonly fullName: string;
  readonly nationalId: string;
  readonly email: string;
  readonly password: string;
  readonly language: string;
}

/**
 * Registers a person as a candidate: one national identifier, one person, one account.
 *
 * Refusals: PEOPLE.ALREADY_REGISTERED (whichever of identifier and e-mail is known: it says nothing about whose),
 * PEOPLE.PASSWORD_SHORT, PEOPLE.PASSWORD_LONG, PEOPLE.PASSWORD_NAME, PEOPLE.NATIONAL_ID, AUTH.BUSY.
 */
@Injectable()
export class RegisterCandidate {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly hasher: PasswordHasher,
  ) {}

  async run(wish: NewCandidate): Promise<Result<{ accountId: string }>> {
    const signIn = normaliseSignIn(wish.email);
    const fault = passwordFault(wish.password, signIn);
    if (fault) {
      return refuse('invalid', `PEOPLE.${fault}`, 'Please choose another password.', {
        fields: { password: `PEOPLE.${fault}` },
      });
    }
    const nationalId = normaliseNationalId(wish.nationalId);
    if (nationalId.length < 5) {
      return refuse('invalid', 'PEOPLE.NATIONAL_ID', 'This is no national identification number.', {
        fields: { nationalId: 'PEOPLE.NATIONAL_ID' },
      });
    }
    const passwordHash = await this.hasher.hash(wish.password);
    if (!passwordHash.ok) return passwordHash;
    const { ciphertext, keyId } = this.keys.encrypt('personal-data', nationalId);
    const personId = newId();
    const accountId = newId();
    const displayName = normaliseName(wish.fullName);
    try {
      await this.database.transaction(async (tx) => {
        await tx.insert(PersonRow, {
          id: personId,
          nationalIdHash: this.keys.mac('personal-data', 'national-id', nationalId),
          nationalIdCiphertext: ciphertext,
          nationalIdKey: keyId,
          fullName: displayName,
        });
        await tx.insert(AccountRow, {
          id: accountId,
          personId,
          signIn,
          displayName,
          passwordHash: passwordHash.value,
          language: wish.language,
          state: 'active',
        });
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return refuse('conflict', 'PEOPLE.ALREADY_REGISTERED', 'There is an account already. Please sign in.');
    }
    return ok({ accountId });
  }
}
