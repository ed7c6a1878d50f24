import { Injectable } from '@nestjs/common';
import { ok, refuse, sha256, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { mediaFault, mediaType, type MediaType } from '../domain/media.js';
import { keepMedia } from '../store/media-store.js';

/**
 * Keeps a picture for a bank's items; its type is told by its content. A body shows it as
 * `<img src="media:<hash>" alt="…">`. Refusals: ITEM.MEDIA.
 */
@Injectable()
export class AddMedia {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    bankId: string,
    bytes: Buffer,
  ): Promise<Result<{ hash: string; mediaType: MediaType }>> {
    const fault = mediaFault(bytes);
    const type = mediaType(bytes);
    if (fault || !type) {
      return refuse('invalid', 'ITEM.MEDIA', `The picture ${fault ?? 'is not one of ours'}.`, {
        fields: { picture: 'ITEM.MEDIA' },
      });
    }
    const hash = sha256(bytes).toString('hex');
    return this.database.attempt(async (tx) => {
      await keepMedia(tx, [{ hash, mediaType: type, bytes }]);
      await recordDecision(tx, principal, { action: 'picture-added', subject: hash, scopeId: bankId });
      return ok({ hash, mediaType: type });
    });
  }
}
