import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';

/** Parameters of the three-parameter logistic model (Birnbaum 1968), in thousandths: slope, difficulty, guessing. */
export interface Calibration {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * Keeps what a calibration found of one item version. Forms are assembled by information where all items have it, and
 * the draw of a session that is committed stays as it is. Refusals: ITEM.NOT_FOUND.
 */
@Injectable()
export class CalibrateItem {
  constructor(private readonly database: Database) {}

  /** @param wish.source what it rests on: the sessions, the sample, the program; it stands in the decision. */
  async run(
    principal: Principal,
    bankId: string,
    itemId: string,
    wish: Calibration & { readonly version: number; readonly source: string },
  ): Promise<Result<Calibration>> {
    const { version, source, a, b, c } = wish;
    return this.database.attempt(async (tx) => {
      const [item] = await rows<{ code: string }>(
        tx,
        `UPDATE item_version v SET calibration = $4 FROM item i
         WHERE i.id = v.item_id AND i.bank_id = $1 AND i.id = $2 AND v.version = $3 RETURNING i.code`,
        [bankId, itemId, version, JSON.stringify({ a, b, c })],
      );
      if (!item) return refuse('not-found', 'ITEM.NOT_FOUND', 'This bank has no such item.');
      await recordDecision(tx, principal, {
        action: 'item-calibrated',
        subject: `${item.code} v${String(version)}`,
        scopeId: bankId,
        reason: source,
      });
      return ok({ a, b, c });
    });
  }
}
