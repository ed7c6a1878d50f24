export const WRITES_ITEMS = ['item-author', 'item-reviewer'];

/**
 * The banks that somebody's grants for items reach: their ids, or null for every bank.
 * @param platformScopeId the scope around all banks.
 */
export function banksOfGrants(
  grants: readonly { readonly role: string; readonly scopeId: string }[],
  platformScopeId: string,
  roles: readonly string[] = WRITES_ITEMS,
): string[] | null {
  const scopes = grants.filter(({ role }) => roles.includes(role)).map(({ scopeId }) => scopeId);
  return scopes.includes(platformScopeId) ? null : [...new Set(scopes)];
}
