import type { Json } from '../../kernel/canonical-json.js';
import { itemType } from './registry.js';
import type { ItemShape, ShownItem, ShownOption, Structure, Texts } from './item-type.js';

export interface DeliveredText {
  readonly stem: string;
  readonly options: readonly ShownOption[];
  readonly labels: Texts;
}

/** An item as a candidate sees it, in every language of the exam. No answer key, no rationale, no authored letter. */
export interface DeliveredItem {
  readonly type: string;
  readonly structure: Structure;
  readonly texts: Readonly<Record<string, DeliveredText>>;
}

/** What `item_version.structure` keeps: options, their order's freedom, and the type's own. */
export type StoredStructure = Readonly<Record<string, Json>>;

/** A stored structure as types see it. */
export function shapeOf(stored: StoredStructure): ItemShape {
  const { options, fixedOrder: _, ...structure } = stored;
  return { options: Array.isArray(options) ? (options as readonly string[]) : [], structure };
}

/** What is known of an item that shall be shown. */
export interface ItemToDeliver {
  readonly type: string;
  readonly stored: StoredStructure;
  /** The name of the answer key's rule, where it has one. */
  readonly rule: string | undefined;
  /** Authored ids in the order to show. */
  readonly optionOrder: readonly string[];
  readonly texts: Readonly<
    Record<string, { readonly stem: string; readonly options: Texts; readonly labels: Texts }>
  >;
}

/**
 * Makes an item fit to be seen: refs for letters, and of structure and labels only what its type shows.
 * An exam's form and the preview of an editor come from here both.
 */
export function deliverItem(item: ItemToDeliver): DeliveredItem {
  const type = itemType(item.type);
  if (!type) throw new Error(`There is no item type "${item.type}".`);
  const shape = shapeOf(item.stored);
  const shown = type.labels?.(shape) ?? [];
  return {
    type: item.type,
    structure: type.deliver(shape, item.optionOrder, item.rule),
    texts: Object.fromEntries(
      Object.entries(item.texts).map(([language, text]) => [
        language,
        {
          stem: text.stem,
          options: item.optionOrder.map((letter, index) => ({
            ref: String(index + 1),
            text: text.options[letter] ?? '',
          })),
          labels: Object.fromEntries(shown.map((key) => [key, text.labels[key] ?? ''])),
        },
      ]),
    ),
  };
}

/** One language of a delivered item; another one where it lacks that. */
export function inLanguage({ structure, texts }: DeliveredItem, language: string): ShownItem {
  const text = texts[language] ?? Object.values(texts)[0];
  return { structure, stem: text?.stem ?? '', options: text?.options ?? [], labels: text?.labels ?? {} };
}
