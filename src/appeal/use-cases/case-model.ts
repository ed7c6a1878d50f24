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
import type { ForeseenState, ForeseenView } from '../store/foreseen-store.js';
import { regradeOfCase, type RegradeView } from '../store/regrade-store.js';
import type { LookAtForeseen } from './look-at-foreseen.js';

/** How far it is worked out what a proposed change would do. */
export interface Preview {
  /** None: nothing is proposed now. */
  readonly state: 'none' | ForeseenState;
  /** Sittings that are worked out. */
  readonly done: number;
  /** Of so many; null before they are counted. */
  readonly of: number | null;
  /** A code, where it failed. */
  readonly failure: string | null;
}

/** A case with all that its page and the API show of it. */
export interface CaseModel {
  readonly found: CaseView;
  readonly challenges: readonly ChallengeView[];
  readonly rulings: readonly RulingView[];
  readonly regrade: RegradeView | undefined;
  readonly preview: Preview;
  /** What the proposed change would do, once that is worked out; what was confirmed. */
  readonly foreseen: Foreseen | null;
  readonly foreseenHash: string | null;
  /** Codes of other competitions in which the item stood: a change here changes nothing there. */
  readonly elsewhere: readonly string[];
}

/** What a proposed change would do is asked for by this where nobody has asked before, or another thing would come by now. */
export async function caseModel(
  look: LookAtForeseen,
  tx: Tx,
  competitionId: string,
  caseId: string,
): Promise<CaseModel | undefined> {
  const found = await caseById(tx, competitionId, caseId);
  if (!found) return undefined;
  const rulings = await rulingsOf(tx, caseId);
  const regrade = await regradeOfCase(tx, caseId);
  const ruling = found.state === 'proposed' ? rulings.at(-1) : undefined;
  const kept = ruling && (await look.run(tx, found, ruling));
  return {
    found,
    challenges: await challengesOf(tx, caseId),
    rulings,
    regrade,
    preview: previewOf(kept),
    foreseen: kept ? kept.result : (regrade?.foreseen ?? null),
    foreseenHash: kept?.hash ?? null,
    elsewhere: await otherCompetitions(tx, competitionId, found.itemVersionId),
  };
}

export const previewOf = (kept: ForeseenView | undefined): Preview => ({
  state: kept?.state ?? 'none',
  done: kept?.done ?? 0,
  of: kept?.total ?? null,
  failure: kept?.failure ?? null,
});
