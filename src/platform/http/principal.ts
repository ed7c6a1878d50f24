import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who is asking: an account that has signed in, with its roles as they are at this request. */
export interface Principal {
  readonly accountId: string;
  /** The person behind a candidate's account; null for staff. */
  readonly personId: string | null;
  readonly displayName: string;
  /** Name and position, as decisions are signed. */
  readonly official: string;
  readonly language: string;
  readonly grants: readonly HeldGrant[];
  /** In whose place this request is made, where a role that was handed over is what allows it. */
  readonly actingFor?: InPlaceOf;
}

/** A role for a scope, as it holds at this request. */
export interface HeldGrant {
  readonly role: string;
  readonly scopeId: string;
  /** Whose role it is, where it was handed over for a time; left out for one's own. */
  readonly inPlaceOf?: InPlaceOf;
}

/** Who handed a role over. */
export interface InPlaceOf {
  readonly accountId: string;
  /** Name and position. */
  readonly official: string;
}

/** In whose place somebody acts; null: in their own. */
export const placeOf = ({ actingFor }: Pick<Principal, 'actingFor'>): string | null =>
  actingFor?.accountId ?? null;

/** Whoever acts in another's place answers for what that one did as well: the accounts of both. */
export const accountsOf = ({ accountId, actingFor }: Pick<Principal, 'accountId' | 'actingFor'>): string[] =>
  actingFor ? [accountId, actingFor.accountId] : [accountId];

export interface OpenMeritRequest extends FastifyRequest {
  principal: Principal | null;
  /** A token for forms and for the API's changes (CSRF). Asking for one begins a session. */
  csrfToken: () => string;
  /** Of the page in hand: from ?lang=, the cookie, the account, Accept-Language, in this order. */
  language: string;
}

export type OpenMeritReply = FastifyReply;

/** The signed-in account. Routes for which one is certain (all but `Access.anyone`) may take it as given. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<OpenMeritRequest>().principal;
});
