import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ReleaseChecks, type ReleaseCheck } from '../../grading/index.js';
import { openItemFlags } from './open-item-flags.js';

/**
 * What the items of a session say before its results are released. Flags decide nothing: an officer says why the results go
 * out all the same; a release that was signed beforehand is not held up.
 */
@Injectable()
export class FlagsBeforeRelease implements OnModuleInit {
  constructor(private readonly checks: ReleaseChecks) {}

  onModuleInit(): void {
    this.checks.register(async (tx, session): Promise<ReleaseCheck[]> => {
      const { count } = await openItemFlags(tx, session.id);
      const isFlagged = count !== null && count > 0;
      return [
        {
          code: 'MEASUREMENT.ITEM_FLAGS',
          standing: isFlagged && session.releasePolicy === 'officer' ? 'caution' : 'clear',
          words: {
            key: `measurement:check.${count === null ? 'none' : isFlagged ? 'flagged' : 'clear'}`,
            data: { count: count ?? 0 },
          },
          detail: isFlagged ? 'Items of this session are flagged.' : 'No item of this session is flagged.',
          ...(isFlagged && { href: `/sessions/${session.id}/statistics` }),
        },
      ];
    });
  }
}
