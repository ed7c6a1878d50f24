import { Injectable } from '@nestjs/common';
import { formItems } from '../../form/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import { answerSheets, type AnswerSheet } from '../../sitting/index.js';
import { gradeSitting, type Grade } from '../domain/grade-sitting.js';
import type { KeyedItem } from '../domain/score-item.js';
import { KeyedItems } from '../store/keyed-items.js';
import { UngradableError } from '../domain/ungradable.js';
import type { ScoringRules } from '../domain/scoring-rules.js';

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
  readonly #keyedItems = new KeyedItems();

  constructor(private readonly database: Database) {}

  async run(scoringVersionId: string, sittingIds: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const [version] = await rows<{ rules: ScoringRules }>(
        tx,
        'SELECT rules FROM scoring_version WHERE id = $1',
        [scoringVersionId],
      );
      if (!version) throw new Error('There is no such scoring version.');
      const sheets = await answerSheets(tx, sittingIds);
      const forms = await formItems(tx, sittingIds);
      const versionIds = new Set([...forms.values()].flat().map((item) => item.itemVersionId));
      const keyed = await this.#keyedItems.of(tx, versionIds);
      const annulled = new Set(version.rules.annulled);
      const grades = sheets.map((sheet): SheetGrade => {
        const form = forms.get(sheet.sittingId);
        if (!form) throw new UngradableError('GRADING.NO_FORM', 'A sitting has no form.');
        const items = form.map(({ position, part, itemVersionId, optionOrder }): KeyedItem => {
          const item = keyed.get(itemVersionId);
          if (!item)
            throw new UngradableError('GRADING.NO_ITEM', 'A form names an item version that is not there.');
          return { position, part, optionOrder, ...item, annulled: annulled.has(itemVersionId) };
        });
        const handedIn = { responses: sheet.answers, language: sheet.language };
        return { sheet, grade: gradeSitting(items, handedIn, version.rules.pass) };
      });
      return saveGrades(tx, scoringVersionId, grades);
    });
  }
}

interface SheetGrade {
  readonly sheet: AnswerSheet;
  readonly grade: Grade;
}

async function saveGrades(tx: Tx, versionId: string, grades: readonly SheetGrade[]): Promise<number> {
  const saved = await rows(
    tx,
    `INSERT INTO grade (sitting_id, scoring_version_id, sheet, points, by_part, by_item, passed)
     SELECT g.sitting_id, $1, g.sheet, g.points, g.by_part, g.by_item, g.passed
     FROM jsonb_to_recordset($2::jsonb) AS g (sitting_id uuid, sheet int, points int, by_part jsonb, by_item jsonb,
       passed boolean)
     ON CONFLICT (sitting_id, scoring_version_id, sheet) DO NOTHING RETURNING 1`,
    [
      versionId,
      // One text instead of a list of texts in a text: half of the time went into quoting.
      JSON.stringify(
        grades.map(({ sheet, grade }) => ({
          sitting_id: sheet.sittingId,
          sheet: sheet.number,
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
