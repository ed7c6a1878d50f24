import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, keepChunk, rows, stateFact, type Principal } from '../../platform/index.js';
import { publishedPlaces } from '../domain/published-places.js';
import { rankingMoves } from '../domain/ranking-moves.js';
import { rankingFact } from '../facts.js';
import { approvedRanking, placesOf, rankingByVersion } from '../store/ranking-store.js';

/**
 * An HR officer approves a proposed ranking by name; it becomes the one that appointments are made from, and is
 * published by candidate number.
 *
 * Refusals: RANKING.NOT_FOUND, RANKING.NOT_PROPOSED, RANKING.STALE, RANKING.REGRADING, RANKING.NO_REASON,
 * RANKING.APPOINTMENTS_MADE.
 */
@Injectable()
export class ApproveRanking {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    version: number,
  ): Promise<Result<{ version: number }>> {
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      const ranking = await rankingByVersion(tx, competitionId, version);
      if (!competition || !ranking)
        return refuse('not-found', 'RANKING.NOT_FOUND', 'There is no such ranking.');
      if (ranking.state !== 'proposed') {
        return refuse('conflict', 'RANKING.NOT_PROPOSED', 'Only a proposed ranking can be approved.');
      }
      // What is published is what the results give that are published: anybody works it out again.
      const [later] = await rows(
        tx,
        `SELECT 1 FROM exam_session s JOIN ranking r ON r.id = $2 AND s.listed_at > r.created_at
         WHERE s.competition_id = $1
         UNION ALL SELECT 1 FROM stage_conclusion c JOIN competition_stage g ON g.id = c.stage_id
           JOIN ranking r ON r.id = $2 AND c.concluded_at > r.created_at
         WHERE g.competition_id = $1 LIMIT 1`,
        [competitionId, ranking.id],
      );
      if (later)
        return refuse(
          'conflict',
          'RANKING.STALE',
          'Results were released or a stage concluded since: have the ranking made anew.',
        );
      const [regrading] = await rows(
        tx,
        `SELECT 1 FROM scoring_version v JOIN exam_session s ON s.id = v.session_id
         WHERE s.competition_id = $1 AND v.pending LIMIT 1`,
        [competitionId],
      );
      if (regrading)
        return refuse(
          'conflict',
          'RANKING.REGRADING',
          'Results are being graded again: wait for the new list.',
        );
      const [made] = await rows(tx, 'SELECT 1 FROM appointment WHERE competition_id = $1 LIMIT 1', [
        competitionId,
      ]);
      if (made) {
        return refuse(
          'conflict',
          'RANKING.APPOINTMENTS_MADE',
          'Appointments were made from the ranking before.',
        );
      }
      const before = await approvedRanking(tx, competitionId);
      // Proposed before the other was approved, and so without a reason.
      if (before && ranking.reason === null)
        return refuse('conflict', 'RANKING.NO_REASON', 'It says no reason why it is another one.');
      await tx.query(
        `UPDATE ranking SET state = 'superseded' WHERE competition_id = $1 AND state = 'approved'`,
        [competitionId],
      );
      const [approved] = await rows<{ approved_at: Date }>(
        tx,
        `UPDATE ranking SET state = 'approved', approved_at = clock_timestamp(), approved_by = $2
         WHERE id = $1 RETURNING approved_at`,
        [ranking.id, principal.accountId],
      );
      await recordDecision(tx, principal, {
        action: 'ranking-approved',
        subject: `${competition.code}/${String(version)}`,
        scopeId: competitionId,
      });
      const places = await placesOf(tx, ranking.id);
      const list = {
        competition: competition.code,
        version,
        rule: ranking.rule,
        places: publishedPlaces(
          ranking.rule,
          places.map(({ byPart, ...place }) => ({ ...place, parts: byPart })),
        ),
      };
      const listHash = await keepChunk(tx, list as unknown as Json);
      const difference = before && {
        competition: competition.code,
        from: before.version,
        to: version,
        moves: rankingMoves(await placesOf(tx, before.id), places),
      };
      await stateFact(
        tx,
        rankingFact({
          competition,
          ranking,
          ranked: places.filter((place) => place.place !== null).length,
          total: places.length,
          listHash,
          difference: difference ? await keepChunk(tx, difference as unknown as Json) : null,
          official: principal.official,
          time: approved?.approved_at ?? ranking.createdAt,
        }),
      );
      return ok({ version });
    });
  }
}
