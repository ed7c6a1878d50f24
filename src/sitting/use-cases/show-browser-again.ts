import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { isOldAddress, type ShownBrowser } from '../domain/exam-browser/index.js';
import type { SittingClaim } from '../domain/sitting-token.js';
import { leaseBrowserOf, noteRefused, noteShown } from '../store/exam-browser-store.js';
import { CheckBrowser, rulesAsked } from './check-browser.js';

/**
 * The page of an exam that goes on was loaded again, and shows its browser for the lease that it holds. It is asked for the rule
 * that the lease was given under, or for the one that holds now, and for nothing where there was none then or is none now: who
 * sits does so as they began. A refusal is noted on the lease, for people to see, and takes nothing from it: to end an exam is
 * no machine's part.
 *
 * Refusals: SITTING.NO_LEASE (also of somebody else), SITTING.LEASE_REVOKED, those of {@link CheckBrowser}.
 */
@Injectable()
export class ShowBrowserAgain {
  constructor(
    private readonly database: Database,
    private readonly checkBrowser: CheckBrowser,
  ) {}

  /** @param claim of the sitting token that the page holds. */
  async run(principal: Principal, claim: SittingClaim, shown: ShownBrowser): Promise<Result<null>> {
    const { tx } = this.database;
    const lease = await leaseBrowserOf(tx, claim);
    if (lease?.personId !== principal.personId) return NO_LEASE;
    if (!lease.isActive)
      return refuse('gone', 'SITTING.LEASE_REVOKED', 'Nothing more is answered under this lease.');
    const rules = rulesAsked(lease.current, lease);
    if (!rules) return ok(null);
    const checked = await this.database.attempt<null>(async (transaction) => {
      const proved = await this.checkBrowser.weigh(transaction, lease, rules, shown);
      if (!proved.ok) return proved;
      await noteShown(transaction, claim);
      return this.checkBrowser.take(transaction, lease, proved.value);
    });
    if (!checked.ok && !isOldAddress(checked.refusal.code))
      await noteRefused(tx, claim, checked.refusal.code);
    return checked;
  }
}

const NO_LEASE = refuse('not-found', 'SITTING.NO_LEASE', 'This device holds no right to answer here.');
