import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteShorthandOptions,
} from 'fastify';
import type { Logger } from 'pino';
import type { Refusal } from '../../kernel/index.js';
import type { AccessRule } from './access.js';
import { logFault, toRefusal } from './error-filter.js';
import { problemOf, statusOf } from './problem.js';

/** A route that runs nothing but itself: see {@link BareRoutes}. */
export interface BareRoute {
  readonly method: 'GET' | 'POST';
  /** As Fastify writes it: `/sealed/:address`, `/log/tile/*`. All that begins like it, up to the first parameter, is a bare address. */
  readonly path: string;
  /** There is no session here: whoever calls shows a sitting token, which the handler checks, or nothing. */
  readonly access: Extract<AccessRule, { kind: 'anyone' | 'sitting-token' }>;
  /** OpenAPI's Operation Object; a route under /api has one. */
  readonly operation?: object;
  /** Fastify's schema, limit of the body, and the like. */
  readonly options?: Pick<RouteShorthandOptions, 'schema' | 'bodyLimit' | 'attachValidation'>;
  /**
   * The handler gets the body as a stream, as it comes: whatever its content type and however long, both of which it looks at
   * itself. Otherwise a body is JSON, whole.
   */
  readonly streams?: true;
  /**
   * Answers what is sent, as any Fastify handler; `reply.header` overrides {@link BARE_HEADERS}. A refusal is answered by
   * {@link refuseBare}, or thrown as RefusalError.
   */
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => unknown;
}

/** On every answer of a bare route that does not say otherwise. */
const BARE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/**
 * Routes without a session, cookies, CSRF, languages, pages' headers, forms and log line: for what a player calls all
 * the time, and for files that anybody may have. They have a Fastify of their own behind the same socket (a context of
 * the pages' Fastify would inherit its hooks), so that a call costs what bare Fastify costs.
 *
 * A stage's provider adds its routes in `onModuleInit`; the api opens them, the worker does not. Errors become problem
 * details with stable codes, as everywhere else.
 */
export class BareRoutes {
  readonly #routes: BareRoute[] = [];
  readonly #paths = new Set<string>();
  readonly #prefixes: string[] = [];
  #fastify: FastifyInstance | undefined;

  add(route: BareRoute): void {
    const [prefix = ''] = route.path.split(/[:*]/);
    if (prefix === route.path) this.#paths.add(route.path);
    else this.#prefixes.push(prefix);
    this.#routes.push(route);
  }

  get all(): readonly BareRoute[] {
    return this.#routes;
  }

  /** Makes the routes reachable. After this none can be added. @param trustProxy whether `request.ip` is what a proxy says. */
  async open(logger: Logger, trustProxy: boolean): Promise<void> {
    // A request id from outside would let a client write into our logs.
    const bare = fastify({ genReqId: () => randomUUID(), trustProxy });
    bare.setErrorHandler((error, request, reply) => {
      const { refusal, status } = toRefusal(error);
      if (status >= 500) logFault(logger, request.id, error);
      return refuseBare(request, reply.headers(BARE_HEADERS), refusal, status);
    });
    bare.setNotFoundHandler(() => {
      throw Object.assign(new Error('no such address'), { statusCode: 404 });
    });
    for (const route of this.#routes) if (!route.streams) place(bare, route);
    // In a context of their own: all others parse their bodies.
    bare.register((scope, _, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (__, body, parsed) => {
        parsed(null, body);
      });
      for (const route of this.#routes) if (route.streams) place(scope, route);
      done();
    });
    await bare.ready();
    this.#fastify = bare;
  }

  /** Answers a request to a bare address. @returns false where the address is none, and nothing has been done. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '';
    const query = url.indexOf('?');
    const path = query === -1 ? url : url.slice(0, query);
    if (!this.#fastify) return false;
    if (!this.#paths.has(path) && !this.#prefixes.some((prefix) => path.startsWith(prefix))) return false;
    this.#fastify.routing(request, response);
    return true;
  }

  /** Lets what is under way end; what comes later is told to come back. */
  async close(): Promise<void> {
    await this.#fastify?.close();
  }
}

function place(scope: FastifyInstance, { method, path, options, handler }: BareRoute): void {
  scope.route({
    ...options,
    method,
    url: path,
    handler: (request, reply) => handler(request, reply.headers(BARE_HEADERS)),
  });
}

/** Answers a refusal as problem details (RFC 9457). A handler returns it. */
export function refuseBare(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  status = statusOf(refusal),
): FastifyReply {
  if (refusal.retryAfter !== undefined) void reply.header('retry-after', String(refusal.retryAfter));
  return reply
    .status(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemOf(refusal, status, request.id));
}
