import { ok, refuse, type Result } from '../../kernel/index.js';
import { DIRECT_KINDS, type DirectKind } from '../facts.js';
import { isDay } from './end-rule.js';

export interface DirectWish {
  readonly kind: string;
  readonly personName: string;
  readonly postTitle: string;
  readonly grade: string;
  readonly location: string;
  /** The law and its article, or the act by which it is done; published. */
  readonly legalBasis: string;
  /** `yyyy-mm-dd`. */
  readonly beginsOn: string;
}

export const LONGEST: Readonly<
  Record<'personName' | 'postTitle' | 'grade' | 'location' | 'legalBasis', number>
> = {
  personName: 200,
  postTitle: 300,
  grade: 40,
  location: 120,
  legalBasis: 500,
};
/** Characters: an article is named, not a full stop. */
const LEAST_BASIS = 10;

/**
 * Whether an appointment without a competition can be proposed like this: everything is said, in lengths that the log keeps,
 * and its legal basis is named.
 *
 * @returns the wish in its one form. Refusals: APPOINTMENT.DIRECT, with each field's fault: APPOINTMENT.MISSING,
 *   APPOINTMENT.LONG, APPOINTMENT.DIRECT_KIND, APPOINTMENT.BASIS, APPOINTMENT.END_DAY.
 */
export function mayPropose(wish: DirectWish): Result<DirectWish & { readonly kind: DirectKind }> {
  const tidy = { ...wish };
  const fields: Record<string, string> = {};
  for (const field of Object.keys(LONGEST) as (keyof typeof LONGEST)[]) {
    const value = wish[field].normalize('NFC').trim().replace(/\s+/gu, ' ');
    Object.assign(tidy, { [field]: value });
    if (value === '') fields[field] = 'APPOINTMENT.MISSING';
    else if (value.length > LONGEST[field]) fields[field] = 'APPOINTMENT.LONG';
  }
  if (tidy.legalBasis.length < LEAST_BASIS) fields['legalBasis'] ??= 'APPOINTMENT.BASIS';
  if (!isDay(wish.beginsOn)) fields['beginsOn'] = 'APPOINTMENT.END_DAY';
  const kind = DIRECT_KINDS.find((one) => one === wish.kind);
  if (!kind) fields['kind'] = 'APPOINTMENT.DIRECT_KIND';
  if (!kind || Object.keys(fields).length > 0)
    return refuse('invalid', 'APPOINTMENT.DIRECT', 'The appointment cannot be proposed like this.', {
      fields,
    });
  return ok({ ...tidy, kind });
}
