import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { isUuid } from '../../kernel/index.js';
import {
  ACCESS,
  ANY_SCOPE,
  Database,
  PLATFORM_SCOPE,
  RefusalError,
  type AccessRule,
  type HeldGrant,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { grantFor } from '../domain/roles.js';
import { principalOf } from '../store/account-store.js';
import { PLATFORM_SCOPE_ID, scopeChain } from '../store/scope-store.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Decides for each request, by the route's own rule, whether whoever asks may go on. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS, context.getHandler());
    if (!rule) throw forbidden();
    const request = context.switchToHttp().getRequest<OpenMeritRequest>();
    if (rule.kind === 'sitting-token') return true;
    request.principal = await this.#principal(request);
    if (!SAFE.has(request.method)) await checkCsrf(request);
    await this.#check(rule, request);
    return true;
  }

  async #principal(request: OpenMeritRequest): Promise<Principal | null> {
    const { accountId } = request.session;
    return accountId ? ((await principalOf(this.database.tx, accountId)) ?? null) : null;
  }

  async #check(rule: AccessRule, request: OpenMeritRequest): Promise<void> {
    if (rule.kind === 'anyone') return;
    const { principal } = request;
    if (!principal) {
      throw new RefusalError({
        code: 'AUTH.SIGN_IN_NEEDED',
        kind: 'unauthenticated',
        detail: 'Please sign in first.',
      });
    }
    if (rule.kind === 'candidate' && !principal.personId) throw forbidden();
    if (rule.kind !== 'role') return;
    const grant = await this.#grant(rule.roles, rule.scope, request, principal);
    if (!grant) throw forbidden();
    const { inPlaceOf } = grant;
    // What they decide now is signed by their own name, for the other's.
    if (inPlaceOf)
      request.principal = {
        ...principal,
        official: `${principal.official} (for ${inPlaceOf.official})`,
        actingFor: inPlaceOf,
      };
  }

  async #grant(
    roles: readonly string[],
    scope: string,
    request: OpenMeritRequest,
    principal: Principal,
  ): Promise<HeldGrant | undefined> {
    if (scope === ANY_SCOPE) return grantFor(principal.grants, roles, null);
    if (scope === PLATFORM_SCOPE) return grantFor(principal.grants, roles, [PLATFORM_SCOPE_ID]);
    const scopeId = (request.params as Record<string, unknown>)[scope];
    const chain = isUuid(scopeId) ? await scopeChain(this.database.tx, scopeId) : [];
    if (chain.length > 0) return grantFor(principal.grants, roles, chain);
    throw new RefusalError({
      code: 'AUTH.NO_SUCH_SCOPE',
      kind: 'not-found',
      detail: 'There is nothing at this address.',
    });
  }
}

const forbidden = () =>
  new RefusalError({ code: 'AUTH.FORBIDDEN', kind: 'forbidden', detail: 'This is not open to you.' });

function checkCsrf(request: OpenMeritRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    // The plugin sends its refusal itself; ours go through the one filter.
    const reply = { send: reject } as unknown as OpenMeritReply;
    request.server.csrfProtection(request, reply, () => {
      resolve();
    });
  });
}
