import { rows, type Tx } from '../../platform/index.js';
import { deliverItem, type DeliveredItem, type Texts } from '../../question-bank/item-types/index.js';
import { itemsForDelivery, picturesOf } from '../../question-bank/index.js';
import { aidsOf, type Aids, type Blueprint } from '../domain/blueprint/blueprint.js';
import type { DrawnItem } from '../domain/draw/draw-form.js';

/** An item in its place of the form. */
export interface PlacedItem extends DeliveredItem {
  readonly position: number;
  /** For members of a case: which of the form's stimuli it belongs to. */
  readonly stimulus?: string;
}

/** A form as its candidate sees it. No answer key, no rationale, no authored letter. */
export interface DeliveredForm {
  readonly title: Texts;
  readonly languages: readonly string[];
  readonly governingLanguage: string;
  readonly minutes: number;
  readonly aids: Aids;
  readonly parts: readonly {
    readonly code: string;
    readonly title: Texts;
    readonly items: readonly PlacedItem[];
  }[];
  /** Stimuli of cases, each once however many items belong to it: clean HTML by language. */
  readonly stimuli: Readonly<Record<string, Texts>>;
  /** Pictures, each once however many texts show it: hash → data: URI; bodies name them as `media:<hash>`. */
  readonly images: Texts;
}

/** The form of a sitting with all its texts, in two queries; a third where there are pictures. */
export async function deliverForm(tx: Tx, sittingId: string): Promise<DeliveredForm> {
  const [form] = await rows<{ items: DrawnItem[]; body: Blueprint }>(
    tx,
    `SELECT f.items, p.body FROM form f JOIN draw d ON d.id = f.draw_id JOIN programme p ON p.id = d.programme_id
     WHERE f.sitting_id = $1`,
    [sittingId],
  );
  if (!form) throw new Error('A sitting has a form.');
  const texts = await itemsForDelivery(
    tx,
    form.items
      .flatMap((item) => [item, item.case ?? []].flat())
      .flatMap((one) => Object.values(one.translations)),
  );
  // By their order in the form: an item version's id says nothing to a candidate.
  const cases = [
    ...new Map(form.items.flatMap((item) => (item.case ? [[item.case.itemVersionId, item.case]] : []))),
  ];
  const refs = new Map(cases.map(([id], index) => [id, `c${String(index + 1)}`]));

  const place = (item: DrawnItem): PlacedItem => {
    const found = Object.entries(item.translations).flatMap(([language, id]) => {
      const text = texts.get(id);
      return text ? [[language, text] as const] : [];
    });
    const [first] = found;
    if (!first) throw new Error('An item of a form has texts.');
    const { type, stored, rule } = first[1];
    const stimulus = item.case && refs.get(item.case.itemVersionId);
    return {
      position: item.position,
      ...deliverItem({
        type,
        stored,
        rule: rule ?? undefined,
        optionOrder: item.optionOrder,
        texts: Object.fromEntries(found),
      }),
      ...(stimulus !== undefined && { stimulus }),
    };
  };
  const { title, languages, governingLanguage, minutes, parts } = form.body;
  return {
    title,
    languages,
    governingLanguage,
    minutes,
    aids: aidsOf(form.body),
    parts: parts.map((part) => ({
      code: part.code,
      title: part.title,
      items: form.items.filter((item) => item.part === part.code).map(place),
    })),
    stimuli: Object.fromEntries(
      cases.map(([id, { translations }]) => [
        refs.get(id) ?? id,
        Object.fromEntries(
          Object.entries(translations).map(([language, text]) => [language, texts.get(text)?.stem ?? '']),
        ),
      ]),
    ),
    images: await picturesOf(tx, bodiesOf(texts.values())),
  };
}

const bodiesOf = (
  texts: Iterable<{ readonly stem: string; readonly options: Texts; readonly labels: Texts }>,
): string[] =>
  [...texts].flatMap(({ stem, options, labels }) => [
    stem,
    ...Object.values(options),
    ...Object.values(labels),
  ]);

/** What grading needs of a form's place. */
export interface FormItem {
  readonly position: number;
  readonly part: string;
  readonly itemVersionId: string;
  /** The authored ids in the order shown: a ref is a place in it. */
  readonly optionOrder: readonly string[];
}

/** The forms of some sittings, by sitting. */
export async function formItems(
  tx: Tx,
  sittingIds: readonly string[],
): Promise<Map<string, readonly FormItem[]>> {
  const forms = await rows<{ sitting_id: string; items: DrawnItem[] }>(
    tx,
    'SELECT sitting_id, items FROM form WHERE sitting_id = ANY($1::uuid[])',
    [sittingIds],
  );
  return new Map(
    forms.map(({ sitting_id, items }) => [
      sitting_id,
      items.map(({ position, part, itemVersionId, optionOrder }) => ({
        position,
        part,
        itemVersionId,
        optionOrder,
      })),
    ]),
  );
}
