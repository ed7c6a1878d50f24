import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { addScoringVersion, countingVersionOf, EnqueueOwed, rulesAfter } from '../../grading/index.js';
import { answerKeyChangedFact } from '../../grading/facts.js';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, clockTime, stateFact, type Principal } from '../../platform/index.js';
import { lockSession, type SessionView } from '../../session/index.js';
import { CASE_STATES } from '../domain/case-state.js';
import { keepRuling, lockCase, makersOf, rulingsOf, setCaseState } from '../store/case-store.js';
import { foreseenOf, forgetForeseen } from '../store/foreseen-store.js';
import { beginRegrade, isRegrading, whatIsFinal } from '../store/regrade-store.js';
import { changeOf } from './change-of.js';
import { LookAtForeseen } from './look-at-foreseen.js';
import { noCase, ownItem } from './rule-on-challenge.js';
import { tellChallengers } from './tell-challengers.js';

/**
 * An exam officer confirms what an expert proposed, having seen what it does: each session that had the item gets a new
 * scoring version, all of it is graded again by the queue, and the log says so. Results stay as they are until the new list
 * is out ({@link FinishRegrades}). What it does is not computed once more: that the same would come out is told by what it was
 * computed from, compared with the sessions and the competition locked.
 *
 * Refusals: APPEAL.NO_CASE, APPEAL.CASE_STATE, APPEAL.SAME_PERSON, APPEAL.OWN_ITEM, APPEAL.APPOINTMENTS_MADE,
 * APPEAL.DISCLOSED, APPEAL.REGRADING (another change of this competition is under way), APPEAL.PREVIEW_CHANGED.
 */
@Injectable()
export class ConfirmChange {
  constructor(
    private readonly database: Database,
    private readonly enqueueOwed: EnqueueOwed,
    private readonly look: LookAtForeseen,
  ) {}

  /** @param seen hex hash of what the officer was shown. */
  async run(
    principal: Principal,
    competitionId: string,
    caseId: string,
    seen: string,
  ): Promise<Result<{ state: 'regrading' }>> {
    const result = await this.database.attempt<{ state: 'regrading' }>(async (tx) => {
      const found = await lockCase(tx, competitionId, caseId);
      if (!found) return noCase();
      const next = transition(CASE_STATES, found.state, 'confirm', 'APPEAL.CASE_STATE');
      if (!next.ok) return next;
      const ruling = (await rulingsOf(tx, caseId)).at(-1);
      const change = changeOf(found.itemVersionId, ruling);
      if (!ruling || !change) throw new Error('What is proposed has a ruling.');
      if (ruling.accountId === principal.accountId)
        return refuse('forbidden', 'APPEAL.SAME_PERSON', 'Somebody else confirms what you decided.');
      if ((await makersOf(tx, found.itemVersionId)).includes(principal.accountId)) return ownItem();
      // Sessions first, then the competition: in the order in which a release locks them.
      const kept = await foreseenOf(tx, caseId);
      const ids = kept?.sessionIds ?? [];
      const sessions: SessionView[] = [];
      for (const id of ids) {
        const session = await lockSession(tx, id);
        if (session) sessions.push(session);
      }
      await tx.query('SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      if (!competition) return noCase();
      const final = await whatIsFinal(tx, competitionId, ids);
      if (final)
        return refuse('conflict', final, 'These results are final: what is wrong now is for a court.');
      if (await isRegrading(tx, competitionId))
        return refuse('conflict', 'APPEAL.REGRADING', 'Another change of this competition is being graded.');
      if (!kept?.result || kept.hash !== seen || !(await this.look.holds(tx, found, ruling, kept)))
        return refuse(
          'conflict',
          'APPEAL.PREVIEW_CHANGED',
          'It would do something else now: please look again.',
        );
      const versions = [];
      for (const session of sessions) {
        const before = await countingVersionOf(tx, session.id);
        if (!before) continue;
        // What nobody has seen yet has nothing to keep meanwhile.
        const wasReleased = session.releasedAt !== null;
        versions.push({
          session,
          before,
          after: await addScoringVersion(tx, session.id, rulesAfter(before.rules, change), wasReleased),
          wasReleased,
        });
      }
      await keepRuling(tx, caseId, {
        ...of(principal),
        kind: 'confirm',
        answerKey: null,
        reason: ruling.reason,
      });
      await setCaseState(tx, caseId, next.value);
      await forgetForeseen(tx, caseId);
      await tellChallengers(tx, caseId);
      await beginRegrade(
        tx,
        {
          competitionId,
          cause: 'answer-key',
          caseId,
          appealId: null,
          foreseen: kept.result,
          accountId: principal.accountId,
        },
        versions.map(({ session, before, after, wasReleased }) => ({
          sessionId: session.id,
          beforeId: before.id,
          afterId: after.id,
          wasReleased,
        })),
      );
      await stateFact(
        tx,
        answerKeyChangedFact({
          competition,
          item: found.itemCode,
          change: change.kind === 'annul' ? 'annulled' : 'other-key',
          sessions: versions,
          reason: ruling.reason,
          official: principal.official,
          time: await clockTime(tx),
        }),
      );
      await recordDecision(tx, principal, {
        action: 'answer-key-changed',
        subject: found.itemCode,
        scopeId: competitionId,
        reason: ruling.reason,
      });
      return ok({ state: 'regrading' });
    });
    // The sweeper would find it too: this only begins sooner.
    if (result.ok) await this.enqueueOwed.run().catch(() => 0);
    return result;
  }

  /** Gives the proposal back to the experts, with a reason. Refusals: APPEAL.NO_CASE, APPEAL.CASE_STATE, APPEAL.SAY_WHY. */
  async giveBack(
    principal: Principal,
    competitionId: string,
    caseId: string,
    text: string,
  ): Promise<Result<{ state: 'open' }>> {
    const reason = text.trim();
    if (reason === '' || reason.length > 1000)
      return refuse('invalid', 'APPEAL.SAY_WHY', 'Say why, in at most 1000 characters.', {
        fields: { backReason: 'APPEAL.SAY_WHY' },
      });
    return this.database.attempt(async (tx) => {
      const found = await lockCase(tx, competitionId, caseId);
      if (!found) return noCase();
      const next = transition(CASE_STATES, found.state, 'return', 'APPEAL.CASE_STATE');
      if (!next.ok) return next;
      await keepRuling(tx, caseId, { ...of(principal), kind: 'return', answerKey: null, reason });
      await setCaseState(tx, caseId, next.value);
      await forgetForeseen(tx, caseId);
      await recordDecision(tx, principal, {
        action: 'challenge-return',
        subject: found.itemCode,
        scopeId: competitionId,
        reason,
      });
      return ok({ state: 'open' });
    });
  }
}

const of = ({ accountId, official }: Principal) => ({ accountId, official });
