import { applyDecorators, SetMetadata } from '@nestjs/common';

/** Who may call a route. `scope` is the name of the path parameter that holds a scope's id. */
export type AccessRule =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'candidate' }
  | { readonly kind: 'role'; readonly roles: readonly string[]; readonly scope: string }
  /** The bearer of a signed token for one sitting and lease; the route checks it. */
  | { readonly kind: 'sitting-token' };

export const ACCESS = Symbol('openmerit:access');

/** Scope words that are no path parameter: the whole platform, or any scope (the use case then filters by it). */
export const PLATFORM_SCOPE = 'platform';
export const ANY_SCOPE = 'any';

const rule = (access: AccessRule): MethodDecorator => applyDecorators(SetMetadata(ACCESS, access));

/**
 * Every route states who may call it; one without is refused at boot. A grant for a scope holds for all scopes in it
 * (platform ⊃ agency ⊃ competition ⊃ session).
 */
export const Access = {
  /** The public, without an account. */
  anyone: () => rule({ kind: 'anyone' }),
  /** Any active account. */
  signedIn: () => rule({ kind: 'signed-in' }),
  /** An account with a person behind it; the use case checks that the thing is theirs. */
  candidate: () => rule({ kind: 'candidate' }),
  /** `scope`: a path parameter with a scope's id, 'platform', or 'any'. */
  role: (roles: readonly string[], scope: string) => rule({ kind: 'role', roles, scope }),
  sittingToken: () => rule({ kind: 'sitting-token' }),
} as const;
