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
    `INSERT INTO grade (scoring_version_id, sitting_id, sheet, marks, points, pending, passed, by_part, by_item)
     SELECT $1, g.* FROM unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::boolean[],
       string_to_array($8, E'\\n')::jsonb[], string_to_array($9, E'\\n')::json[]) AS g
     ON CONFLICT (sitting_id, scoring_version_id, sheet, marks) DO NOTHING RETURNING 1`,
    [
      versionId,
      grades.map(({ sheet }) => sheet.sittingId),
      grades.map(({ sheet }) => sheet.number),
      grades.map(({ marks }) => marks.revision),
      grades.map(({ grade }) => grade.points),
      grades.map(({ grade }) => grade.pending),
      grades.map(({ grade }) => grade.passed),
      // Lines of one text: JSON has no line break of its own, and as a list each would be quoted a second time.
      grades.map(({ grade }) => JSON.stringify(grade.byPart)).join('\n'),
      grades.map(({ grade }) => JSON.stringify(grade.byItem)).join('\n'),
    ],
  );
  return saved.length;
}
