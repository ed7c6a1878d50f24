import { refuse, type Result } from '../../kernel/index.js';

const OWN = { name: 'outsideName', commitment: 'commitment' } as const;
/** The form's fields by the kind of offer. */
export const OFFER_FIELDS = {
  own: OWN,
  made: OWN,
  outside: { name: 'outsideName', commitment: 'outsideCommitment' },
  beacon: { name: 'beaconName', commitment: 'commitment' },
} as const;

/** A refusal that names the form's own fields. */
export function withFields<T>(result: Result<T>, names: { name: string; commitment: string }): Result<T> {
  if (result.ok || !result.refusal.fields) return result;
  const own: Readonly<Record<string, string>> = names;
  const fields = Object.fromEntries(
    Object.entries(result.refusal.fields).map(([field, code]) => [own[field] ?? field, code]),
  );
  return { ok: false, refusal: { ...result.refusal, fields } };
}

/** A refusal of one field that is no number. */
export const wrongField = (field: string, code: string) =>
  refuse('invalid', 'REQUEST.INVALID', 'This is no number that can be used.', { fields: { [field]: code } });
