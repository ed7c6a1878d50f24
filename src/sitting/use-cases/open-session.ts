import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { CommitDraw } from '../../form/index.js';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, stateFact, type Principal } from '../../platform/index.js';
import { SESSION_STATES } from '../domain/session-state.js';
import { lockSession } from '../store/session-store.js';

/**
 * Opens a session: commits to the draw in public (pool root, algorithm, seed shares) before any form is drawn.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, and what CommitDraw refuses.
 */
@Injectable()
export class OpenSession {
  constructor(
    private readonly database: Database,
    private readonly commitDraw: CommitDraw,
  ) {}

  /** @param officialShare the official's own share of the draw's seed, 32 bytes in hex. */
  async run(
    principal: Principal,
    sessionId: string,
    officialShare?: string,
  ): Promise<Result<{ state: 'open' }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      const competition = session && (await competitionById(tx, session.competitionId));
      if (!session || !competition)
        return refuse('not-found', 'SITTING.NO_SESSION', 'There is no such session.');
      const next = transition(SESSION_STATES, session.state, 'open', 'SITTING.SESSION_STATE');
      if (!next.ok) return next;
      const committed = await this.commitDraw.run(tx, {
        programmeId: competition.programmeId,
        officialShare,
      });
      if (!committed.ok) return committed;
      await stateFact(tx, {
        ...committed.value.fact,
        subject: sessionId,
        cause: competition.code,
        official: principal.official,
        search: { competitionCode: competition.code },
      });
      await tx.query(`UPDATE exam_session SET state = 'open', draw_id = $2 WHERE id = $1`, [
        sessionId,
        committed.value.drawId,
      ]);
      await recordDecision(tx, principal, {
        action: 'session-opened',
        subject: sessionId,
        scopeId: sessionId,
      });
      return ok({ state: 'open' as const });
    });
  }
}
