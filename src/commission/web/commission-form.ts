import { textOf, type Typed } from '../../session/index.js';
import type { Seat } from '../domain/composition.js';
import type { CommissionView } from '../store/commission-store.js';
import type { CommissionWish } from '../use-cases/set-up-commission.js';

export const SHARES = ['1/2', '2/3', '3/4', '1/1'] as const;
export const PLACES = ['not', 'chair', 'member', 'outside', 'outsideChair'] as const;

/** Who sits, out of one choice for each person. */
export const seatsFrom = (body: Typed, accountIds: readonly string[]): Seat[] =>
  accountIds.flatMap((accountId): Seat[] => {
    const place = textOf(body, `seat-${accountId}`);
    if (place === '' || place === 'not' || !PLACES.some((one) => one === place)) return [];
    const outside = place.startsWith('outside');
    return [
      {
        accountId,
        function: place === 'chair' || place === 'outsideChair' ? 'chair' : 'member',
        outside,
        organisation: outside ? textOf(body, `organisation-${accountId}`).trim() : null,
      },
    ];
  });

/** What the form of a commission asks for. */
export function commissionFrom(body: Typed, accountIds: readonly string[]): CommissionWish {
  const [numerator = 0, denominator = 0] = textOf(body, 'quorum').split('/').map(Number);
  const share = Number.isInteger(numerator) && Number.isInteger(denominator) && denominator > 0;
  return {
    members: seatsFrom(body, accountIds),
    // What no form of ours sends is refused as a quorum that is none.
    quorum: share ? { numerator, denominator } : { numerator: 0, denominator: 1 },
    largestGap: Number(textOf(body, 'largestGap')) || 0,
    guide: textOf(body, 'guide'),
  };
}

/** What stands in the form. */
export function commissionValues(commission: CommissionView | null, guide: string): Record<string, string> {
  const values: Record<string, string> = {
    quorum: commission
      ? `${String(commission.quorum.numerator)}/${String(commission.quorum.denominator)}`
      : '2/3',
    largestGap: String(commission?.largestGap ?? 3),
    guide,
  };
  for (const member of commission?.members ?? []) {
    values[`seat-${member.accountId}`] = member.outside
      ? member.function === 'chair'
        ? 'outsideChair'
        : 'outside'
      : member.function;
    values[`organisation-${member.accountId}`] = member.organisation ?? '';
  }
  return values;
}
