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
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { hasRole } from '../domain/roles.js';
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
    if (rule.kind === 'role' && !(await this.#holds(rule.roles, rule.scope, request, principal)))
      throw forbidden();
  }

  async #holds(
    roles: readonly string[],
    scope: string,
    request: OpenMeritRequest,
    principal: Principal,
  ): Promise<boolean> {
    if (scope === ANY_SCOPE) return principal.grants.some((grant) => roles.includes(grant.role));
    if (scope === PLATFORM_SCOPE) return hasRole(principal.grants, roles, [PLATFORM_SCOPE_ID]);
    const scopeId = (request.params as Record<string, unknown>)[scope];
    const chain = isUuid(scopeId) ? await scopeChain(this.database.tx, scopeId) : [];
    if (chain.length > 0) return hasRole(principal.grants, roles, chain);
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
