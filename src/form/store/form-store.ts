import { rows, type Tx } from '../../platform/index.js';
import { itemsForDelivery } from '../../question-bank/index.js';
import type { Blueprint } from '../domain/blueprint.js';
import type { DrawnItem } from '../domain/draw-form.js';

export interface DeliveredItem {
  readonly position: number;
  readonly type: string;
  /** By language. Options in the form's order; a ref says only the place: '1' is shown first. */
  readonly texts: Readonly<
    Record<
      string,
      { readonly stem: string; readonly options: readonly { readonly ref: string; readonly text: string }[] }
    >
  >;
}

/** A form as its candidate sees it. No answer key, no rationale, no authored letter. */
export interface DeliveredForm {
  readonly title: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  readonly governingLanguage: string;
  readonly minutes: number;
  readonly parts: readonly {
    readonly code: string;
    readonly title: Readonly<Record<string, string>>;
    readonly items: readonly DeliveredItem[];
  }[];
}

/** The form of a sitting with all its texts, in two queries. */
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
    form.items.flatMap((item) => Object.values(item.translations)),
  );
  const deliver = (item: DrawnItem): DeliveredItem => ({
    position: item.position,
    type: 'choice',
    texts: Object.fromEntries(
      Object.entries(item.translations).map(([language, translationId]) => {
        const text = texts.get(translationId);
        const options = item.optionOrder.map((letter, index) => ({
          ref: String(index + 1),
          text: text?.options[letter] ?? '',
        }));
        return [language, { stem: text?.stem ?? '', options }];
      }),
    ),
  });
  const { title, languages, governingLanguage, minutes, parts } = form.body;
  return {
    title,
    languages,
    governingLanguage,
    minutes,
    parts: parts.map((part) => ({
      code: part.code,
      title: part.title,
      items: form.items.filter((item) => item.part === part.code).map(deliver),
    })),
  };
}

/** What grading needs of a form's place. */
export interface FormItem {
  readonly position: number;
  readonly part: string;
  readonly itemVersionId: string;
  /** The authored letter behind a shown ref; undefined for no answer and for what is no ref of this item. */
  optionOfRef(ref: string | undefined): string | undefined;
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
        optionOfRef: (ref) =>
          ref !== undefined && /^[1-9]$/.test(ref) ? optionOrder[Number(ref) - 1] : undefined,
      })),
    ]),
  );
}
