import { rows, type Tx } from '../../platform/index.js';

/** A second factor as its owner sees it. */
export interface FactorView {
  readonly id: string;
  readonly kind: 'totp' | 'passkey';
  readonly name: string;
  readonly enrolledAt: Date;
}

/** With what it is checked by. Only for checking. */
export interface FactorSecrets {
  readonly id: string;
  readonly kind: 'totp' | 'passkey';
  readonly secret: Buffer | null;
  readonly credentialId: string | null;
  readonly publicKey: Buffer | null;
  /** Decimal string. */
  readonly signCount: string | null;
  readonly transports: string[] | null;
}

/** The factors of an account that hold, in the order in which they were added. */
export async function factorsOf(tx: Tx, accountId: string): Promise<FactorView[]> {
  return rows<FactorView>(
    tx,
    `SELECT id, kind, name, enrolled_at AS "enrolledAt" FROM second_factor
     WHERE account_id = $1 AND enrolled_at IS NOT NULL AND ended_at IS NULL ORDER BY enrolled_at, id`,
    [accountId],
  );
}

const SECRETS = `
  SELECT id, kind, secret, credential_id AS "credentialId", public_key AS "publicKey", sign_count::text AS "signCount", transports
  FROM second_factor WHERE account_id = $1 AND ended_at IS NULL`;

export async function factorSecrets(tx: Tx, accountId: string): Promise<FactorSecrets[]> {
  return rows<FactorSecrets>(tx, `${SECRETS} AND enrolled_at IS NOT NULL ORDER BY enrolled_at, id`, [
    accountId,
  ]);
}

/** An authenticator that was shown a quarter of an hour ago or less, and has not been proven; or undefined. */
export async function pendingFactor(
  tx: Tx,
  accountId: string,
  factorId: string,
): Promise<FactorSecrets | undefined> {
  const [pending] = await rows<FactorSecrets>(
    tx,
    `${SECRETS} AND enrolled_at IS NULL AND id = $2 AND made_at > clock_timestamp() - interval '15 minutes'`,
    [accountId, factorId],
  );
  return pending;
}

/** How many recovery codes of an account are left. */
export async function recoveryCodesLeft(tx: Tx, accountId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM recovery_code WHERE account_id = $1 AND used_at IS NULL AND ended_at IS NULL`,
    [accountId],
  );
  return row?.count ?? 0;
}

/** Keeps what a passkey is to sign for a purpose. */
export async function keepChallenge(
  tx: Tx,
  accountId: string,
  purpose: string,
  challenge: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO passkey_challenge (id, account_id, purpose, challenge) VALUES (gen_random_uuid(), $1, $2, $3)`,
    [accountId, purpose, challenge],
  );
  await tx.query(
    `DELETE FROM passkey_challenge WHERE account_id = $1 AND made_at < clock_timestamp() - interval '1 day'`,
    [accountId],
  );
}

/** Whether a challenge was given to this account for this purpose, five minutes ago or less. Not yet whether it was used. */
export async function isOwnChallenge(
  tx: Tx,
  accountId: string,
  purpose: string,
  challenge: string,
): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM passkey_challenge WHERE account_id = $1 AND purpose = $2 AND challenge = $3
       AND made_at > clock_timestamp() - interval '5 minutes'`,
    [accountId, purpose, challenge],
  );
  return found.length > 0;
}

/** Uses a challenge up. @returns false where it was before. */
export async function useChallenge(tx: Tx, challenge: string): Promise<boolean> {
  const used = await rows(
    tx,
    'UPDATE passkey_challenge SET used_at = clock_timestamp() WHERE challenge = $1 AND used_at IS NULL RETURNING id',
    [challenge],
  );
  return used.length > 0;
}
