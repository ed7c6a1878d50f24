import { Injectable } from '@nestjs/common';
import { competitionById, type CompetitionView } from '../../competition/index.js';
import {
  AddSpareNumbers,
  approvedForms,
  cancelDraw,
  CommitDraw,
  HandOverShare,
  MakeDraw,
  OfferShare,
  withdrawOffer,
  type DrawOccasion,
  type OfferWish,
} from '../../form/index.js';
import { refuse, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { programmeOfSession } from '../store/session-programme.js';
import { rosterOf } from '../store/roster-store.js';
import { lockSession, type SessionView } from '../store/session-store.js';
import { noSession } from '../domain/no-session.js';

/** A session whose row is locked, and what a step of its draw is told. */
export interface DrawStep {
  readonly tx: Tx;
  readonly session: SessionView;
  readonly competition: CompetitionView;
  readonly occasion: DrawOccasion;
  /** Officer or observer, by the principal's role for this session. */
  readonly as: 'officer' | 'observer';
}

export interface CommitmentWish {
  readonly spareNumbers?: number | undefined;
  readonly reason?: string | undefined;
}

/**
 * The draw of a session, step by step, each in a transaction of its own that holds the session's row.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, DRAW.COMMITTED (a draw stands already), DRAW.NO_DRAW, and what
 * the step itself refuses.
 */
@Injectable()
export class SessionDraw {
  constructor(
    private readonly database: Database,
    private readonly offerShare: OfferShare,
    private readonly commitDraw: CommitDraw,
    private readonly handOverShare: HandOverShare,
    private readonly makeDraw: MakeDraw,
    private readonly addSpareNumbers: AddSpareNumbers,
  ) {}

  /** @returns for a share that the platform made: the share, this once. */
  async offer(
    principal: Principal,
    sessionId: string,
    wish: OfferWish,
  ): Promise<Result<{ contributionId: string; share?: string }>> {
    return this.#beforeCommitment(principal, sessionId, ({ tx, occasion, as }) =>
      this.offerShare.run(tx, occasion, as, wish),
    );
  }

  async withdraw(principal: Principal, sessionId: string, contributionId: string) {
    return this.#beforeCommitment(principal, sessionId, ({ tx, occasion, as }) =>
      withdrawOffer(tx, occasion, as, contributionId),
    );
  }

  async commit(
    principal: Principal,
    sessionId: string,
    wish: CommitmentWish = {},
  ): Promise<Result<{ drawId: string }>> {
    return this.#beforeCommitment(principal, sessionId, (step) => this.commitIn(step, wish));
  }

  /** As {@link commit}, in a transaction that goes on. */
  async commitIn(step: DrawStep, wish: CommitmentWish): Promise<Result<{ drawId: string }>> {
    const { tx, session, competition, occasion } = step;
    const programmeId = (await programmeOfSession(tx, session, competition))?.id ?? competition.programmeId;
    const committed = await this.commitDraw.run(tx, occasion, {
      ...wish,
      programmeId,
      roster: await rosterOf(tx, session),
      // A rehearsal uses up no assembled form.
      ...(session.rehearsal && { preassembled: await approvedForms(tx, programmeId) }),
    });
    if (!committed.ok) return committed;
    await tx.query('UPDATE exam_session SET draw_id = $2 WHERE id = $1', [
      session.id,
      committed.value.drawId,
    ]);
    return committed;
  }

  async handOver(principal: Principal, sessionId: string, contributionId: string, share: string) {
    return this.#scheduled(principal, sessionId, ({ tx, occasion, as }, drawId) =>
      this.handOverShare.run(tx, occasion, as, { drawId, contributionId, share }),
    );
  }

  async make(principal: Principal, sessionId: string) {
    return this.#scheduled(principal, sessionId, ({ tx, occasion }, drawId) =>
      this.makeDraw.run(tx, occasion, drawId),
    );
  }

  /** The session has no draw after it, and may have another. */
  async cancel(principal: Principal, sessionId: string, reason: string) {
    return this.#scheduled(principal, sessionId, async ({ tx, occasion }, drawId) => {
      const cancelled = await cancelDraw(tx, occasion, drawId, { reason });
      if (cancelled.ok) await tx.query('UPDATE exam_session SET draw_id = NULL WHERE id = $1', [sessionId]);
      return cancelled;
    });
  }

  async addSpares(principal: Principal, sessionId: string, count: number): Promise<Result<{ list: number }>> {
    return this.step(principal, sessionId, async ({ tx, session, occasion }) =>
      session.drawId && session.state !== 'closed'
        ? this.addSpareNumbers.run(tx, occasion, session.drawId, { count })
        : noDraw(),
    );
  }

  /** Runs one step for a session that there is, with its row locked. */
  async step<T>(
    principal: Principal,
    sessionId: string,
    work: (step: DrawStep) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      const competition = session && (await competitionById(tx, session.competitionId));
      if (!session || !competition) {
        return noSession();
      }
      const chain = await scopeChain(tx, sessionId);
      const as = hasRole(principal.grants, ['exam-officer'], chain) ? 'officer' : 'observer';
      return work({ tx, session, competition, as, occasion: occasionOf(principal, session, competition) });
    });
  }

  async #beforeCommitment<T>(
    principal: Principal,
    sessionId: string,
    work: (step: DrawStep) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.step(principal, sessionId, async (step) => {
      if (step.session.state !== 'scheduled') return notNow();
      if (step.session.drawId) {
        return refuse('conflict', 'DRAW.COMMITTED', 'The draw of this session is committed already.');
      }
      return work(step);
    });
  }

  async #scheduled<T>(
    principal: Principal,
    sessionId: string,
    work: (step: DrawStep, drawId: string) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.step(principal, sessionId, async (step) => {
      if (step.session.state !== 'scheduled') return notNow();
      return step.session.drawId ? work(step, step.session.drawId) : noDraw();
    });
  }
}

/** On whose behalf a session's draw takes a step. */
export const occasionOf = (
  principal: Principal,
  session: SessionView,
  competition: CompetitionView,
): DrawOccasion => ({
  sessionId: session.id,
  cause: competition.code,
  principal,
  search: { competitionCode: competition.code },
  unpublished: session.rehearsal,
});

const notNow = () => refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
const noDraw = () => refuse('not-found', 'DRAW.NO_DRAW', 'This session has no draw.');
