import type { Tx } from '../../platform/index.js';
import type { Foreseen } from '../domain/foreseen.js';
import {
  caseById,
  challengesOf,
  otherCompetitions,
  rulingsOf,
  type CaseView,
  type ChallengeView,
  type RulingView,
} from '../store/case-store.js';
import { regradeOfCase, type RegradeView } from '../store/regrade-store.js';
import { changeOf } from './confirm-change.js';
import type { ForeseeChange } from './foresee-change.js';

/** A case with all that its page and the API show of it. */
export interface CaseModel {
  readonly found: CaseView;
  readonly challenges: readonly ChallengeView[];
  readonly rulings: readonly RulingView[];
  readonly regrade: RegradeView | undefined;
  /** What the proposed change would do, or what was confirmed. */
  readonly foreseen: Foreseen | null;
  readonly foreseenHash: string | null;
  /** Codes of other competitions in which the item stood: a change here changes nothing there. */
  readonly elsewhere: readonly string[];
}

export async function caseModel(
  foreseeChange: ForeseeChange,
  tx: Tx,
  competitionId: string,
  caseId: string,
): Promise<CaseModel | undefined> {
  const found = await caseById(tx, competitionId, caseId);
  if (!found) return undefined;
  const rulings = await rulingsOf(tx, caseId);
  const regrade = await regradeOfCase(tx, caseId);
  const change = found.state === 'proposed' ? changeOf(found.itemVersionId, rulings.at(-1)) : undefined;
  const foreseen = change && (await foreseeChange.run(tx, competitionId, change));
  return {
    found,
    challenges: await challengesOf(tx, caseId),
    rulings,
    regrade,
    foreseen: foreseen?.foreseen ?? regrade?.foreseen ?? null,
    foreseenHash: foreseen?.hash ?? null,
    elsewhere: await otherCompetitions(tx, competitionId, found.itemVersionId),
  };
}
