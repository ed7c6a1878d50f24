import { Injectable } from '@nestjs/common';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type {
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { generateSecret, generateURI } from 'otplib/functional';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, isUniqueViolation, KeyRing, rows, type Principal, type Tx } from '../../platform/index.js';
import { normaliseName } from '../domain/identity.js';
import { challengeOf, type Proof } from '../domain/proof.js';
import { normaliseCode, stepOfCode } from '../domain/totp.js';
import { recordDecision } from '../store/decision-store.js';
import { endRecoveryCodes, renewRecoveryCodes } from '../store/recovery-store.js';
import { PLATFORM_SCOPE_ID } from '../store/scope-store.js';
import {
  factorSecrets,
  factorsOf,
  isOwnChallenge,
  keepChallenge,
  pendingFactor,
  recoveryCodesLeft,
  useChallenge,
} from '../store/second-factor-store.js';
import { FACTORS_PURPOSE, nowInSeconds, SecondFactor } from './second-factor.js';
import { SignIn } from './sign-in.js';
import { Throttle } from './throttle.js';

const ISSUER = 'OpenMerit';
const MOST = 8;
const ENROL = 'enrol-passkey';

/** Who asks for a change of their second factors: the first by the password, each further one by one that is there. */
export interface FactorAsk {
  readonly proof: Proof;
  readonly password: string;
  /** Network address that the request came from. */
  readonly address: string;
}

/** An authenticator that is to be read into an app and then proven. */
export interface ShownTotp {
  readonly factorId: string;
  /** Base32. */
  readonly secret: string;
  /** For a QR code. */
  readonly uri: string;
}

/** What enrolling gave: codes to be written down, where there were none left. */
export interface Enrolled {
  readonly factorId: string;
  readonly recoveryCodes: readonly string[];
}

/**
 * An account changes its own second factors.
 *
 * Refusals: SECOND_FACTOR.PASSWORD, SECOND_FACTOR.MANY, SECOND_FACTOR.NO_FACTOR, SECOND_FACTOR.WRONG,
 * SECOND_FACTOR.PASSKEY, those of {@link SecondFactor} and of {@link SignIn}.
 */
