import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Tx } from '../../platform/index.js';
import { lockCase, rulingsOf, type CaseView, type RulingView } from '../store/case-store.js';
import { askForeseen, foreseenOf, type ForeseenView } from '../store/foreseen-store.js';
import { BasisOfChange } from './basis-of-change.js';
import { noCase } from './rule-on-challenge.js';

/** What a proposed change would do, as far as a worker has worked it out ({@link RunForesee}). */
@Injectable()
export class LookAtForeseen {
  constructor(
    private readonly database: Database,
    private readonly basisOfChange: BasisOfChange,
  ) {}

  /** Where what was worked out says no longer what would come, or nobody has asked yet, it is asked for. */
  async run(tx: Tx, found: CaseView, ruling: RulingView): Promise<ForeseenView> {
    const kept = await foreseenOf(tx, found.id);
    const stands =
      kept?.rulingId === ruling.id && (kept.state !== 'done' || (await this.holds(tx, found, ruling, kept)));
    if (kept && stands) return kept;
    await askForeseen(tx, found.id, ruling.id, kept?.id ?? null);
    const asked = await foreseenOf(tx, found.id);
    if (!asked) throw new Error('What is asked for is on record.');
    return asked;
  }

  /** Whether what was worked out is still what comes. */
  async holds(
    tx: Tx,
    { competitionId, itemVersionId }: CaseView,
    ruling: RulingView,
    kept: ForeseenView,
  ): Promise<boolean> {
    return (
      kept.rulingId === ruling.id &&
      kept.basis !== null &&
      kept.basis === (await this.basisOfChange.run(tx, competitionId, itemVersionId, ruling.id))
    );
  }

  /** Tries again what could not be worked out; what is under way or done stays. Refusals: APPEAL.NO_CASE, APPEAL.CASE_STATE. */
  async again(competitionId: string, caseId: string): Promise<Result<ForeseenView>> {
    return this.database.attempt(async (tx) => {
      const found = await lockCase(tx, competitionId, caseId);
      if (!found) return noCase();
      const ruling = (await rulingsOf(tx, caseId)).at(-1);
      if (found.state !== 'proposed' || !ruling)
        return refuse('conflict', 'APPEAL.CASE_STATE', 'This step is not possible now.');
      const kept = await foreseenOf(tx, caseId);
      if (kept?.state === 'failed') await askForeseen(tx, caseId, ruling.id, kept.id);
      return ok(await this.run(tx, found, ruling));
    });
  }
}
