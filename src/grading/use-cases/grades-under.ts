import { formsOf, type FormItem } from '../../form/index.js';
import { sha256Hex } from '../../kernel/index.js';
import { markLayers, type MarkLayer, type TextToMark } from '../../marking/index.js';
import type { Tx } from '../../platform/index.js';
import { itemType } from '../../question-bank/item-types/index.js';
import { answerSheets, type AnswerSheet } from '../../sitting/index.js';
import { gradeSitting, machineScores, type Grade } from '../domain/grade-sitting.js';
import type { KeyedItem } from '../domain/score-item.js';
import { UngradableError } from '../domain/ungradable.js';
import type { ScoringRules } from '../domain/scoring-rules.js';
import { KeyedItems, type ItemToKey } from '../store/keyed-items.js';

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
 *
 * @returns one after the other, each worked out when it is asked for: the forms of a batch are large, and nothing holds all.
 * @throws UngradableError at the first that cannot be graded.
 */
export async function* gradesUnder(
  tx: Tx,
  rules: ScoringRules,
  sittingIds: readonly string[],
  known = new KeyedItems(),
): AsyncGenerator<SheetGrade, void, undefined> {
  const sheets = await answerSheets(tx, sittingIds);
  const forms = await formsOf(tx, sittingIds);
  const keyed = new Map<string, KeyedUnder>();
  let marks: Awaited<ReturnType<typeof markLayers>> | undefined;
  for (const sheet of sheets) {
    const form = forms.of(sheet.sittingId);
    if (!form) throw new UngradableError('GRADING.NO_FORM', 'A sitting has no form.');
    if (form.some(({ itemVersionId }) => !keyed.has(itemVersionId)))
      for (const [id, item] of await known.of(tx, new Set(form.map(({ itemVersionId }) => itemVersionId))))
        keyed.set(id, keyedUnder(rules, id, item));
    const items = form.map((place) => keyedPlace(place, keyed.get(place.itemVersionId)));
    if (items.some(isMarked)) marks ??= await markLayers(tx, sittingIds);
    const { revision = 0, layers = [] } = marks?.get(sheet.sittingId) ?? {};
    // Those of a text that another answer sheet has superseded say nothing of this one.
    const own = layers.filter(
      ({ position, textHash }) => textHash === sha256Hex(sheet.answers[String(position)] ?? ''),
    );
    const handedIn = { responses: sheet.answers, language: sheet.language, marks: own };
    yield {
      sheet,
      items,
      marks: { revision, layers: own },
      grade: gradeSitting(items, handedIn, rules.pass),
    };
  }
}

type KeyedUnder = ItemToKey & { readonly annulled: boolean };

function keyedUnder({ annulled, rekeyed = {} }: ScoringRules, id: string, item: ItemToKey): KeyedUnder {
  const answerKey = Object.hasOwn(rekeyed, id) ? rekeyed[id] : item.answerKey;
  return { type: item.type, answerKey, shape: item.shape, annulled: annulled.includes(id) };
}

function keyedPlace(
  { position, part, itemVersionId, optionOrder }: FormItem,
  item: KeyedUnder | undefined,
): FormItemKeyed {
  if (!item) throw new UngradableError('GRADING.NO_ITEM', 'A form names an item version that is not there.');
  const { type, answerKey, shape, annulled } = item;
  return { position, part, itemVersionId, optionOrder, type, answerKey, shape, annulled };
}

/** The texts of a sheet that people have to mark, whatever is marked already. */
export function textsToMark({ sheet, items }: SheetGrade): TextToMark[] {
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
}

/** Whether people mark what is answered to an item. */
export const isMarked = ({ type }: { readonly type: string }): boolean =>
  itemType(type)?.scoredBy === 'people';
