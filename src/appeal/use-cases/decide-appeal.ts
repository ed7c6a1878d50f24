import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { correctMark } from '../../grading/index.js';
import { ok, refuse, transition, type Refusal, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { accountsOf, Database, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { lockSession, type SessionView } from '../../session/index.js';
import { GiveBackSitting } from '../../sitting/index.js';
import {
  APPEAL_STATES,
  type AppealEvent,
  type Ground,
  type Outcome,
  type Remedy,
} from '../domain/appeal-state.js';
import { partsOf } from '../domain/took-part.js';
import { appealDecidedFact } from '../facts.js';
import { keepDecision, lockAppeal, moveAppeal, type AppealView } from '../store/appeal-store.js';
import { participantsOf } from '../store/record-store.js';
import { beginRegrade, isRegrading, whatIsFinal } from '../store/regrade-store.js';
import { noAppeal } from './make-appeal.js';

export interface AppealRuling {
  readonly outcome: Outcome;
  readonly remedy: Remedy;
  readonly ground: Ground;
  readonly reason: string;
  /** Hundredths: of a mark that is corrected. */
  readonly points?: number | null | undefined;
}

/**
 * A named officer who took no part takes an appeal up and decides it, with reasons that its candidate reads.
 *
 * Refusals: APPEAL.NO_APPEAL, APPEAL.STATE, APPEAL.TOOK_PART (with how), APPEAL.SAY_WHY, APPEAL.REMEDY (a rejected appeal
 * changes nothing, and only a mark's appeal corrects a mark), APPEAL.NO_MARKS (nobody has marked it), APPEAL.POINTS, APPEAL.APPOINTMENTS_MADE,
 * APPEAL.DISCLOSED and APPEAL.REGRADING for remedies that change results, and those of
 * {@link GiveBackSitting}.
 */
@Injectable()
export class DecideAppeal {
  constructor(
    private readonly database: Database,
    private readonly giveBack: GiveBackSitting,
  ) {}

  async take(principal: Principal, sessionId: string, appealId: string): Promise<Result<{ state: 'taken' }>> {
    return this.database.attempt(async (tx) => {
      const allowed = await this.#move(tx, principal, sessionId, appealId, 'take');
      if (!allowed.ok) return allowed;
      await moveAppeal(tx, appealId, 'taken', principal.accountId);
      await tell(tx, 'appeal-taken', allowed.value, { official: principal.official });
      await recordDecision(tx, principal, { action: 'appeal-taken', subject: appealId, scopeId: sessionId });
      return ok({ state: 'taken' });
    });
  }

  async decide(
    principal: Principal,
    sessionId: string,
    appealId: string,
    ruling: AppealRuling,
  ): Promise<Result<{ state: 'decided' }>> {
    const reason = ruling.reason.trim();
    if (reason === '' || reason.length > 4000)
      return refuse('invalid', 'APPEAL.SAY_WHY', 'Say why, in at most 4000 characters.', {
        fields: { reason: 'APPEAL.SAY_WHY' },
      });
    return this.database.attempt(async (tx) => {
      // The session first, then the competition, then what is in it: in the order of a release.
      const session = await lockSession(tx, sessionId);
      const competition = session && (await competitionById(tx, session.competitionId));
      if (!session || !competition) return noAppeal();
      await tx.query('SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competition.id]);
      const allowed = await this.#move(tx, principal, sessionId, appealId, 'decide');
      if (!allowed.ok) return allowed;
      const appeal = allowed.value;
      const remedied = await this.#remedy(tx, principal, session, appeal, { ...ruling, reason });
      if (!remedied.ok) return remedied;
      const decidedAt = await keepDecision(tx, appealId, {
        outcome: ruling.outcome,
        remedy: ruling.remedy,
        ground: ruling.ground,
        points: ruling.remedy === 'mark-corrected' ? (ruling.points ?? 0) : null,
        reason,
        accountId: principal.accountId,
        official: principal.official,
      });
      await moveAppeal(tx, appealId, 'decided');
      await tell(tx, 'appeal-decided', appeal);
      await stateFact(
        tx,
        appealDecidedFact({
          appealId,
          competition,
          session,
          about: appeal.about,
          outcome: ruling.outcome,
          remedy: ruling.remedy,
          ground: ruling.ground,
          receivedAt: appeal.madeAt,
          official: principal.official,
          time: decidedAt,
        }),
      );
      // After the fact that says why: the log has it first.
      if (ruling.remedy === 'mark-corrected') {
        const corrected = await correctMark(tx, principal, {
          sittingId: appeal.sittingId,
          position: appeal.position ?? 0,
          points: ruling.points ?? 0,
          reason,
        });
        if (!corrected.ok) return noMark(corrected.refusal);
      }
      if (ruling.remedy === 'sat-again') {
        const given = await this.giveBack.run(
          tx,
          principal,
          session,
          appeal.sittingId,
          'An appeal was upheld.',
        );
        if (!given.ok) return given;
      }
      await recordDecision(tx, principal, {
        action: `appeal-${ruling.outcome}`,
        subject: appealId,
        scopeId: sessionId,
        reason: ruling.ground,
      });
      return ok({ state: 'decided' });
    });
  }

  async #move(
    tx: Tx,
    principal: Principal,
    sessionId: string,
    appealId: string,
    event: AppealEvent,
  ): Promise<Result<AppealView>> {
    const appeal = await lockAppeal(tx, appealId);
    if (appeal?.sessionId !== sessionId) return noAppeal();
    const next = transition(APPEAL_STATES, appeal.state, event, 'APPEAL.STATE');
    if (!next.ok) return next;
    const parts = partsOf(await participantsOf(tx, appeal.sittingId), accountsOf(principal));
    if (parts.length > 0 || appeal.personId === principal.personId)
      return refuse(
        'forbidden',
        'APPEAL.TOOK_PART',
        'You took part in what this is about: somebody else decides.',
        {
          data: { parts },
        },
      );
    return ok(appeal);
  }

  /** What changes results is begun here; {@link FinishRegrades} publishes them again. */
  async #remedy(
    tx: Tx,
    principal: Principal,
    session: SessionView,
    appeal: AppealView,
    ruling: AppealRuling,
  ): Promise<Result<undefined>> {
    if (ruling.remedy === 'none') return ok(undefined);
    if (ruling.outcome === 'rejected' || (ruling.remedy === 'mark-corrected') !== (appeal.about === 'mark'))
      return refuse('invalid', 'APPEAL.REMEDY', 'This remedy does not fit the decision.', {
        fields: { remedy: 'APPEAL.REMEDY' },
      });
    const final = await whatIsFinal(tx, session.competitionId, [session.id]);
    if (final) return refuse('conflict', final, 'These results are final: what is wrong now is for a court.');
    if (await isRegrading(tx, session.competitionId))
      return refuse('conflict', 'APPEAL.REGRADING', 'Another change of this competition is being graded.');
    if (!session.releasedAt) return ok(undefined);
    const { competitionId } = session;
    await beginRegrade(
      tx,
      {
        competitionId,
        cause: 'appeal',
        caseId: null,
        appealId: appeal.id,
        foreseen: null,
        accountId: principal.accountId,
      },
      [{ sessionId: session.id, beforeId: null, afterId: null, wasReleased: true }],
    );
    return ok(undefined);
  }
}

/** As the appeal's form calls it. */
const noMark = (refusal: Refusal) =>
  refusal.code === 'MARKING.NOTHING_TO_CORRECT'
    ? refuse('conflict', 'APPEAL.NO_MARKS', 'Nobody has marked this answer.', {
        fields: { remedy: 'APPEAL.NO_MARKS' },
      })
    : refuse('invalid', 'APPEAL.POINTS', 'Points are from 0 to 1.', { fields: { points: 'APPEAL.POINTS' } });

/** The candidate hears of each step. */
const tell = (
  tx: Tx,
  kind: 'appeal-taken' | 'appeal-decided',
  { id, personId, sittingId, sessionTitle }: AppealView,
  more: Readonly<Record<string, string>> = {},
): Promise<number> =>
  postNotice(tx, {
    kind,
    personId,
    // Taken up by somebody else is another occasion.
    about: kind === 'appeal-taken' ? `${id} ${more['official'] ?? ''}` : id,
    details: { session: sessionTitle, ...more },
    path: `/sittings/${sittingId}/appeals`,
  });
