import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Page } from './pages.js';

/** Milliseconds: so old is what a stranger sees at most, while a crowd asks for one page. */
const KEPT_FOR = 1000;
/** So many ask for a page within that time before it is kept: who comes alone sees what is there now. */
const CROWD = 8;
const MOST_BYTES = 32 * 1024 * 1024;
/** A request that can be answered by its address and language alone: it brings no cookie but that of the language. */
const LANGUAGE_ALONE = /^(?:lang=[a-z]{2,3})?$/;
const LONGEST = 500;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set by {@link SharedPage}. */
    readonly shared?: boolean;
  }
}

/** Marks a page that is the same for all who have no account: the registry's, when everybody looks at once. */
export const SharedPage = (): MethodDecorator => applyDecorators(Page(), RouteConfig({ shared: true }));

interface KeptPage {
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  readonly gzipped: Buffer;
  readonly at: number;
}

/**
 * Shared pages as they were drawn a moment ago, for a crowd of visitors without a session. They are answered before anything else
 * runs, so that a page costs what a file costs; in the log there is no line for them, as for a file.
 */
export class KeptPages {
  readonly #pages = new LRUCache<string, KeptPage>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ body, gzipped }) => body.length + gzipped.length,
  });

  /** How many asked, since when. */
  readonly #asked = new LRUCache<string, { since: number; times: number }>({ max: 10_000 });

  /** @param now milliseconds, of a clock that does not go back. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Answers from what is kept. @returns false where nothing is, and nothing has been done. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#pages.size === 0 || request.method !== 'GET' || !isPlain(request)) return false;
    const kept = this.#pages.get(keyOf(request));
    if (!kept || this.now() - kept.at > KEPT_FOR) return false;
    if (!/\bgzip\b/.test(packings(request))) {
      response.writeHead(200, kept.headers).end(kept.body);
      return true;
    }
    response
      .writeHead(200, { ...kept.headers, 'content-encoding': 'gzip', 'content-length': kept.gzipped.length })
      .end(kept.gzipped);
    return true;
  }

  /** Keeps a shared page that is about to be sent, where it is nobody's own: one that sets a cookie is somebody's. */
  keep(
    { raw, routeOptions, principal }: FastifyRequest & { principal?: unknown },
    reply: FastifyReply,
    payload: unknown,
  ): void {
    const isShared =
      routeOptions.config.shared === true &&
      raw.method === 'GET' &&
      reply.statusCode === 200 &&
      typeof payload === 'string' &&
      reply.getHeader('set-cookie') === undefined &&
      // Whatever a cookie was read as: nobody was signed in.
      !principal &&
      isPlain(raw);
    if (!isShared) return;
    const key = keyOf(raw);
    if (!this.#isCrowd(key)) return;
    const body = Buffer.from(payload);
    const { 'x-request-id': _id, ...headers } = reply.getHeaders();
    this.#pages.set(key, {
      headers: { ...headers, vary: 'accept-encoding', 'content-length': body.length } as OutgoingHttpHeaders,
      body,
      gzipped: gzipSync(body),
      at: this.now(),
    });
  }

  #isCrowd(key: string): boolean {
    const now = this.now();
    const asked = this.#asked.get(key);
    if (!asked || now - asked.since > KEPT_FOR) {
      this.#asked.set(key, { since: now, times: 1 });
      return false;
    }
    asked.times += 1;
    return asked.times >= CROWD;
  }
}

const packings = ({ headers }: IncomingMessage): string => [headers['accept-encoding'] ?? ''].join();

const isPlain = ({ url = '', headers }: IncomingMessage): boolean =>
  LANGUAGE_ALONE.test(headers.cookie ?? '') &&
  url.length + (headers['accept-language'] ?? '').length <= LONGEST;

/** What a page can differ by: its address, and what the language is chosen by. */
const keyOf = ({ url, headers }: IncomingMessage): string =>
  [url, headers.cookie, headers['accept-language']].join('\n');
