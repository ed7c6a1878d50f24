import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Refusal } from '../../kernel/index.js';
import { BareRoutes, refuseBare } from '../../platform/index.js';
import { SittingTokens } from '../../sitting/index.js';
import { DEVICE_KINDS } from '../domain/signal.js';
import { CAMERAS } from '../store/beat-store.js';
import { HearDevice, type Report } from '../use-cases/hear-device.js';

export const WATCH_PATH = '/api/v1/watch-reports';

const DAY = 86_400_000;
const WHOLE = { type: 'integer', minimum: 0 } as const;

export const WATCH_REPORT = {
  type: 'object',
  additionalProperties: false,
  required: ['signals', 'camera', 'lastSlot'],
  properties: {
    signals: {
      type: 'array',
      maxItems: 100,
      description: 'What happened since the last report that was acknowledged, in order; mostly nothing.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['seq', 'kind', 'ago', 'lasted'],
        properties: {
          seq: { type: 'integer', minimum: 1, maximum: 1_000_000, description: 'Of this lease’s device.' },
          kind: { type: 'string', enum: DEVICE_KINDS },
          ago: { ...WHOLE, maximum: DAY, description: 'Milliseconds since it began.' },
          lasted: { type: ['integer', 'null'], minimum: 0, maximum: DAY, description: 'Milliseconds.' },
          characters: { ...WHOLE, maximum: 1_000_000, description: 'Of a paste: how many.' },
          position: { ...WHOLE, maximum: 1000, description: 'Of a paste: the question’s number.' },
        },
      },
    },
    camera: { type: 'string', enum: CAMERAS },
    first: { type: 'boolean', description: 'This page has not heard yet what is on disk: it is looked up.' },
    lastSlot: { ...WHOLE, maximum: 1e12, description: 'Of the last snapshot that was kept; 0 for none.' },
  },
} as const;

export const WATCH_ANSWER = {
  type: 'object',
  additionalProperties: false,
  required: ['acknowledged', 'quiet', 'longest', 'snapshot'],
  properties: {
    acknowledged: {
      type: 'integer',
      description: 'Signals up to this number are on disk, or not kept: there are too many.',
    },
    quiet: { type: 'integer', description: 'Seconds: report after so long in which nothing was saved.' },
    longest: { type: 'integer', description: 'Seconds: report at least so often.' },
    snapshot: { type: ['integer', 'null'], description: 'The slot of which a snapshot is wanted now.' },
  },
} as const;

/** What devices report while somebody sits: that they are there, and what happened on them. */
@Injectable()
export class WatchRoute implements OnModuleInit {
  constructor(
    private readonly routes: BareRoutes,
    private readonly tokens: SittingTokens,
    private readonly hear: HearDevice,
  ) {}

  onModuleInit(): void {
    this.routes.add({
      method: 'POST',
      path: WATCH_PATH,
      access: { kind: 'sitting-token' },
      operation: {
        operationId: 'reportFromDevice',
        tags: ['proctoring'],
        summary: 'Report that a device is there, and what happened on it',
        description:
          'Only where something is watched and the candidate has agreed. Signals are acknowledged once they are on disk; sending them again changes nothing. For five minutes after the end the last device may tell what it had not told by then.',
        security: [{ sitting: [] }],
        requestBody: { required: true, content: { 'application/json': { schema: WATCH_REPORT } } },
        responses: {
          '200': { description: 'Heard.', content: { 'application/json': { schema: WATCH_ANSWER } } },
        },
      },
      options: {
        schema: { body: WATCH_REPORT, response: { 200: WATCH_ANSWER } },
        attachValidation: true,
        bodyLimit: 32_768,
      },
      handler: async (request, reply) => {
        const claim = this.tokens.claimOf(request);
        if (!claim.ok) return refuseBare(request, reply, claim.refusal);
        if (request.validationError) return refuseBare(request, reply, WRONG_FORM);
        const heard = await this.hear.run(claim.value, request.body as Report, request.ip);
        return heard.ok ? heard.value : refuseBare(request, reply, heard.refusal);
      },
    });
  }
}

const WRONG_FORM: Refusal = {
  code: 'REQUEST.INVALID',
  kind: 'invalid',
  detail: 'This report is not of the right form.',
};
