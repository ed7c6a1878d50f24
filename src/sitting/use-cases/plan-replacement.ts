import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import {
  entitle,
  lockSession,
  replacementOf,
  rosterOf,
  scheduleIn,
  type PlanWish,
  type SessionView,
  noSession,
} from '../../session/index.js';
import { examBrowserOf, keepExamBrowser } from '../store/exam-browser-store.js';
import { toSitElsewhere } from '../store/void-store.js';
import { ExamExtras } from './exam-extras.js';

/** What is new about the session that replaces another; the rest of the plan is the same. */
export type ReplacementWish = Pick<PlanWish, 'title' | 'opensAt' | 'entryClosesAt'>;

/**
 * Plans a session that takes the place of one that could not be held, for those affected and nobody else: everybody
 * where the whole session is void, otherwise those whose sittings are void and who are to sit again elsewhere. It has a
 * draw of its own.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.REPLACED (one is planned already), SITTING.NOBODY_AFFECTED, and what planning a
 * session refuses.
 */
@Injectable()
export class PlanReplacement {
  constructor(
    private readonly database: Database,
    private readonly extras: ExamExtras,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: ReplacementWish,
  ): Promise<Result<{ sessionId: string; candidates: number }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (await replacementOf(tx, sessionId)) {
        return refuse('conflict', 'SITTING.REPLACED', 'A session that replaces this one is planned already.');
      }
      const affected = await whoIsAffected(tx, session);
      if (affected.length === 0) {
        return refuse('conflict', 'SITTING.NOBODY_AFFECTED', 'Nobody has to sit this session again.');
      }
      const { releasePolicy, entry, admission, spreadSeconds, review, competitionId, stageId } = session;
      const planned = await scheduleIn(tx, principal, {
        // A time that was set for this session's results is none for those of another.
        releasePolicy: releasePolicy === 'on-grading' ? 'on-grading' : 'officer',
        entry,
        admission,
        spreadSeconds,
        review,
        competitionId,
        stageId,
        replacesId: sessionId,
        ...wish,
      });
      if (!planned.ok) return planned;
      await keepExamBrowser(tx, planned.value.sessionId, await examBrowserOf(tx, sessionId));
      await this.extras.takeOver(tx, sessionId, planned.value.sessionId);
      await entitle(tx, planned.value.sessionId, affected);
      return ok({ ...planned.value, candidates: affected.length });
    });
  }
}

/** Applications that a replacement would be for. */
export async function whoIsAffected(tx: Tx, session: SessionView): Promise<string[]> {
  return session.state === 'void' ? rosterOf(tx, session) : toSitElsewhere(tx, session.id);
}
