import { isUuid } from '../../kernel/index.js';
import { hasRole, PLATFORM_SCOPE_ID } from '../../people/index.js';
import { RefusalError, type Principal, type Tx } from '../../platform/index.js';
import { bankById, type BankSummary } from '../store/item-list-store.js';

/** What every page inside a bank knows: the bank, its address, and what whoever asks may do there. */
export interface BankPage {
  readonly bank: BankSummary;
  /** The address of its items. */
  readonly home: string;
  readonly mayWrite: boolean;
  readonly mayReview: boolean;
}

/** @throws RefusalError ITEM.NO_BANK */
export async function bankPage(tx: Tx, principal: Principal, bankId: string): Promise<BankPage> {
  const bank = isUuid(bankId) ? await bankById(tx, bankId) : undefined;
  if (!bank) {
    throw new RefusalError({
      code: 'ITEM.NO_BANK',
      kind: 'not-found',
      detail: 'There is no such question bank.',
    });
  }
  const may = (role: string): boolean => hasRole(principal.grants, [role], [bankId, PLATFORM_SCOPE_ID]);
  return {
    bank,
    home: `/item-banks/${bankId}/items`,
    mayWrite: may('item-author'),
    mayReview: may('item-reviewer'),
  };
}

/** @throws RefusalError ITEM.NOT_FOUND */
export function noItem(): RefusalError {
  return new RefusalError({
    code: 'ITEM.NOT_FOUND',
    kind: 'not-found',
    detail: 'This bank has no such item.',
  });
}
