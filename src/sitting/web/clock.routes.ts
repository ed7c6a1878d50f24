import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BareRoutes, EVENT_STREAM_HEAD, Database, refuseBare, GroupCommit } from '../../platform/index.js';
import type { Refusal } from '../../kernel/index.js';
import { clockAnswer } from '../domain/clock-answer.js';
import { clocksOf, type ClockState } from '../store/clock-store.js';
import { leaseKey, type SittingClaim } from '../domain/sitting-token.js';
import { LiveClocks, type Listener } from '../use-cases/live-clocks.js';
import { CLOCK_ANSWER } from './clock-answer.schema.js';
import { SittingTokens } from './sitting-tokens.js';

export const CLOCK_PATH = '/api/v1/sitting-clock';
export const LIVE_PATH = '/api/v1/sitting-live';

// A stream that takes nothing for so long is gone, whatever its socket says.
const MOST_UNREAD = 65_536;

/** A sitting's clock for its device: once, or as a stream that says each change at once. */
@Injectable()
export class ClockRoutes implements OnModuleInit {
  readonly #reads: GroupCommit<SittingClaim, ClockState | undefined>;

  constructor(
    private readonly routes: BareRoutes,
    private readonly tokens: SittingTokens,
    private readonly live: LiveClocks,
    database: Database,
  ) {
    // Devices that ask together are answered by one query: after a lost bus they all ask.
    this.#reads = new GroupCommit(leaseKey, async (claims) => {
      const found = new Map((await clocksOf(database.tx, claims)).map((clock) => [leaseKey(clock), clock]));
      return claims.map((claim) => found.get(leaseKey(claim)));
    });
  }

  onModuleInit(): void {
    this.routes.add({
      method: 'GET',
      path: CLOCK_PATH,
      access: { kind: 'sitting-token' },
      operation: {
        operationId: 'sittingClock',
        tags: ['sitting'],
        summary: 'The clock of a sitting, now',
        description: 'For a device that cannot keep a stream open, and for whoever was away.',
        security: [{ sitting: [] }],
        responses: {
          '200': { description: 'As it stands.', content: { 'application/json': { schema: CLOCK_ANSWER } } },
        },
      },
      options: { schema: { response: { 200: CLOCK_ANSWER } } },
      handler: async (request, reply) => {
        const claim = this.tokens.claimOf(request);
        if (!claim.ok) return refuseBare(request, reply, claim.refusal);
        const clock = await this.#reads.add(claim.value);
        return clock ? clockAnswer(clock) : refuseBare(request, reply, NO_LEASE);
      },
    });
    this.routes.add({
      method: 'GET',
      path: LIVE_PATH,
      access: { kind: 'sitting-token' },
      operation: {
        operationId: 'sittingLive',
        tags: ['sitting'],
        summary: 'The clock of a sitting, as it changes',
        description:
          'Server-sent events named `clock`, each with the data of /api/v1/sitting-clock: one at once, one after each change. A comment every 25 s says that the line stands. When the stream ends, connect again after a random while.',
        security: [{ sitting: [] }],
        responses: {
          '200': {
            description: 'A stream.',
            content: { 'text/event-stream': { schema: { type: 'string' } } },
          },
        },
      },
      handler: (request, reply) => {
        const claim = this.tokens.claimOf(request);
        if (!claim.ok) return refuseBare(request, reply, claim.refusal);
        const stop = this.live.listen(claim.value, stream(reply));
        if (!stop) return refuseBare(request, reply, FULL);
        reply.raw.on('close', stop);
        return reply;
      },
    });
  }
}

/** A reply as a stream of events. Its head goes out with the first of them. */
function stream(reply: FastifyReply): Listener {
  const { raw } = reply;
  const write = (text: string): void => {
    if (raw.destroyed) return;
    if (raw.writableLength > MOST_UNREAD) raw.destroy();
    else raw.write(text);
  };
  return {
    tell: (clock) => {
      if (!raw.headersSent) {
        reply.hijack();
        raw.writeHead(200, EVENT_STREAM_HEAD);
      }
      write(`event: clock\ndata: ${JSON.stringify(clock)}\n\n`);
    },
    beat: () => {
      if (raw.headersSent) write(':\n\n');
    },
    end: () => {
      if (raw.headersSent) raw.end();
      else void refuseBare(reply.request, reply, FULL);
    },
  };
}

const NO_LEASE: Refusal = {
  code: 'SITTING.NO_LEASE',
  kind: 'not-found',
  detail: 'This device holds no right to answer here.',
};

const FULL: Refusal = {
  code: 'SITTING.BUSY',
  kind: 'unavailable',
  detail: 'No more streams can be kept open here. Ask for the clock now and then instead.',
  retryAfter: 30,
};
