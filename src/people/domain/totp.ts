import { verifySync } from 'otplib/functional';

/** Seconds of a time step, and digits of a code: what every authenticator app takes (RFC 6238, 5.2; RFC 4226, 5.3). */
export const STEP_SECONDS = 30;
const CODE = /^\d{6}$/;

/** What was typed, without the spaces that apps show. */
export const normaliseCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '');

/**
 * Of which time step a code is: the one now, the one before or the one after, because clocks differ (RFC 6238, 5.2).
 *
 * @param secret Base32. @param seconds since 1970, by PostgreSQL's clock. @returns null where it is of none of them.
 */
export function stepOfCode(secret: string, code: string, seconds: number): number | null {
  if (!CODE.test(code)) return null;
  const found = verifySync({ secret, token: code, epoch: seconds, epochTolerance: STEP_SECONDS });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}
