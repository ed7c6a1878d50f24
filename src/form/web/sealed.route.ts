import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RefusalError } from '../../platform/index.js';
import { SealedFiles } from '../store/sealed-files.js';

export const SEALED_PATH = '/sealed/:address';

/**
 * Sealed forms as static files: whoever has the address may have the bytes, which say nothing without their key. No
 * session, no cookie; what stands in front of the platform may keep them for ever.
 */
@Injectable()
export class SealedRoute implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly files: SealedFiles,
  ) {}

  onModuleInit(): void {
    // The worker has no HTTP side.
    const fastify = (
      this.host.httpAdapter as { getInstance?: () => FastifyInstance } | undefined
    )?.getInstance?.();
    if (!fastify || this.host.httpAdapter.getType() !== 'fastify') return;
    fastify.get(
      SEALED_PATH,
      async (request: FastifyRequest<{ Params: { address: string } }>, reply: FastifyReply) => {
        const file = await this.files.read(request.params.address);
        if (!file) {
          throw new RefusalError({
            code: 'FORM.NO_SEALED_FORM',
            kind: 'not-found',
            detail: 'There is no sealed form at this address.',
          });
        }
        return reply
          .header('cache-control', 'public, max-age=31536000, immutable')
          .type('application/octet-stream')
          .send(file);
      },
    );
  }
}
