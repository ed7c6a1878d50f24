import { Injectable } from '@nestjs/common';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, KeyRing, rows, type Principal, type Tx } from '../../platform/index.js';
import { challengeOf, type Proof } from '../domain/proof.js';
import { normaliseCode, stepOfCode } from '../domain/totp.js';
import {
  factorSecrets,
  isOwnChallenge,
  keepChallenge,
  useChallenge,
  type FactorSecrets,
} from '../store/second-factor-store.js';
import { hashOfRecoveryCode, spendRecoveryCode } from '../store/recovery-store.js';
import { Throttle } from './throttle.js';

/** For changing one's second factors: here a recovery code does too. */
export const FACTORS_PURPOSE = 'factors';

/** Uses a proof up in the transaction of the decision. @returns false where somebody used it before. */
type Spend = (tx: Tx) => Promise<boolean>;

/**
 * The second factor, asked for with the very decision that needs it: whoever has only a session, or a password, decides
 * nothing. A code works once, and what a passkey signs is bound to one purpose.
 *
 * Refusals: SECOND_FACTOR.NOT_ENROLLED, SECOND_FACTOR.NEEDED, SECOND_FACTOR.WRONG, SECOND_FACTOR.USED,
 * SECOND_FACTOR.TOO_MANY.
 */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Decides in one transaction, in which the proof is used up: where `decide` refuses, the proof is as good as before.
   *
   * @param purpose what is decided on what, for example `sign-appointments:<ids>`.
   */
  async run<T>(
    principal: Principal,
    proof: Proof,
    purpose: string,
    decide: (tx: Tx) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const checked = await this.#check(principal.accountId, proof, purpose);
    if (!checked.ok) return checked;
    return this.database.attempt(async (tx) => ((await checked.value(tx)) ? decide(tx) : USED));
  }

  /** What this account's passkey is to sign for a purpose. Refusals: SECOND_FACTOR.NO_PASSKEY. */
  async challenge(
    principal: Principal,
    purpose: string,
    origin: string,
  ): Promise<Result<PublicKeyCredentialRequestOptionsJSON>> {
    const factors = await factorSecrets(this.database.tx, principal.accountId);
    const passkeys = factors.filter(({ kind }) => kind === 'passkey');
    if (passkeys.length === 0)
      return refuse('conflict', 'SECOND_FACTOR.NO_PASSKEY', 'This account has no passkey.');
    const options = await generateAuthenticationOptions({
      rpID: new URL(origin).hostname,
      userVerification: 'required',
      allowCredentials: passkeys.map(({ credentialId, transports }) => ({
        id: credentialId ?? '',
        transports: (transports ?? []) as AuthenticatorTransport[],
      })),
    });
    await keepChallenge(this.database.tx, principal.accountId, purpose, options.challenge);
    return ok(options);
  }

  async #check(accountId: string, proof: Proof, purpose: string): Promise<Result<Spend>> {
    const factors = await factorSecrets(this.database.tx, accountId);
    if (factors.length === 0)
      return refuse('conflict', 'SECOND_FACTOR.NOT_ENROLLED', 'This account has no second factor yet.');
    const code = normaliseCode(proof.code ?? '');
    if (!proof.assertion && code === '')
      return refuse('invalid', 'SECOND_FACTOR.NEEDED', 'This decision needs your second factor.', {
        fields: { code: 'SECOND_FACTOR.NEEDED' },
      });
    // Counted before it is looked at, so that many at once get no further than the limit; a right one is given back.
    const wait = await this.throttle.take('second-factor', accountId);
    if (wait > 0)
      return refuse('limited', 'SECOND_FACTOR.TOO_MANY', 'Too many wrong codes. Please wait a while.', {
        retryAfter: wait,
        data: { minutes: Math.ceil(wait / 60) },
      });
    const spend = proof.assertion
      ? await this.#passkey(accountId, factors, proof.assertion, proof.origin, purpose)
      : ((await this.#code(factors, code)) ?? (await this.#recovery(accountId, code, purpose)));
    if (!spend)
      return refuse('invalid', 'SECOND_FACTOR.WRONG', 'The second factor is not right.', {
        fields: { code: 'SECOND_FACTOR.WRONG' },
      });
    await this.throttle.giveBack('second-factor', accountId);
    return ok(spend);
  }

  async #code(factors: readonly FactorSecrets[], code: string): Promise<Spend | undefined> {
    const seconds = await nowInSeconds(this.database.tx);
    for (const { id, secret } of factors) {
      const step =
        secret && stepOfCode(this.keys.decrypt('second-factors', secret).toString('utf8'), code, seconds);
      if (typeof step === 'number') return (tx) => spendStep(tx, id, step);
    }
    return undefined;
  }

  async #recovery(accountId: string, code: string, purpose: string): Promise<Spend | undefined> {
    if (purpose !== FACTORS_PURPOSE) return undefined;
    const hash = hashOfRecoveryCode(this.keys, code);
    const known = await rows(
      this.database.tx,
      'SELECT 1 FROM recovery_code WHERE account_id = $1 AND code_hash = $2 AND ended_at IS NULL',
      [accountId, hash],
    );
    return known.length > 0 ? (tx) => spendRecoveryCode(tx, accountId, hash) : undefined;
  }

  async #passkey(
    accountId: string,
    factors: readonly FactorSecrets[],
    assertion: AuthenticationResponseJSON,
    origin: string,
    purpose: string,
  ): Promise<Spend | undefined> {
    const challenge = challengeOf(assertion);
    const factor = factors.find(({ credentialId }) => credentialId !== null && credentialId === assertion.id);
    if (challenge === undefined || !factor?.publicKey || !factor.credentialId) return undefined;
    if (!(await isOwnChallenge(this.database.tx, accountId, purpose, challenge))) return undefined;
    const verified = await verifyAuthenticationResponse({
      response: assertion,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: new URL(origin).hostname,
      requireUserVerification: true,
      credential: {
        id: factor.credentialId,
        publicKey: new Uint8Array(factor.publicKey),
        counter: Number(factor.signCount),
      },
      // It throws for whatever it cannot read, and that is no proof either.
    }).catch(() => undefined);
    if (!verified?.verified) return undefined;
    const { newCounter } = verified.authenticationInfo;
    return async (tx) => {
      await tx.query(
        'UPDATE second_factor SET sign_count = greatest(sign_count, $2) WHERE id = $1 AND ended_at IS NULL',
        [factor.id, newCounter],
      );
      return useChallenge(tx, challenge);
    };
  }
}

const USED = refuse('invalid', 'SECOND_FACTOR.USED', 'This code was used already. Wait for the next one.', {
  fields: { code: 'SECOND_FACTOR.USED' },
});

/** By PostgreSQL's clock. */
export async function nowInSeconds(tx: Tx): Promise<number> {
  const [now] = await rows<{ seconds: number }>(
    tx,
    'SELECT floor(extract(epoch FROM clock_timestamp()))::float8 AS seconds',
  );
  return now?.seconds ?? 0;
}

/** Uses the code of a step up, and those of all steps before it. */
async function spendStep(tx: Tx, factorId: string, step: number): Promise<boolean> {
  const spent = await rows(
    tx,
    `UPDATE second_factor SET last_step = $2
     WHERE id = $1 AND ended_at IS NULL AND (last_step IS NULL OR last_step < $2) RETURNING id`,
    [factorId, step],
  );
  return spent.length > 0;
}
