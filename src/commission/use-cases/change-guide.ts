import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { checkGuide, levelsOf, type Guide } from '../domain/guide.js';
import { guideOf, keepGuide } from '../store/guide-store.js';
import { inCommission, subjectOf, type Where } from './in-commission.js';

/**
 * Keeps another version of the guide, until it is pinned by opening the commission. Its code stays.
 *
 * Refusals: COMMISSION.GUIDE_PINNED, COMMISSION.GUIDE_CHANGED where somebody else was first, COMMISSION.GAP, those of
 * {@link checkGuide} and {@link inCommission}.
 */
@Injectable()
export class ChangeGuide {
  constructor(private readonly database: Database) {}

  /** @param version the one that was changed. */
  async run(
    principal: Principal,
    where: Where,
    version: number,
    wish: Omit<Guide, 'code'>,
  ): Promise<Result<{ version: number }>> {
    return inCommission(this.database, where, async (tx, at) => {
      const { commission } = at;
      if (commission.guideVersion !== null)
        return refuse('conflict', 'COMMISSION.GUIDE_PINNED', 'The guide is pinned.');
      const before = await guideOf(tx, commission);
      if (before.version !== version)
        return refuse('conflict', 'COMMISSION.GUIDE_CHANGED', 'The guide was changed meanwhile.');
      const guide = checkGuide({ ...wish, code: before.guide.code });
      if (!guide.ok) return guide;
      if (commission.largestGap >= levelsOf(guide.value))
        return refuse('invalid', 'COMMISSION.GAP', 'The gap is within the levels of the guide.');
      const kept = await keepGuide(tx, commission.id, guide.value, principal.accountId);
      await recordDecision(tx, principal, {
        action: 'commission-guide-changed',
        subject: subjectOf(at),
        scopeId: where.competitionId,
      });
      return ok({ version: kept });
    });
  }
}
