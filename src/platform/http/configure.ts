import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyCsrf from '@fastify/csrf-protection';
import fastifyHelmet from '@fastify/helmet';
import fastifySession from '@fastify/session';
import fastifyStatic from '@fastify/static';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PlatformParts } from '../platform.module.js';
import { PostgresSessionStore } from '../sessions/session-store.js';
import type { BareRoutes } from './bare-routes.js';
import { ErrorFilter } from './error-filter.js';
import type { KeptPages } from './kept-pages.js';
import { LANGUAGE_COOKIE, languageOf } from './language.js';
import { PAGE_POLICY } from './page-policy.js';
import { registerMultipart } from './multipart.js';
import type { OpenMeritRequest } from './principal.js';
import { validationPipe } from './validation.js';

declare module 'fastify' {
  interface Session {
    accountId?: string;
    _csrf?: string;
  }
}

const KIBIBYTE = 1024;
const DOCS_POLICY =
  "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;connect-src 'self'";

// Longer than a load balancer's own (60 s): it must not send on a connection that is being closed.
const KEEP_ALIVE = 72_000;

/**
 * Fastify as we run it: bounded bodies, request ids of our own, no log of addresses or bodies. What is sent to a bare
 * address, or for a page that is kept, never reaches it.
 */
export const fastifyAdapter = (
  trustProxy: boolean,
  bareRoutes: BareRoutes,
  keptPages: KeptPages,
): FastifyAdapter =>
  new FastifyAdapter({
    serverFactory: (handler: (request: IncomingMessage, response: ServerResponse) => void) =>
      createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
        if (bareRoutes.answer(request, response) || keptPages.answer(request, response)) return;
        handler(request, response);
      }),
    bodyLimit: 256 * KIBIBYTE,
    trustProxy,
    // A request id from outside would let a client write into our logs.
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    return503OnClosing: true,
  });

/**
 * Everything between the socket and the controllers: sessions, CSRF, security headers, language, assets, errors, and
 * one log line a request with its route pattern, never its address or body.
 */
export async function configureHttp(
  app: NestFastifyApplication,
  parts: PlatformParts,
  languages: readonly string[],
  assetsDir: string,
): Promise<void> {
  const { config, keys, database, pages, logger, bareRoutes, keptPages } = parts;
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preClose', () => bareRoutes.close());
  const secure = config.publicOrigin.startsWith('https:');

  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: PAGE_POLICY,
    },
    hsts: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(fastifyCookie);
  const sessions = new PostgresSessionStore(database, keys);
  await app.register(fastifySession, {
    cookieName: 'openmerit',
    secret: keys.derive('web-sessions', 'cookie').toString('hex'),
    store: sessions,
    saveUninitialized: false,
    rolling: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  });
  await app.register(fastifyCsrf, {
    sessionPlugin: '@fastify/session',
    getToken: (request) => {
      const header = request.headers['x-csrf-token'];
      if (typeof header === 'string') return header;
      return (request.body as { _csrf?: string } | undefined)?._csrf;
    },
  });
  await registerMultipart(app);
  await app.register(fastifyStatic, {
    root: assetsDir,
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    decorateReply: false,
  });

  // Pictures come as they are; what they really are is told by their content.
  fastify.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  fastify.decorateRequest('principal', null);
  fastify.decorateRequest('language', 'en');
  fastify.decorateRequest('csrfToken', undefined);
  fastify.addHook('onRequest', (request, reply, done) => {
    const asked = request as unknown as OpenMeritRequest;
    const { lang } = request.query as { lang?: unknown };
    asked.language = languageOf(request, languages);
    if (lang === asked.language) {
      void reply.setCookie(LANGUAGE_COOKIE, asked.language, {
        path: '/',
        sameSite: 'lax',
        secure,
        maxAge: 31_536_000,
      });
    }
    asked.csrfToken = () => {
      asked.session._csrf ??= sessions.formSecret(asked.session.sessionId);
      return reply.generateCsrf();
    };
    void reply.header('x-request-id', request.id);
    // The API's page is a library's own and styles itself inline; it shows nothing that is anybody's.
    if (request.url.startsWith('/api/docs')) void reply.header('content-security-policy', DOCS_POLICY);
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    keptPages.keep(request, reply, payload);
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });

  app.useGlobalFilters(new ErrorFilter(pages, logger));
  app.useGlobalPipes(validationPipe());
}
