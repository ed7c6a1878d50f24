import { Injectable } from '@nestjs/common';
import { countVersions, isGradedUnder, stateResultsAgain } from '../../grading/index.js';
import { principalOf } from '../../people/index.js';
import { Database, type Tx } from '../../platform/index.js';
import { ProposeRanking, rankingsOf } from '../../ranking/index.js';
import { lockSession, type SessionView } from '../../session/index.js';
import { rulingsOf, setCaseState } from '../store/case-store.js';
import {
  markDone,
  markListed,
  regradeSessions,
  runningRegrades,
  takeRegrade,
  type RegradeView,
} from '../store/regrade-store.js';

import { tellChanged } from './tell-challengers.js';

/**
 * Brings regrades to their end once all is graded: from then on the new version counts, the result list is published again,
 * and where there was a ranking a new version of it is proposed. Each step is found from the record, so that it is safe
 * to run in many workers, and again after any of them died.
 */
@Injectable()
export class FinishRegrades {
  constructor(
    private readonly database: Database,
    private readonly proposeRanking: ProposeRanking,
  ) {}

  /** @returns how many came to their end. */
  async run(): Promise<number> {
    let done = 0;
    for (const { id } of await runningRegrades(this.database.tx)) {
      await this.database.transaction((tx) => this.#list(tx, id));
      done += await this.database.transaction((tx) => this.#rank(tx, id));
    }
    return done;
  }

  async #list(tx: Tx, id: string): Promise<void> {
    const regrade = await takeRegrade(tx, id);
    if (!regrade || regrade.listedAt) return;
    const sessions = await regradeSessions(tx, id);
    const locked: SessionView[] = [];
    for (const { sessionId, afterId, wasReleased } of sessions) {
      const session = await lockSession(tx, sessionId);
      if (!session || (afterId !== null && !(await isGradedUnder(tx, sessionId, afterId)))) return;
      if (wasReleased) locked.push(session);
    }
    await countVersions(
      tx,
      sessions.flatMap(({ afterId }) => (afterId === null ? [] : [afterId])),
    );
    for (const session of locked) await stateResultsAgain(tx, session, regrade.official);
    for (const { sessionId, beforeId, afterId, wasReleased } of sessions)
      if (wasReleased && beforeId !== null && afterId !== null)
        await tellChanged(tx, id, { sessionId, beforeId, afterId });
    await markListed(tx, id);
    if (regrade.caseId) await setCaseState(tx, regrade.caseId, 'accepted');
  }

  async #rank(tx: Tx, id: string): Promise<number> {
    const regrade = await takeRegrade(tx, id);
    if (!regrade?.listedAt) return 0;
    await markDone(tx, id, await this.#ranking(tx, regrade, regrade.listedAt));
    return 1;
  }

  /** The version that follows from the new lists; null where nobody has made a ranking, or stages are to be concluded again first. */
  async #ranking(tx: Tx, regrade: RegradeView, listedAt: Date): Promise<number | null> {
    const [newest] = await rankingsOf(tx, regrade.competitionId);
    if (!newest) return null;
    if (newest.createdAt > listedAt) return newest.version;
    const principal = await principalOf(tx, regrade.accountId);
    const reason = regrade.caseId
      ? (await rulingsOf(tx, regrade.caseId)).at(-1)?.reason
      : `After an appeal: ${regrade.appealId ?? ''}`;
    const proposed = principal && (await this.proposeRanking.run(principal, regrade.competitionId, reason));
    return proposed?.ok ? proposed.value.version : null;
  }
}
