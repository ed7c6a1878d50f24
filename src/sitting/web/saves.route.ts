import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Refusal } from '../../kernel/index.js';
import { BareRoutes, refuseBare } from '../../platform/index.js';
import type { ChainedEvent } from '../domain/response-event.js';
import { SaveResponses } from '../use-cases/save-responses.js';
import { SittingTokens } from './sitting-tokens.js';

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
  required: ['acknowledged', 'serverTime', 'deadline', 'pausedLeft'],
  properties: {
    acknowledged: { type: 'integer', description: 'Every event up to this number is on disk.' },
    serverTime: { type: 'integer', description: 'Milliseconds since 1970, the clock that counts.' },
    deadline: { type: 'integer', description: 'Milliseconds since 1970.' },
    pausedLeft: {
      type: ['integer', 'null'],
      description: 'Milliseconds that were left when the clock was stopped; null while it runs.',
    },
  },
} as const;

interface SaveBody {
  readonly previous: string;
  readonly events: readonly ChainedEvent[];
}

/** The one hot route: a Fastify schema and a signed sitting token, nothing else (docs/adr/0016). */
@Injectable()
export class SavesRoute implements OnModuleInit {
  constructor(
    private readonly routes: BareRoutes,
    private readonly tokens: SittingTokens,
    private readonly save: SaveResponses,
  ) {}

  onModuleInit(): void {
    this.routes.add({
      method: 'POST',
      path: SAVES_PATH,
      access: { kind: 'sitting-token' },
      operation: {
        operationId: 'saveResponses',
        tags: ['sitting'],
        summary: 'Save response events',
        description: 'Acknowledged only once they are on disk. Sending them again changes nothing.',
        security: [{ sitting: [] }],
        requestBody: { required: true, content: { 'application/json': { schema: SAVE_BODY } } },
        responses: {
          '200': { description: 'On disk.', content: { 'application/json': { schema: SAVE_ANSWER } } },
        },
      },
      options: {
        schema: { body: SAVE_BODY, response: { 200: SAVE_ANSWER } },
        attachValidation: true,
        bodyLimit: MAX_BODY,
      },
      handler: (request, reply) => {
        const claim = this.tokens.claimOf(request);
        if (!claim.ok) return refuseBare(request, reply, claim.refusal);
        if (request.validationError) return refuseBare(request, reply, WRONG_FORM);
        const { previous, events } = request.body as SaveBody;
        const { sittingId, lease } = claim.value;
        return this.save
          .run({ sittingId, lease, previous, events })
          .then((result) => (result.ok ? result.value : refuseBare(request, reply, result.refusal)));
      },
    });
  }
}

const WRONG_FORM: Refusal = {
  code: 'REQUEST.INVALID',
  kind: 'invalid',
  detail: 'These answers are not of the right form.',
};
