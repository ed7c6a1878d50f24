import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Refusal } from '../../kernel/index.js';
import { BareRoutes, refuseBare } from '../../platform/index.js';
import { SittingTokens, type SittingClaim } from '../../sitting/index.js';
import { MOST_SNAPSHOT_BYTES } from '../domain/snapshot-check.js';
import { KeepSnapshot } from '../use-cases/keep-snapshot.js';

export const SNAPSHOTS_PATH = '/api/v1/watch-snapshots';

const LONGEST = 60_000;
const SLOT = { type: 'integer', minimum: 0, maximum: 1_000_000_000_000 } as const;
const QUERY = {
  type: 'object',
  additionalProperties: false,
  required: ['slot'],
  properties: { slot: SLOT },
} as const;
const ANSWER = {
  type: 'object',
  additionalProperties: false,
  required: ['slot'],
  properties: { slot: { type: 'integer', description: 'Whose snapshot is in the store.' } },
} as const;

/** A snapshot from a candidate's device, streamed into the store. */
@Injectable()
export class SnapshotsRoute implements OnModuleInit {
  constructor(
    private readonly routes: BareRoutes,
    private readonly tokens: SittingTokens,
    private readonly keep: KeepSnapshot,
  ) {}

  onModuleInit(): void {
    this.routes.add({
      method: 'POST',
      path: SNAPSHOTS_PATH,
      access: { kind: 'sitting-token' },
      operation: {
        operationId: 'keepSnapshot',
        tags: ['proctoring'],
        summary: 'Send a snapshot that was asked for',
        description:
          'The slot is that of the answer to a report. At most 300 KB and 1920 pixels a side, within a minute. Answered once it is in the store; the same slot again changes nothing.',
        security: [{ sitting: [] }],
        parameters: [{ name: 'slot', in: 'query', required: true, schema: SLOT }],
        requestBody: {
          required: true,
          content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: {
          '200': { description: 'In the store.', content: { 'application/json': { schema: ANSWER } } },
        },
      },
      streams: true,
      options: { schema: { querystring: QUERY, response: { 200: ANSWER } }, attachValidation: true },
      handler: async (request, reply) => {
        const claim = this.tokens.claimOf(request);
        if (!claim.ok) return refuseBare(request, reply, claim.refusal);
        if (request.headers['content-type'] !== 'image/jpeg') {
          throw Object.assign(new Error('no JPEG'), { statusCode: 415 });
        }
        const content = request.body as Readable | undefined;
        if (request.validationError || !content) return refuseBare(request, reply, WRONG_FORM);
        const { slot } = request.query as { slot: number };
        const { kept, isRead } = await this.#keep(claim.value, slot, content);
        if (kept.ok) return kept.value;
        if (!isRead) void reply.header('connection', 'close');
        return refuseBare(request, reply, kept.refusal);
      },
    });
  }

  async #keep(claim: SittingClaim, slot: number, content: Readable) {
    // A body that never ends is ended.
    const tooLong = setTimeout(() => content.destroy(new Error('too long')), LONGEST);
    try {
      const kept = await this.keep.run(claim, slot, pieces(content));
      return { kept, isRead: await drain(content) };
    } finally {
      clearTimeout(tooLong);
    }
  }
}

/** The pieces of a body. Whoever stops reading leaves the rest, and the line, as they are. */
const pieces = (content: Readable): AsyncIterable<Buffer> =>
  content.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;

/** Reads what is left of a body, so that its sender hears the answer; not more than a snapshot has. @returns whether that was all. */
async function drain(content: Readable): Promise<boolean> {
  let rest = 0;
  try {
    for await (const bytes of pieces(content)) {
      rest += bytes.length;
      if (rest > MOST_SNAPSHOT_BYTES) return false;
    }
    return true;
  } catch {
    return false;
  }
}

const WRONG_FORM: Refusal = {
  code: 'REQUEST.INVALID',
  kind: 'invalid',
  detail: 'A snapshot has a slot and a JPEG.',
};
