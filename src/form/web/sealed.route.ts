import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Refusal } from '../../kernel/index.js';
import { BareRoutes, refuseBare } from '../../platform/index.js';
import { SealedFiles } from '../store/sealed-files.js';

/**
 * Sealed forms as static files: whoever has the address may have the bytes, which say nothing without their key. No
 * session, no cookie; what stands in front of the platform may keep them for ever.
 */
@Injectable()
export class SealedRoute implements OnModuleInit {
  constructor(
    private readonly routes: BareRoutes,
    private readonly files: SealedFiles,
  ) {}

  onModuleInit(): void {
    this.routes.add({
      method: 'GET',
      path: '/sealed/:address',
      access: { kind: 'anyone' },
      handler: async (request, reply) => {
        const { address } = request.params as { readonly address: string };
        const file = await this.files.read(address);
        if (!file) return refuseBare(request, reply, NO_FILE);
        return reply
          .header('cache-control', 'public, max-age=31536000, immutable')
          .type('application/octet-stream')
          .send(file);
      },
    });
  }
}

const NO_FILE: Refusal = {
  code: 'FORM.NO_SEALED_FORM',
  kind: 'not-found',
  detail: 'There is no sealed form at this address.',
};
