import { Injectable } from '@nestjs/common';
import { oweMarks, type TextToMark } from '../../marking/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import { KeyedItems } from '../store/keyed-items.js';
import { keepScores } from '../domain/kept-scores.js';
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
  const lines = new GradeLines();
  const owing: string[] = [];
  const texts: TextToMark[] = [];
  for await (const graded of gradesUnder(tx, version.rules, sittingIds, items)) {
    lines.add(graded);
    if (!graded.items.some(isMarked)) continue;
    owing.push(graded.sheet.sittingId);
    texts.push(...textsToMark(graded));
  }
  if (owing.length > 0) await oweMarks(tx, owing, texts);
  return lines.save(tx, scoringVersionId);
}

/** Grades on their way to the record, by column. Score sheets as text already, which is the least that can be held of them. */
class GradeLines {
  readonly #sittings: string[] = [];
  readonly #sheets: number[] = [];
  readonly #marks: number[] = [];
  readonly #points: number[] = [];
  readonly #pending: number[] = [];
  readonly #passed: boolean[] = [];
  readonly #byPart: string[] = [];
  readonly #byItem: string[] = [];

  add({ sheet, marks, grade }: SheetGrade): void {
    this.#sittings.push(sheet.sittingId);
    this.#sheets.push(sheet.number);
    this.#marks.push(marks.revision);
    this.#points.push(grade.points);
    this.#pending.push(grade.pending);
    this.#passed.push(grade.passed);
    this.#byPart.push(JSON.stringify(grade.byPart));
    this.#byItem.push(keepScores(grade.byItem));
  }

  /** @returns how many were new. */
  async save(tx: Tx, scoringVersionId: string): Promise<number> {
    const saved = await rows(
      tx,
      `INSERT INTO grade (scoring_version_id, sitting_id, sheet, marks, points, pending, passed, by_part, by_item)
       SELECT $1, g.* FROM unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::boolean[],
         string_to_array($8, E'\\n')::json[], string_to_array($9, E'\\n')::json[]) AS g
       ON CONFLICT (sitting_id, scoring_version_id, sheet, marks) DO NOTHING RETURNING 1`,
      [
        scoringVersionId,
        this.#sittings,
        this.#sheets,
        this.#marks,
        this.#points,
        this.#pending,
        this.#passed,
        // Lines of one text: JSON has no line break of its own, and as a list each would be quoted a second time.
        this.#byPart.join('\n'),
        this.#byItem.join('\n'),
      ],
    );
    return saved.length;
  }
}
