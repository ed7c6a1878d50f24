import type { CompetitionView } from '../../competition/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { holdersNamed, rolesIn, scopeChain, scopesWithin } from '../../people/index.js';
import type { Tx } from '../../platform/index.js';
import { checkComposition, isFromOutside, type Seat } from '../domain/composition.js';

export interface CheckedSeat extends Seat {
  /** Name and position. */
  readonly official: string;
}

/**
 * Whether these people may sit together: each holds the role for the competition, and whoever is said to come from outside
 * does.
 *
 * Refusals: COMMISSION.NO_ROLE, COMMISSION.NOT_OUTSIDE, and those of {@link checkComposition}.
 */
export async function checkSeats(
  tx: Tx,
  competition: CompetitionView,
  seats: readonly Seat[],
): Promise<Result<CheckedSeat[]>> {
  const whole = checkComposition(seats);
  if (!whole.ok) return whole;
  const holders = await holdersNamed(tx, 'commission-member', await scopeChain(tx, competition.id));
  const within = await scopesWithin(tx, [competition.agency.id]);
  const checked: CheckedSeat[] = [];
  for (const seat of seats) {
    const holder = holders.find(({ accountId }) => accountId === seat.accountId);
    if (!holder)
      return refuse('invalid', 'COMMISSION.NO_ROLE', 'Somebody is no commission member here.', {
        fields: { members: 'COMMISSION.NO_ROLE' },
      });
    const organisation = seat.outside ? (seat.organisation?.trim() ?? '') : null;
    const isOutside =
      organisation !== null &&
      isFromOutside({
        position: holder.position,
        organisation,
        agencyNames: [competition.agency.code, ...Object.values(competition.agency.name)],
        rolesInAgency: await rolesIn(tx, seat.accountId, within),
      });
    if (seat.outside && !isOutside)
      return refuse('invalid', 'COMMISSION.NOT_OUTSIDE', `${holder.displayName} is of the agency.`, {
        fields: { members: 'COMMISSION.NOT_OUTSIDE' },
        data: { name: holder.displayName },
      });
    checked.push({
      accountId: seat.accountId,
      function: seat.function,
      outside: seat.outside,
      organisation,
      official: [holder.displayName, holder.position].filter(Boolean).join(', '),
    });
  }
  return ok(checked);
}
