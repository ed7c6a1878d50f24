import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import type { Texts } from '../store/competition-store.js';

/**
 * A candidate takes the application back, until a sitting has begun; withdrawing twice is no fault.
 * Refusals: COMPETITION.NOT_APPLIED, COMPETITION.SITTING_BEGUN.
 */
@Injectable()
export class Withdraw {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, competitionId: string): Promise<Result<{ applicationId: string }>> {
    return this.database.attempt(async (tx) => {
      const [application] = await rows<{
        id: string;
        begun: boolean;
        state: string;
        title: Texts;
        turn: string;
      }>(
        tx,
        `SELECT a.id, a.state, c.title, clock_timestamp()::text AS turn, EXISTS (SELECT 1 FROM sitting s WHERE s.application_id = a.id) AS begun
         FROM application a JOIN competition c ON c.id = a.competition_id
         WHERE a.competition_id = $1 AND a.person_id = $2 FOR NO KEY UPDATE OF a`,
        [competitionId, principal.personId],
      );
      if (!application) return refuse('not-found', 'COMPETITION.NOT_APPLIED', 'You have not applied here.');
      if (application.begun) {
        return refuse(
          'conflict',
          'COMPETITION.SITTING_BEGUN',
          'You have begun the exam of this competition.',
        );
      }
      if (application.state === 'withdrawn') return ok({ applicationId: application.id });
      await tx.query(`UPDATE application SET state = 'withdrawn' WHERE id = $1`, [application.id]);
      // A place that was booked is free with the same commit: what a later stage would free later, nobody could book meanwhile.
      await tx.query(
        `UPDATE booking SET ended_at = clock_timestamp(), ended_as = 'withdrawn'
         WHERE application_id = $1 AND ended_at IS NULL`,
        [application.id],
      );
      await postNotice(tx, {
        kind: 'application-withdrawn',
        personId: principal.personId ?? '',
        // Somebody may apply and withdraw again.
        about: `${application.id} ${application.turn}`,
        details: { competition: application.title },
        path: `/competitions/${competitionId}`,
      });
      return ok({ applicationId: application.id });
    });
  }
}
