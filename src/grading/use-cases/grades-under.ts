import { formItems } from '../../form/index.js';
import { sha256Hex } from '../../kernel/index.js';
import { markLayers, type MarkLayer } from '../../marking/index.js';
import type { Tx } from '../../platform/index.js';
import { itemType } from '../../question-bank/item-types/index.js';
import { answerSheets, type AnswerSheet } from '../../sitting/index.js';
import { gradeSitting, machineScores, type Grade } from '../domain/grade-sitting.js';
import type { KeyedItem } from '../domain/score-item.js';
import { UngradableError } from '../domain/ungradable.js';
import type { ScoringRules } from '../domain/scoring-rules.js';
import { KeyedItems } from '../store/keyed-items.js';

/** A place of a form with its answer key, and which item version stands there. */
type FormItemKeyed = KeyedItem & { readonly itemVersionId: string };

export interface SheetGrade {
  readonly sheet: AnswerSheet;
  readonly items: readonly FormItemKeyed[];
  /** What people added, and up to which revision. */
  readonly marks: { readonly revision: number; readonly layers: readonly MarkLayer[] };
  readonly grade: Grade;
}

/**
 * What some closed sittings get under some rules, with the marks that are on record; writes nothing. One computation for
 * grading, for score sheets and for a preview of other rules, so that what is foreseen is what comes.
 */
export async function gradesUnder(
  tx: Tx,
  rules: ScoringRules,
  sittingIds: readonly string[],
  known = new KeyedItems(),
): Promise<SheetGrade[]> {
  const sheets = await answerSheets(tx, sittingIds);
  const forms = await formItems(tx, sittingIds);
  const versionIds = new Set<string>();
  for (const form of forms.values()) for (const { itemVersionId } of form) versionIds.add(itemVersionId);
  const { annulled: annulledIds, rekeyed = {} } = rules;
  const keyed = new Map(await known.of(tx, versionIds));
  for (const [id, answerKey] of Object.entries(rekeyed)) {
    const item = keyed.get(id);
    if (item) keyed.set(id, { ...item, answerKey });
  }
  const marks = [...keyed.values()].some(isMarked) ? await markLayers(tx, sittingIds) : undefined;
  const annulled = new Set(annulledIds);
  return sheets.map((sheet): SheetGrade => {
    const form = forms.get(sheet.sittingId);
    if (!form) throw new UngradableError('GRADING.NO_FORM', 'A sitting has no form.');
    const items = form.map(({ position, part, itemVersionId, optionOrder }): FormItemKeyed => {
      const item = keyed.get(itemVersionId);
      if (!item)
        throw new UngradableError('GRADING.NO_ITEM', 'A form names an item version that is not there.');
      const { type, answerKey, shape } = item;
      return {
        position,
        part,
        optionOrder,
        type,
        answerKey,
        shape,
        itemVersionId,
        annulled: annulled.has(itemVersionId),
      };
    });
    const { revision = 0, layers = [] } = marks?.get(sheet.sittingId) ?? {};
    // Those of a text that another answer sheet has superseded say nothing of this one.
    const own = layers.filter(
      ({ position, textHash }) => textHash === sha256Hex(sheet.answers[String(position)] ?? ''),
    );
    const handedIn = { responses: sheet.answers, language: sheet.language, marks: own };
    const grade = gradeSitting(items, handedIn, rules.pass);
    return { sheet, items, marks: { revision, layers: own }, grade };
  });
}

/** The texts of some sheets that people have to mark, whatever is marked already. */
export const textsToMark = (grades: readonly SheetGrade[]) =>
  grades.flatMap(({ sheet, items }) => {
    const open = items.filter(isMarked);
    const handedIn = { responses: sheet.answers, language: sheet.language };
    const pending = machineScores(open, handedIn).filter(({ why }) => why === 'pending');
    return pending.map(({ position }) => ({
      sittingId: sheet.sittingId,
      sheet: sheet.number,
      position,
      itemVersionId: open.find((item) => item.position === position)?.itemVersionId ?? '',
      text: sheet.answers[String(position)] ?? '',
    }));
  });

/** Whether people mark what is answered to an item. */
export const isMarked = ({ type }: { readonly type: string }): boolean =>
  itemType(type)?.scoredBy === 'people';
