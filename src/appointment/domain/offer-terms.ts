import { mentionsName, ok, refuse, wordsOf, type Result } from '../../kernel/index.js';

/** Days that a candidate has for an answer. */
export const ANSWER_DAYS = { least: 1, most: 30, usual: 5 } as const;

/** So many hours before an offer lapses its candidate is reminded; where the time is short, at half of it. */
export const REMINDER_HOURS = 48;

/**
 * Whether a reason can stand in the registry for ever. It names no candidate: of those who are passed over the registry has
 * no names. Where answer sheets are to be public it stands beside the places of all, and must not say whose place it is.
 *
 * @param names of all in the ranking. @param telling titles of posts and places of work; null where nothing tells.
 *   Refusals: APPOINTMENT.REASON_NAMES, APPOINTMENT.REASON_TELLS.
 */
export function publishable(
  reason: string | null,
  names: readonly string[],
  telling: readonly string[] | null,
): Result<string | null> {
  const words = wordsOf(reason ?? '');
  if (words.length > 0 && names.some((name) => mentionsName(words, name)))
    return refuse('invalid', 'APPOINTMENT.REASON_NAMES', 'The reason has a candidate’s name in it.', {
      fields: { reason: 'APPOINTMENT.REASON_NAMES' },
    });
  if (telling?.some((name) => mentionsName(words, name)))
    return refuse('invalid', 'APPOINTMENT.REASON_TELLS', 'The reason names a post or its place.', {
      fields: { reason: 'APPOINTMENT.REASON_TELLS' },
    });
  return ok(reason);
}

/** Whether whoever signs is somebody else than whoever proposed, and acts for somebody else. */
export const isOtherThan = (
  signer: { readonly accountId: string; readonly actingFor?: { readonly accountId: string } | undefined },
  proposers: readonly (string | null)[],
): boolean =>
  [signer.accountId, signer.actingFor?.accountId].every(
    (one) => one === undefined || !proposers.includes(one),
  );
