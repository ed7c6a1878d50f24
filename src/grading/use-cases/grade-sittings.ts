import { Injectable } from '@nestjs/common';
import { Database, rows, type Tx } from '../../platform/index.js';
import type { ScoringRules } from '../domain/scoring-rules.js';
import { gradesUnder, type SheetGrade } from './grades-under.js';

/**
 * Grades closed sittings under one scoring version: from answer sheets, never from the log.
 *
 * Exactly once per scoring version and answer sheet: these and the sitting are a grade's primary key and a second one is
 * dropped, so running this again, or twice at once, changes nothing. A sheet that supersedes another has its own grade.
 *
 * @returns how many grades were new.
 */
@Injectable()
export class GradeSittings {
  constructor(private readonly database: Database) {}

  async run(scoringVersionId: string, sittingIds: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const [version] = await rows<{ rules: ScoringRules }>(
        tx,
        'SELECT rules FROM scoring_version WHERE id = $1',
        [scoringVersionId],
      );
      if (!version) throw new Error('There is no such scoring version.');
      const grades = await gradesUnder(tx, version.rules, sittingIds);
      return saveGrades(tx, scoringVersionId, grades);
    });
  }
}

async function saveGrades(tx: Tx, versionId: string, grades: readonly SheetGrade[]): Promise<number> {
  const saved = await rows(
    tx,
    `INSERT INTO grade (sitting_id, scoring_version_id, sheet, points, by_part, by_item, passed)
     SELECT g.sitting_id, $1, g.sheet, g.points, g.by_part, g.by_item, g.passed
     FROM unnest($2::uuid[], $3::int[], $4::int[], $5::jsonb[], $6::jsonb[], $7::boolean[])
       AS g (sitting_id, sheet, points, by_part, by_item, passed)
     ON CONFLICT (sitting_id, scoring_version_id, sheet) DO NOTHING RETURNING 1`,
    [
      versionId,
      grades.map(({ sheet }) => sheet.sittingId),
      grades.map(({ sheet }) => sheet.number),
      grades.map(({ grade }) => grade.points),
      grades.map(({ grade }) => JSON.stringify(grade.byPart)),
      grades.map(({ grade }) => JSON.stringify(grade.byItem)),
      grades.map(({ grade }) => grade.passed),
    ],
  );
  return saved.length;
}
