import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { programmeById } from '../../form/index.js';
import { releasedGrades } from '../../grading/index.js';
import { hashJson, newId, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { rankGrades } from './rank-grades.js';

/**
 * Makes a new version of a competition's ranking from its released grades. Versions before it that were only proposed
 * are superseded; an approved one stays until the new one is approved. `reason`: why there is another one.
 *
 * Refusals: RANKING.NO_COMPETITION, RANKING.NOTHING_RELEASED.
 */
@Injectable()
export class ProposeRanking {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    reason?: string,
  ): Promise<Result<{ version: number }>> {
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      const programme = competition && (await programmeById(tx, competition.programmeId));
      if (!programme) return refuse('not-found', 'RANKING.NO_COMPETITION', 'There is no such competition.');
      const grades = await releasedGrades(tx, competitionId);
      if (grades.length === 0) {
        return refuse(
          'conflict',
          'RANKING.NOTHING_RELEASED',
          'No results of this competition are released yet.',
        );
      }
      const { rule, ranked } = rankGrades(programme, grades);
      const content = {
        rule,
        places: ranked.map(({ candidateNumber, points, parts, place }) => ({
          candidateNumber,
          points,
          parts,
          place,
        })),
      };
      const [next] = await rows<{ version: number }>(
        tx,
        'SELECT coalesce(max(version), 0) + 1 AS version FROM ranking WHERE competition_id = $1',
        [competitionId],
      );
      const version = next?.version ?? 1;
      const rankingId = newId();
      await tx.query(
        `UPDATE ranking SET state = 'superseded' WHERE competition_id = $1 AND state = 'proposed'`,
        [competitionId],
      );
      await rows(
        tx,
        `INSERT INTO ranking (id, competition_id, version, scoring_version_ids, rule, state, content_hash, created_by)
         VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7)`,
        [
          rankingId,
          competitionId,
          version,
          [...new Set(grades.map((grade) => grade.scoringVersionId))],
          JSON.stringify(rule),
          hashJson(content as unknown as Json),
          principal.accountId,
        ],
      );
      await rows(
        tx,
        `INSERT INTO ranking_place (ranking_id, sitting_id, candidate_number, person_id, points, by_part, passed, place)
         SELECT $1, p.* FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::int[], $6::jsonb[], $7::boolean[], $8::int[])
           AS p (sitting_id, candidate_number, person_id, points, by_part, passed, place)`,
        [
          rankingId,
          ranked.map((one) => one.sittingId),
          ranked.map((one) => one.candidateNumber),
          ranked.map((one) => one.personId),
          ranked.map((one) => one.points),
          ranked.map((one) => JSON.stringify(one.parts)),
          ranked.map((one) => one.passed),
          ranked.map((one) => one.place),
        ],
      );
      await recordDecision(tx, principal, {
        action: 'ranking-proposed',
        subject: `${competition.code}/${String(version)}`,
        scopeId: competitionId,
        ...(reason !== undefined && { reason }),
      });
      return ok({ version });
    });
  }
}
