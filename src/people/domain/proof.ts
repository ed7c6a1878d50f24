import type { AuthenticationResponseJSON } from '@simplewebauthn/server';

/** What somebody gives with a decision to show that it is them: a code, or what their passkey signed for this decision. */
export interface Proof {
  /** Of an authenticator; where second factors themselves are changed, a recovery code too. */
  readonly code?: string;
  readonly assertion?: AuthenticationResponseJSON;
  /** Origin of the page that they look at. */
  readonly origin: string;
}

/** What a passkey says it signed: the challenge, base64url. Undefined where it cannot be read. */
export function challengeOf(assertion: unknown): string | undefined {
  const { response } = (assertion ?? {}) as { response?: { clientDataJSON?: unknown } };
  const told = response?.clientDataJSON;
  if (typeof told !== 'string') return undefined;
  try {
    const { challenge } = JSON.parse(Buffer.from(told, 'base64url').toString('utf8')) as {
      challenge?: unknown;
    };
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}
