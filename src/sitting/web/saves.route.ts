import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KeyRing, RefusalError } from '../../platform/index.js';
import type { ChainedEvent } from '../domain/response-event.js';
import { readToken } from '../domain/sitting-token.js';
import { SaveResponses } from '../use-cases/save-responses.js';

export const SAVES_PATH = '/api/v1/responses';

// Characters: the longest text of a person, and what JSON adds to a structured response.
const MAX_VALUE = 16_000;
// One such event with every character escaped, and its neighbours.
const MAX_BODY = 131_072;

const HASH = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

/** What a save sends. Also the OpenAPI description of the route. */
export const SAVE_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['previous', 'events'],
  properties: {
    previous: {
      ...HASH,
      description: 'Hash of the event before the first one sent, or the lease’s rootHash.',
    },
    events: {
      type: 'array',
      minItems: 1,
      maxItems: 200,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['seq', 'type', 'position', 'value', 'offset', 'hash'],
        properties: {
          seq: { type: 'integer', minimum: 1, maximum: 1_000_000 },
          type: { type: 'string', enum: ['answer', 'flag', 'visit'] },
          position: { type: 'integer', minimum: 1, maximum: 1000 },
          value: {
            type: ['string', 'null'],
            maxLength: MAX_VALUE,
            // What PostgreSQL's jsonb cannot keep: NUL, and halves of characters. One would fail a whole group of saves.
            pattern: '^[^\\u0000\\ud800-\\udfff]*$',
            description:
              'A response in the form of the item’s type (docs/item-types.md); null takes it back.',
          },
          offset: { type: 'integer', minimum: 0, maximum: 86_400_000 },
          hash: HASH,
        },
      },
    },
  },
} as const;

export const SAVE_ANSWER = {
  type: 'object',
  additionalProperties: false,
  required: ['acknowledged', 'serverTime', 'deadline'],
  properties: {
    acknowledged: { type: 'integer', description: 'Every event up to this number is on disk.' },
    serverTime: { type: 'integer', description: 'Milliseconds since 1970, the clock that counts.' },
    deadline: { type: 'integer', description: 'Milliseconds since 1970.' },
  },
} as const;

interface SaveBody {
  readonly previous: string;
  readonly events: readonly ChainedEvent[];
}

/**
 * The one hot route: a Fastify schema and a signed sitting token, no session, no DTO (docs/adr/0005).
 * Clients send no cookie with it.
 */
@Injectable()
export class SavesRoute implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly keys: KeyRing,
    private readonly save: SaveResponses,
  ) {}

  onModuleInit(): void {
    // The worker has no HTTP side.
    const fastify = (
      this.host.httpAdapter as { getInstance?: () => FastifyInstance } | undefined
    )?.getInstance?.();
    if (!fastify || this.host.httpAdapter.getType() !== 'fastify') return;
    const macKey = this.keys.derive('sitting-tokens', 'lease');
    fastify.post(
      SAVES_PATH,
      {
        schema: { body: SAVE_BODY, response: { 200: SAVE_ANSWER } },
        attachValidation: true,
        bodyLimit: MAX_BODY,
      },
      async (request: FastifyRequest) => {
        const claim = readToken(bearer(request), (data) => this.keys.macWith(macKey, data));
        if (!claim) {
          throw new RefusalError({
            code: 'SITTING.TOKEN',
            kind: 'unauthenticated',
            detail: 'This request carries no valid right to answer.',
          });
        }
        if (request.validationError) {
          throw new RefusalError({
            code: 'REQUEST.INVALID',
            kind: 'invalid',
            detail: 'These answers are not of the right form.',
          });
        }
        const body = request.body as SaveBody;
        const result = await this.save.run({ ...claim, previous: body.previous, events: body.events });
        if (!result.ok) throw new RefusalError(result.refusal);
        return result.value;
      },
    );
  }
}

const bearer = (request: FastifyRequest): string => {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') ? header.slice(7) : '';
};
