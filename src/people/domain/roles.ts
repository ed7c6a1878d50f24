/** Roles that are granted, each for a scope. A candidate is no granted role: it is an account with a person. */
export const ROLES = [
  'hr-officer',
  'exam-officer',
  'item-author',
  'item-reviewer',
  'proctor',
  'marker',
  'expert',
  'commission-member',
  'appeal-officer',
  'appointing-official',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export type ScopeKind = 'platform' | 'agency' | 'competition' | 'session' | 'bank';

/** Where each role makes sense. */
const GRANTABLE: Readonly<Record<Role, readonly ScopeKind[]>> = {
  'hr-officer': ['platform', 'agency', 'competition'],
  'exam-officer': ['platform', 'agency', 'competition', 'session'],
  'item-author': ['platform', 'bank'],
  'item-reviewer': ['platform', 'bank'],
  proctor: ['platform', 'agency', 'competition', 'session'],
  marker: ['platform', 'agency', 'competition', 'session'],
  expert: ['platform', 'agency', 'competition', 'session'],
  'commission-member': ['platform', 'agency', 'competition'],
  'appeal-officer': ['platform', 'agency', 'competition', 'session'],
  'appointing-official': ['platform', 'agency', 'competition'],
  auditor: ['platform', 'agency', 'competition', 'session'],
  administrator: ['platform'],
};

export const canGrant = (role: Role, kind: ScopeKind): boolean => GRANTABLE[role].includes(kind);

/** Roles that can be handed over for a time. Not the administrator's: whoever has it could give it to themselves for good. */
export const isDelegable = (role: Role): boolean => role !== 'administrator';

/**
 * The grant by which any of `roles` is held for a scope: one's own before one that was handed over.
 *
 * @param chain as of {@link hasRole}; null: any scope.
 */
export function grantFor<
  G extends { readonly role: string; readonly scopeId: string; readonly inPlaceOf?: unknown },
>(grants: readonly G[], roles: readonly string[], chain: readonly string[] | null): G | undefined {
  const fitting = grants.filter(
    ({ role, scopeId }) => roles.includes(role) && (chain === null || chain.includes(scopeId)),
  );
  return fitting.find(({ inPlaceOf }) => inPlaceOf === undefined) ?? fitting[0];
}

/**
 * Whether any of `roles` is held for a scope.
 *
 * @param chain the scope and all scopes around it: a grant for an outer scope holds for the inner ones.
 */
export function hasRole(
  grants: readonly { readonly role: string; readonly scopeId: string }[],
  roles: readonly string[],
  chain: readonly string[],
): boolean {
  return grants.some((grant) => roles.includes(grant.role) && chain.includes(grant.scopeId));
}
