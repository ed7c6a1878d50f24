import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, ok, type Result } from '../../kernel/index.js';
import { KeyRing, type Tx } from '../../platform/index.js';
import { PasswordHasher } from './password-hasher.js';

export interface MadeUpCandidate {
  readonly accountId: string;
  readonly personId: string;
  readonly signIn: string;
  readonly password: string;
}

/**
 * Candidates who are nobody, for a rehearsal. Their names say so, their addresses lie in a domain that is never given
 * out (RFC 2606), and their identifiers have a space, which none of a person has. All have one password, which nobody
 * keeps. Refusal: AUTH.BUSY.
 */
@Injectable()
export class MakeUpCandidates {
  constructor(
    private readonly keys: KeyRing,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @param label tells one rehearsal's candidates from another's. */
  async run(tx: Tx, label: string, count: number): Promise<Result<MadeUpCandidate[]>> {
    const password = randomBytes(24).toString('base64url');
    const passwordHash = await this.hasher.hash(password);
    if (!passwordHash.ok) return passwordHash;
    const made = Array.from({ length: count }, (_, index) => {
      const number = String(index + 1).padStart(4, '0');
      const nationalId = `REHEARSAL ${label} ${number}`;
      return {
        accountId: newId(),
        personId: newId(),
        fullName: `Rehearsal ${number}`,
        signIn: `${number}@${label}.rehearsal.invalid`,
        hash: this.keys.mac('personal-data', 'national-id', nationalId),
        ...this.keys.encrypt('personal-data', nationalId),
      };
    });
    await tx.query(
      `INSERT INTO person (id, national_id_hash, national_id_ciphertext, national_id_key, full_name)
       SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::text[], $5::text[])`,
      [
        made.map(({ personId }) => personId),
        made.map(({ hash }) => hash),
        made.map(({ ciphertext }) => ciphertext),
        made.map(({ keyId }) => keyId),
        made.map(({ fullName }) => fullName),
      ],
    );
    await tx.query(
      `INSERT INTO account (id, person_id, sign_in, display_name, password_hash)
       SELECT *, $5 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])`,
      [
        made.map(({ accountId }) => accountId),
        made.map(({ personId }) => personId),
        made.map(({ signIn }) => signIn),
        made.map(({ fullName }) => fullName),
        passwordHash.value,
      ],
    );
    return ok(made.map(({ accountId, personId, signIn }) => ({ accountId, personId, signIn, password })));
  }
}

/** Made-up candidates are gone, with all that they signed in with. Nothing else may name them any more. */
export async function removeMadeUp(tx: Tx, personIds: readonly string[]): Promise<void> {
  await tx.query(
    'DELETE FROM web_session WHERE account_id IN (SELECT id FROM account WHERE person_id = ANY($1::uuid[]))',
    [personIds],
  );
  await tx.query('DELETE FROM account WHERE person_id = ANY($1::uuid[])', [personIds]);
  await tx.query('DELETE FROM person WHERE id = ANY($1::uuid[])', [personIds]);
}
