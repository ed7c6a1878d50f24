import { refuseFields, type Refusal, type Result } from '../../kernel/index.js';
import { checkDraft } from '../domain/check-draft.js';
import type { Fields } from '../item-types/index.js';
import type { BankSummary } from '../store/item-list-store.js';
import { draftOfFields, formFaults } from './editor-fields.js';

/** The form's own faults together with those of the draft, so that an author sees all of them at once. */
export async function checked<T>(
  bank: BankSummary,
  type: string,
  fields: Fields,
  write: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const own = formFaults(fields);
  if (Object.keys(own).length === 0) return write();
  const draft = checkDraft(bank, draftOfFields(type, fields));
  return { ok: false, refusal: invalid({ ...(draft.ok ? {} : draft.refusal.fields), ...own }) };
}

/** A form with faults: field → code. */
export const invalid = (fields: Readonly<Record<string, string>>): Refusal => refuseFields(fields).refusal;
