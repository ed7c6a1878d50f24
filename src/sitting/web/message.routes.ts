import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Refusal } from '../../kernel/index.js';
import { BareRoutes, Database, GroupCommit, GroupCommitFull, refuseBare } from '../../platform/index.js';
import { markRead, messagesOf, type MessagesWish, type OwnMessage } from '../store/message-store.js';
import { OWN_MESSAGES, READ_ANSWER, READ_BODY, SINCE } from './message-routes.schema.js';
import { SittingTokens } from './sitting-tokens.js';
import { leaseKey } from '../domain/sitting-token.js';

const MESSAGES_PATH = '/api/v1/sitting-messages';
const READ_PATH = '/api/v1/sitting-messages/read';

/** The messages to a candidate for their device, which has its sitting token and nothing else. */
@Injectable()
export class MessageRoutes implements OnModuleInit {
  readonly #reads: GroupCommit<MessagesWish, OwnMessage[]>;

  constructor(
    private readonly routes: BareRoutes,
    private readonly tokens: SittingTokens,
    private readonly database: Database,
  ) {
    // A message to everybody makes every device ask in the same second: those who ask together share one query.
    this.#reads = new GroupCommit(
      (wish) => `${leaseKey(wish)}:${String(wish.after)}`,
      (wishes) => messagesOf(database.tx, wishes),
    );
  }

  onModuleInit(): void {
    this.routes.add({
      method: 'GET',
      path: MESSAGES_PATH,
      access: { kind: 'sitting-token' },
      operation: {
        operationId: 'sittingMessages',
        tags: ['sitting'],
        summary: 'What staff have written to this candidate',
        description: 'To them alone and to everybody, the oldest first. The clock tells the newest number.',
        security: [{ sitting: [] }],
        parameters: [{ name: 'after', in: 'query', required: false, schema: SINCE.properties.after }],
        responses: {
          '200': { description: 'Messages.', content: { 'application/json': { schema: OWN_MESSAGES } } },
        },
      },
      options: { schema: { querystring: SINCE, response: { 200: OWN_MESSAGES } }, attachValidation: true },
      handler: async (request, reply) => {
        const claim = this.tokens.claimOf(request);
        if (!claim.ok) return refuseBare(request, reply, claim.refusal);
        if (request.validationError) return refuseBare(request, reply, WRONG_FORM);
        const { after } = request.query as { after: number };
        try {
          return { items: await this.#reads.add({ ...claim.value, after }) };
        } catch (error) {
          if (error instanceof GroupCommitFull) return refuseBare(request, reply, BUSY);
          throw error;
        }
      },
    });
    this.routes.add({
      method: 'POST',
      path: READ_PATH,
      access: { kind: 'sitting-token' },
      operation: {
        operationId: 'readSittingMessage',
        tags: ['sitting'],
        summary: 'Say that a message was read',
        description: 'By the candidate, who pressed the button under it. Saying so again changes nothing.',
        security: [{ sitting: [] }],
        requestBody: { required: true, content: { 'application/json': { schema: READ_BODY } } },
        responses: {
          '200': { description: 'On record.', content: { 'application/json': { schema: READ_ANSWER } } },
        },
      },
      options: {
        schema: { body: READ_BODY, response: { 200: READ_ANSWER } },
        attachValidation: true,
        bodyLimit: 1024,
      },
      handler: async (request, reply) => {
        const claim = this.tokens.claimOf(request);
        if (!claim.ok) return refuseBare(request, reply, claim.refusal);
        if (request.validationError) return refuseBare(request, reply, WRONG_FORM);
        const { number } = request.body as { number: number };
        const found = await markRead(this.database.tx, claim.value, number);
        return found ? { read: true } : refuseBare(request, reply, NO_MESSAGE);
      },
    });
  }
}

const WRONG_FORM: Refusal = {
  code: 'REQUEST.INVALID',
  kind: 'invalid',
  detail: 'A message is named by its number.',
};

const BUSY: Refusal = {
  code: 'SITTING.BUSY',
  kind: 'unavailable',
  detail: 'Many ask at this moment. Try again in a while.',
  retryAfter: 5,
};

const NO_MESSAGE: Refusal = {
  code: 'SITTING.NO_MESSAGE',
  kind: 'not-found',
  detail: 'There is no such message to you.',
};
