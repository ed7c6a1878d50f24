import { Injectable } from '@nestjs/common';
import { programmeById } from '../../form/index.js';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, clockTime, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import {
  COMPETITION_STATES,
  type CompetitionEvent,
  type CompetitionState,
} from '../domain/competition-state.js';
import { announcementFact, type AnnouncedPath } from '../facts.js';
import { isSat } from '../domain/stage.js';
import { competitionById, type CompetitionView } from '../store/competition-store.js';
import { stagePlanOf } from '../store/stage-store.js';
import { BeforeConclusion } from './before-conclusion.js';

/**
 * Takes a competition one step on: announce, close, conclude. An announcement is a public fact.
 * Refusals: COMPETITION.NOT_FOUND, COMPETITION.STATE, COMPETITION.NO_POSTS, and those of {@link BeforeConclusion}.
 */
@Injectable()
export class MoveCompetition {
  constructor(
    private readonly database: Database,
    private readonly beforeConclusion: BeforeConclusion,
  ) {}

  async run(
    principal: Principal,
    competitionId: string,
    event: CompetitionEvent,
  ): Promise<Result<{ state: CompetitionState }>> {
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      if (!competition) return refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.');
      const next = transition(COMPETITION_STATES, competition.state, event, 'COMPETITION.STATE');
      if (!next.ok) return next;
      if (event === 'announce' && competition.posts.length === 0) {
        return refuse(
          'conflict',
          'COMPETITION.NO_POSTS',
          'A competition is announced for at least one post.',
        );
      }
      if (event === 'conclude') {
        const nothingOpen = await this.beforeConclusion.check(tx, competitionId);
        if (!nothingOpen.ok) return nothingOpen;
      }
      await tx.query(
        `UPDATE competition SET state = $2, concluded_at = CASE WHEN $2 = 'concluded' THEN clock_timestamp() END WHERE id = $1`,
        [competitionId, next.value],
      );
      await recordDecision(tx, principal, {
        action: `competition-${next.value}`,
        subject: competition.code,
        scopeId: competitionId,
      });
      if (event === 'announce') {
        await stateFact(
          tx,
          announcementFact(
            competition,
            principal.official,
            await clockTime(tx),
            await announcedPath(tx, competition),
          ),
        );
      }
      return ok({ state: next.value });
    });
  }
}

/** The stages of a competition with the exams that are sat in them. */
async function announcedPath(tx: Tx, competition: CompetitionView): Promise<AnnouncedPath> {
  const plan = await stagePlanOf(tx, competition.id);
  const stages = [];
  for (const { programmeId, ...stage } of plan.stages) {
    const sat = isSat(stage.kind) ? await programmeById(tx, programmeId ?? competition.programmeId) : null;
    stages.push({ ...stage, programme: sat ? { code: sat.code, version: sat.version } : null });
  }
  return { ...plan, stages };
}
