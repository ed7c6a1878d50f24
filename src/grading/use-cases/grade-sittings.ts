import { Injectable } from '@nestjs/common';
import { oweMarks } from '../../marking/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import { KeyedItems } from '../store/keyed-items.js';
import type { ScoringRules } from '../domain/scoring-rules.js';
import { gradesUnder, isMarked, textsToMark, type SheetGrade } from './grades-under.js';

/**
 * Grades closed sittings under one scoring version: from answer sheets, never from the log.
 *
 * Exactly once per scoring version, answer sheet and revision of the marks: these and the sitting are a grade's primary key
 * and a second one is dropped, so running this again, or twice at once, changes nothing. A sheet that supersedes another has
 * its own grade, and so has each mark and correction that comes in. What people have to mark is written down with the grade.
 *
 * @returns how many grades were new.
 */
@Injectable()
export class GradeSittings {
  readonly #keyedItems = new KeyedItems();

  constructor(private readonly database: Database) {}

  async run(scoringVersionId: string, sittingIds: readonly string[]): Promise<number> {
    return this.database.transaction((tx) => gradeIn(tx, scoringVersionId, sittingIds, this.#keyedItems));
  }
}

/** As {@link GradeSittings}, in a transaction that goes on. */
export async function gradeIn(
  tx: Tx,
  scoringVersionId: string,
  sittingIds: readonly string[],
  items = new KeyedItems(),
): Promise<number> {
  const [version] = await rows<{ rules: ScoringRules }>(
    tx,
    'SELECT rules FROM scoring_version WHERE id = $1',
    [scoringVersionId],
  );
  if (!version) throw new Error('There is no such scoring version.');
  const grades = await gradesUnder(tx, version.rules, sittingIds, items);
  const marked = grades.filter(({ items }) => items.some(isMarked));
  if (marked.length > 0) {
    const ids = marked.map(({ sheet }) => sheet.sittingId);
    await oweMarks(tx, ids, textsToMark(marked));
  }
  return saveGrades(tx, scoringVersionId, grades);
}

async function saveGrades(tx: Tx, versionId: string, grades: readonly SheetGrade[]): Promise<number> {
  const saved = await rows(
    tx,
    `INSERT INTO grade (sitting_id, scoring_version_id, sheet, marks, points, by_part, by_item, passed)
     SELECT g.sitting_id, $1, g.sheet, g.marks, g.points, g.by_part, g.by_item, g.passed
     FROM jsonb_to_recordset($2::jsonb) AS g (sitting_id uuid, sheet int, marks int, points int, by_part jsonb,
       by_item jsonb, passed boolean)
     ON CONFLICT (sitting_id, scoring_version_id, sheet, marks) DO NOTHING RETURNING 1`,
    [
      versionId,
      // One text instead of a list of texts in a text: half of the time went into quoting.
      JSON.stringify(
        grades.map(({ sheet, marks, grade }) => ({
          sitting_id: sheet.sittingId,
          sheet: sheet.number,
          marks: marks.revision,
          points: grade.points,
          by_part: grade.byPart,
          by_item: grade.byItem,
          passed: grade.passed,
        })),
      ),
    ],
  );
  return saved.length;
}
