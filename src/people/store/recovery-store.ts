import { publicId } from '../../kernel/index.js';
import { rows, type KeyRing, type Tx } from '../../platform/index.js';

const CODES = 10;
/** Characters of 4.8 bits each: 57 bits. */
const LENGTH = 12;

const normalise = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');

/** Only this is kept of a recovery code; without the key outside PostgreSQL nobody can try codes against it. */
export const hashOfRecoveryCode = (keys: KeyRing, code: string): Buffer =>
  keys.mac('second-factors', 'recovery-code', normalise(code));

/** New recovery codes in the place of those before. @returns them as they are shown, this once. */
export async function renewRecoveryCodes(tx: Tx, keys: KeyRing, accountId: string): Promise<string[]> {
  await endRecoveryCodes(tx, accountId);
  const codes = Array.from({ length: CODES }, () => publicId(LENGTH));
  await tx.query(
    `INSERT INTO recovery_code (id, account_id, code_hash) SELECT gen_random_uuid(), $1, unnest($2::bytea[])`,
    [accountId, codes.map((code) => hashOfRecoveryCode(keys, code))],
  );
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
}

export async function endRecoveryCodes(tx: Tx, accountId: string): Promise<void> {
  await tx.query(
    'UPDATE recovery_code SET ended_at = clock_timestamp() WHERE account_id = $1 AND ended_at IS NULL',
    [accountId],
  );
}

/** Uses a recovery code up. @returns false where it was before. */
export async function spendRecoveryCode(tx: Tx, accountId: string, hash: Buffer): Promise<boolean> {
  const spent = await rows(
    tx,
    `UPDATE recovery_code SET used_at = clock_timestamp()
     WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL AND ended_at IS NULL RETURNING id`,
    [accountId, hash],
  );
  return spent.length > 0;
}
