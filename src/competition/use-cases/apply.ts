import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { applicationOf, competitionById } from '../store/competition-store.js';

/**
 * A person applies; applying again, or after withdrawing while it is open, gives the one application there is.
 * Refusals: COMPETITION.NOT_FOUND, COMPETITION.NOT_OPEN, COMPETITION.ANSWERS_NEEDED where it asks questions first.
 */
@Injectable()
export class Apply {
  constructor(private readonly database: Database) {}

  /** @param language of the paper: the candidate may still switch in the exam. */
  async run(
    principal: Principal,
    competitionId: string,
    language: string,
  ): Promise<Result<{ applicationId: string }>> {
    return this.database.attempt(async (tx) => {
      const competition = await competitionById(tx, competitionId);
      const personId = principal.personId;
      if (!competition || !personId || competition.state === 'draft') {
        return refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.');
      }
      const existing = await applicationOf(tx, competitionId, personId);
      if (existing?.state === 'submitted') return ok({ applicationId: existing.id });
      if (!competition.isOpenForApplications) {
        return refuse('conflict', 'COMPETITION.NOT_OPEN', 'This competition takes no applications now.');
      }
      if (competition.eligibility.length > 0) {
        return refuse(
          'conflict',
          'COMPETITION.ANSWERS_NEEDED',
          'This competition asks some questions first.',
        );
      }
      const [application] = await rows<{ id: string; turn: string }>(
        tx,
        `INSERT INTO application (id, competition_id, person_id, language, state)
         VALUES ($1, $2, $3, $4, 'submitted')
         ON CONFLICT (competition_id, person_id) DO UPDATE SET state = 'submitted', language = EXCLUDED.language
         RETURNING id, clock_timestamp()::text AS turn`,
        [newId(), competitionId, personId, language],
      );
      const { id: applicationId, turn } = application as { id: string; turn: string };
      await postNotice(tx, {
        kind: 'application-received',
        personId,
        // Somebody may withdraw and apply again.
        about: `${applicationId} ${turn}`,
        details: { competition: competition.title },
        path: '/desk',
      });
      return ok({ applicationId });
    });
  }
}
