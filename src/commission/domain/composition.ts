import { mentionsName, ok, refuse, refuseFields, wordsOf, type Result } from '../../kernel/index.js';

export const FUNCTIONS = ['chair', 'member'] as const;
export type MemberFunction = (typeof FUNCTIONS)[number];

export interface Seat {
  readonly accountId: string;
  readonly function: MemberFunction;
  /** From outside the agency that looks for people. */
  readonly outside: boolean;
  /** Whom a member from outside comes from; null for the agency's own. */
  readonly organisation: string | null;
}

export const FEWEST_MEMBERS = 3;
export const MOST_MEMBERS = 15;

/**
 * Who can sit: three at least, an odd number so that a vote has a majority, one chair, one from outside at least.
 *
 * Refusals: COMMISSION.TOO_FEW, COMMISSION.TOO_MANY, COMMISSION.EVEN, COMMISSION.TWICE, COMMISSION.ONE_CHAIR,
 * COMMISSION.NONE_OUTSIDE, COMMISSION.ORGANISATION.
 */
export function checkComposition(seats: readonly Seat[]): Result<readonly Seat[]> {
  const wrong = (code: string, detail: string) =>
    refuse('invalid', code, detail, { fields: { members: code } });
  if (seats.length < FEWEST_MEMBERS)
    return wrong('COMMISSION.TOO_FEW', 'A commission has three members at least.');
  if (seats.length > MOST_MEMBERS)
    return wrong('COMMISSION.TOO_MANY', 'A commission has fifteen members at most.');
  if (seats.length % 2 === 0) return wrong('COMMISSION.EVEN', 'A commission has an odd number of members.');
  if (new Set(seats.map(({ accountId }) => accountId)).size < seats.length)
    return wrong('COMMISSION.TWICE', 'Nobody sits twice.');
  if (seats.filter((seat) => seat.function === 'chair').length !== 1)
    return wrong('COMMISSION.ONE_CHAIR', 'A commission has one chair.');
  if (!seats.some(({ outside }) => outside))
    return wrong('COMMISSION.NONE_OUTSIDE', 'One member at least comes from outside the agency.');
  if (seats.some(({ outside, organisation }) => outside && !organisation?.trim()))
    return refuseFields({ members: 'COMMISSION.ORGANISATION' });
  return ok(seats);
}

/**
 * Whether somebody comes from outside: they hold no other role in the agency than that of a member of commissions, and
 * neither their position nor whom they come from is the agency.
 *
 * @param agencyNames its code and its names in all languages.
 */
export function isFromOutside(one: {
  readonly position: string | null;
  readonly organisation: string;
  readonly agencyNames: readonly string[];
  readonly rolesInAgency: readonly string[];
}): boolean {
  const words = wordsOf(`${one.position ?? ''} ${one.organisation}`);
  return (
    one.rolesInAgency.every((role) => role === 'commission-member') &&
    !one.agencyNames.some((name) => mentionsName(words, name))
  );
}
