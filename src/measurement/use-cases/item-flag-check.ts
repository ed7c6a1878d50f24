import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ReleaseChecks, type ReleaseCheck } from '../../grading/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';
import { ENOUGH_TO_FLAG } from '../domain/flags.js';
import { openItemFlags } from './open-item-flags.js';

/**
 * Before results are released somebody has looked at the questions that behave oddly, or says why not. Of fewer candidates
 * than a flag needs nothing can be said, and nothing is waited for; a release that was signed beforehand is not held up.
 */
@Injectable()
export class ItemFlagCheck implements OnModuleInit {
  constructor(private readonly checks: ReleaseChecks) {}

  onModuleInit(): void {
    this.checks.register((tx, session) => this.#check(tx, session));
  }

  async #check(tx: Tx, { id, releasePolicy }: SessionView): Promise<ReleaseCheck[]> {
    const [sat] = await rows<{ count: number }>(
      tx,
      `SELECT count(*)::int AS count FROM sitting WHERE session_id = $1 AND state = 'closed'`,
      [id],
    );
    if ((sat?.count ?? 0) < ENOUGH_TO_FLAG) return [];
    const { count } = await openItemFlags(tx, id);
    const odd = releasePolicy === 'officer' ? 'caution' : 'clear';
    const href = `/sessions/${id}/statistics`;
    if (count === null)
      return [
        {
          code: 'MEASUREMENT.NO_STATISTICS',
          standing: odd,
          words: { key: 'measurement:checks.NO_STATISTICS' },
          detail: 'The statistics of the questions are not worked out yet.',
        },
      ];
    const name = count === 0 ? 'clear' : 'not';
    return [
      {
        code: 'MEASUREMENT.ITEM_FLAGS',
        standing: count === 0 ? 'clear' : odd,
        words: { key: `measurement:checks.ITEM_FLAGS.${name}`, data: { count } },
        detail: 'Some questions behave oddly: look at them first.',
        ...(count > 0 && { href }),
      },
    ];
  }
}
