import { Injectable } from '@nestjs/common';
import { formItems } from '../../form/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import { itemsToScore } from '../../question-bank/index.js';
import { shapeOf } from '../../question-bank/item-types/index.js';
import { answerSheets, type AnswerSheet } from '../../sitting/index.js';
import { gradeSitting, type Grade } from '../domain/grade-sitting.js';
import type { KeyedItem } from '../domain/score-item.js';
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
      const versionIds = [...new Set([...forms.values()].flat().map((item) => item.itemVersionId))];
      const keyed = new Map(
        [...(await itemsToScore(tx, versionIds))].map(([id, { type, stored, answerKey }]) => [
          id,
          { type, answerKey, shape: shapeOf(stored) },
        ]),
      );
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
