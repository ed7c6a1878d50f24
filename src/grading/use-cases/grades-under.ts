import { formItems } from '../../form/index.js';
import type { Tx } from '../../platform/index.js';
import { itemsToScore } from '../../question-bank/index.js';
import { shapeOf } from '../../question-bank/item-types/index.js';
import { answerSheets, type AnswerSheet } from '../../sitting/index.js';
import { gradeSitting, type Grade } from '../domain/grade-sitting.js';
import type { KeyedItem } from '../domain/score-item.js';
import type { ScoringRules } from '../domain/scoring-rules.js';

export interface SheetGrade {
  readonly sheet: AnswerSheet;
  readonly grade: Grade;
}

/**
 * What some closed sittings get under some rules; writes nothing. Grading saves it, and a preview of other rules shows it:
 * one computation, so that what is foreseen is what comes.
 */
export async function gradesUnder(
  tx: Tx,
  rules: ScoringRules,
  sittingIds: readonly string[],
): Promise<SheetGrade[]> {
  const sheets = await answerSheets(tx, sittingIds);
  const forms = await formItems(tx, sittingIds);
  const versionIds = [...new Set([...forms.values()].flat().map((item) => item.itemVersionId))];
  const { annulled: annulledIds, rekeyed = {} } = rules;
  const keyed = new Map(
    [...(await itemsToScore(tx, versionIds))].map(([id, { type, stored, answerKey }]) => [
      id,
      { type, answerKey: Object.hasOwn(rekeyed, id) ? rekeyed[id] : answerKey, shape: shapeOf(stored) },
    ]),
  );
  const annulled = new Set(annulledIds);
  return sheets.flatMap((sheet): SheetGrade[] => {
    const form = forms.get(sheet.sittingId);
    if (!form) return [];
    const items = form.map(({ position, part, itemVersionId, optionOrder }): KeyedItem => {
      const item = keyed.get(itemVersionId);
      if (!item) throw new Error('An item version has no answer key.');
      return { position, part, optionOrder, ...item, annulled: annulled.has(itemVersionId) };
    });
    const handedIn = { responses: sheet.answers, language: sheet.language };
    return [{ sheet, grade: gradeSitting(items, handedIn, rules.pass) }];
  });
}
