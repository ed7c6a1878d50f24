import { isUuid, sameBytes } from '../../kernel/index.js';

/** The right of one device to answer: which sitting, which lease. */
export interface SittingClaim {
  readonly sittingId: string;
  readonly lease: number;
}

/** Names a lease; sorts as PostgreSQL sorts UUIDs. */
export const leaseKey = ({ sittingId, lease }: SittingClaim): string => `${sittingId} ${String(lease)}`;

type Mac = (data: string) => Buffer;

const payload = ({ sittingId, lease }: SittingClaim): string => `${sittingId}.${String(lease)}`;

/** `<sitting>.<lease>.<base64url HMAC-SHA-256>`. Whether the lease still holds is the database's word at each save. */
export const signToken = (claim: SittingClaim, mac: Mac): string =>
  `${payload(claim)}.${mac(payload(claim)).toString('base64url')}`;

/** The claim of a token that is ours, byte for byte as we wrote it, otherwise null. */
export function readToken(token: string, mac: Mac): SittingClaim | null {
  const [sittingId, leaseText] = token.split('.');
  const lease = Number(leaseText);
  if (!isUuid(sittingId) || !Number.isInteger(lease) || lease < 1) return null;
  const claim = { sittingId, lease };
  // The text and not what it decodes to: base64url has several texts for the same bytes.
  return sameBytes(Buffer.from(token), Buffer.from(signToken(claim, mac))) ? claim : null;
}