@Injectable()
export class ChangeFactors {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly secondFactor: SecondFactor,
    private readonly signIn: SignIn,
    private readonly throttle: Throttle,
  ) {}

  /** Shows a new authenticator's secret, once. It is a second factor when {@link confirmTotp} has seen a code of it. */
  async beginTotp(principal: Principal, name: string, ask: FactorAsk): Promise<Result<ShownTotp>> {
    return this.#allowed(principal, ask, async (tx) => {
      const secret = generateSecret();
      const { ciphertext, keyId } = this.keys.encrypt('second-factors', secret);
      await tx.query(
        `UPDATE second_factor SET ended_at = clock_timestamp() WHERE account_id = $1 AND enrolled_at IS NULL AND ended_at IS NULL`,
        [principal.accountId],
      );
      const factorId = newId();
      await tx.query(
        `INSERT INTO second_factor (id, account_id, kind, name, secret, secret_key) VALUES ($1, $2, 'totp', $3, $4, $5)`,
        [factorId, principal.accountId, named(name, 'Authenticator'), ciphertext, keyId],
      );
      return ok({ factorId, secret, uri: uriOf(principal, secret) });
    });
  }

  /** The secret of an authenticator that waits to be proven, again, for its page. Refusals: SECOND_FACTOR.NO_FACTOR. */
  async shownTotp(principal: Principal, factorId: string): Promise<Result<ShownTotp>> {
    const pending = await pendingFactor(this.database.tx, principal.accountId, factorId);
    if (!pending?.secret) return NO_FACTOR;
    const secret = this.keys.decrypt('second-factors', pending.secret).toString('utf8');
    return ok({ factorId, secret, uri: uriOf(principal, secret) });
  }

  async confirmTotp(principal: Principal, factorId: string, typed: string): Promise<Result<Enrolled>> {
    const wait = await this.throttle.take('second-factor', principal.accountId);
    if (wait > 0)
      return refuse('limited', 'SECOND_FACTOR.TOO_MANY', 'Too many wrong codes. Please wait a while.', {
        retryAfter: wait,
        data: { minutes: Math.ceil(wait / 60) },
      });
    const pending = await pendingFactor(this.database.tx, principal.accountId, factorId);
    if (!pending?.secret) return NO_FACTOR;
    const secret = this.keys.decrypt('second-factors', pending.secret).toString('utf8');
    const step = stepOfCode(secret, normaliseCode(typed), await nowInSeconds(this.database.tx));
    if (step === null)
      return refuse('invalid', 'SECOND_FACTOR.WRONG', 'This is not the code that the app shows.', {
        fields: { code: 'SECOND_FACTOR.WRONG' },
      });
    await this.throttle.giveBack('second-factor', principal.accountId);
    return this.database.attempt(async (tx) => {
      const made = await rows(
        tx,
        `UPDATE second_factor SET enrolled_at = clock_timestamp(), last_step = $2
         WHERE id = $1 AND enrolled_at IS NULL AND ended_at IS NULL RETURNING id`,
        [factorId, step],
      );
      return made.length > 0 ? this.#enrolled(tx, principal, factorId) : NO_FACTOR;
    });
  }

  /** What a browser needs to make a passkey. */
  async beginPasskey(
    principal: Principal,
    ask: FactorAsk,
  ): Promise<Result<PublicKeyCredentialCreationOptionsJSON>> {
    return this.#allowed(principal, ask, async (tx) => {
      const known = await factorSecrets(tx, principal.accountId);
      const options = await generateRegistrationOptions({
        rpName: ISSUER,
        rpID: new URL(ask.proof.origin).hostname,
        userName: principal.displayName,
        userDisplayName: principal.displayName,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        excludeCredentials: known.flatMap(({ credentialId }) => (credentialId ? [{ id: credentialId }] : [])),
      });
      await keepChallenge(tx, principal.accountId, ENROL, options.challenge);
      return ok(options);
    });
  }

  async finishPasskey(
    principal: Principal,
    name: string,
    response: RegistrationResponseJSON,
    origin: string,
  ): Promise<Result<Enrolled>> {
    const challenge = challengeOf(response) ?? '';
    if (!(await isOwnChallenge(this.database.tx, principal.accountId, ENROL, challenge))) return NO_PASSKEY;
    const verified = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: new URL(origin).hostname,
      requireUserVerification: true,
    }).catch(() => undefined);
    if (!verified?.verified) return NO_PASSKEY;
    const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
    const factorId = newId();
    try {
      return await this.database.attempt(async (tx) => {
        if (!(await useChallenge(tx, challenge))) return NO_PASSKEY;
        await tx.query(
          `INSERT INTO second_factor (id, account_id, kind, name, credential_id, public_key, sign_count, transports, enrolled_at)
           VALUES ($1, $2, 'passkey', $3, $4, $5, $6, $7, clock_timestamp())`,
          [
            factorId,
            principal.accountId,
            named(name, 'Passkey'),
            id,
            Buffer.from(publicKey),
            counter,
            (transports ?? []) as AuthenticatorTransport[],
          ],
        );
        return this.#enrolled(tx, principal, factorId);
      });
    } catch (error) {
      if (isUniqueViolation(error)) return NO_PASSKEY;
      throw error;
    }
  }

  /** Takes a factor away. With the last of them the recovery codes end too. */
  async end(principal: Principal, factorId: string, proof: Proof): Promise<Result<{ factorId: string }>> {
    return this.secondFactor.run(principal, proof, FACTORS_PURPOSE, async (tx) => {
      const ended = await rows(
        tx,
        `UPDATE second_factor SET ended_at = clock_timestamp()
         WHERE id = $1 AND account_id = $2 AND ended_at IS NULL AND enrolled_at IS NOT NULL RETURNING id`,
        [factorId, principal.accountId],
      );
      if (ended.length === 0) return NO_FACTOR;
      if ((await factorsOf(tx, principal.accountId)).length === 0)
        await endRecoveryCodes(tx, principal.accountId);
      await recordDecision(tx, principal, {
        action: 'second-factor-ended',
        subject: principal.accountId,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ factorId });
    });
  }

  async renewCodes(
    principal: Principal,
    proof: Proof,
  ): Promise<Result<{ recoveryCodes: readonly string[] }>> {
    return this.secondFactor.run(principal, proof, FACTORS_PURPOSE, async (tx) =>
      ok({ recoveryCodes: await renewRecoveryCodes(tx, this.keys, principal.accountId) }),
    );
  }

  async #allowed<T>(
    principal: Principal,
    { proof, password, address }: FactorAsk,
    work: (tx: Tx) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const known = await factorsOf(this.database.tx, principal.accountId);
    if (known.length >= MOST)
      return refuse('conflict', 'SECOND_FACTOR.MANY', 'Take one of your second factors away first.');
    if (known.length > 0) return this.secondFactor.run(principal, proof, FACTORS_PURPOSE, work);
    const [account] = await rows<{ sign_in: string }>(
      this.database.tx,
      'SELECT sign_in FROM account WHERE id = $1',
      [principal.accountId],
    );
    // Whoever finds an open session must not make its second factor theirs.
    const signedIn = await this.signIn.run(account?.sign_in ?? '', password, address);
    if (!signedIn.ok && signedIn.refusal.code === 'AUTH.WRONG')
      return refuse('invalid', 'SECOND_FACTOR.PASSWORD', 'The password is not right.', {
        fields: { password: 'SECOND_FACTOR.PASSWORD' },
      });
    return signedIn.ok ? this.database.attempt(work) : signedIn;
  }

  async #enrolled(tx: Tx, principal: Principal, factorId: string): Promise<Result<Enrolled>> {
    await recordDecision(tx, principal, {
      action: 'second-factor-enrolled',
      subject: principal.accountId,
      scopeId: PLATFORM_SCOPE_ID,
    });
    const left = await recoveryCodesLeft(tx, principal.accountId);
    const recoveryCodes = left === 0 ? await renewRecoveryCodes(tx, this.keys, principal.accountId) : [];
    return ok({ factorId, recoveryCodes });
  }
}

const NO_FACTOR = refuse('not-found', 'SECOND_FACTOR.NO_FACTOR', 'There is no such second factor.');
const NO_PASSKEY = refuse('invalid', 'SECOND_FACTOR.PASSKEY', 'The passkey was not made. Please try again.');

const named = (name: string, otherwise: string): string => normaliseName(name).slice(0, 60) || otherwise;

const uriOf = (principal: Principal, secret: string): string =>
  generateURI({ issuer: ISSUER, label: principal.displayName, secret });
