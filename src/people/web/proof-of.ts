import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Config, OpenMeritRequest } from '../../platform/index.js';
import type { Proof } from '../domain/proof.js';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Which origin a passkey must have been asked at: the public one. The demonstration is looked at by more than one name of
 * this machine, and on whatever port it has.
 */
export function originOf(
  config: Pick<Config, 'publicOrigin' | 'demonstration'>,
  request: OpenMeritRequest,
): string {
  const { host = '' } = request.headers;
  return config.demonstration && LOOPBACK.test(host) ? `http://${host}` : config.publicOrigin;
}

/** What came with a decision, as a proof. A passkey's answer comes as JSON, from a form as its text. */
export function proofOf(
  config: Pick<Config, 'publicOrigin' | 'demonstration'>,
  request: OpenMeritRequest,
  { code, assertion }: { readonly code?: string; readonly assertion?: unknown },
): Proof {
  const given = typeof assertion === 'string' ? parsed(assertion) : assertion;
  return {
    origin: originOf(config, request),
    ...(code !== undefined && { code }),
    ...(typeof given === 'object' && given !== null && { assertion: given as AuthenticationResponseJSON }),
  };
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
