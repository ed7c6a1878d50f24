import type { Tx } from '../../platform/index.js';
import { deliverItem, type Texts } from '../../question-bank/item-types/index.js';
import {
  itemsForDelivery,
  mediaAddresses,
  pictureHashes,
  type TranslationToDeliver,
} from '../../question-bank/index.js';
import { aidsOf, type Blueprint } from '../domain/blueprint/blueprint.js';
import type { DeliveredForm, PlacedItem } from '../domain/delivered-form.js';
import type { DrawnItem } from '../domain/draw/draw-form.js';

interface KnownText extends TranslationToDeliver {
  /** Pictures that it shows, by hash. */
  readonly pictures: readonly string[];
}

/**
 * The texts of the items that forms are made of. Each is read once, however many forms have it: what a form lacks is
 * loaded with {@link load}, and {@link deliver} asks the database nothing.
 */
export class FormTexts {
  readonly #texts = new Map<string, KnownText>();
  readonly #pictures = new Map<string, string>();

  /** Reads what these forms need and is not known yet: two queries at most, none where all of it is known. */
  async load(tx: Tx, forms: readonly (readonly DrawnItem[])[]): Promise<void> {
    const missing = new Set(
      forms.flatMap((items) => items.flatMap(translationsOf)).filter((id) => !this.#texts.has(id)),
    );
    if (missing.size === 0) return;
    const found = await itemsForDelivery(tx, [...missing]);
    const wanted = new Set<string>();
    for (const [id, text] of found) {
      const pictures = pictureHashes([
        text.stem,
        ...Object.values(text.options),
        ...Object.values(text.labels),
      ]);
      this.#texts.set(id, { ...text, pictures });
      for (const hash of pictures) if (!this.#pictures.has(hash)) wanted.add(hash);
    }
    if (wanted.size === 0) return;
    for (const [hash, address] of await mediaAddresses(tx, [...wanted])) this.#pictures.set(hash, address);
  }

  /** A form as its candidate sees it. @throws Error where an item of it was not loaded. */
  deliver(blueprint: Blueprint, items: readonly DrawnItem[]): DeliveredForm {
    // By their order in the form: an item version's id says nothing to a candidate.
    const cases = [
      ...new Map(items.flatMap((item) => (item.case ? [[item.case.itemVersionId, item.case]] : []))),
    ];
    const refs = new Map(cases.map(([id], index) => [id, `c${String(index + 1)}`]));
    const { title, languages, governingLanguage, minutes, parts } = blueprint;
    const placed = items.map((item) => ({
      part: item.part,
      item: this.#place(item, item.case && refs.get(item.case.itemVersionId)),
    }));
    return {
      title,
      languages,
      governingLanguage,
      minutes,
      aids: aidsOf(blueprint),
      parts: parts.map((part) => ({
        code: part.code,
        title: part.title,
        items: placed.filter((one) => one.part === part.code).map(({ item }) => item),
      })),
      stimuli: Object.fromEntries(
        cases.map(([id, { translations }]) => [
          refs.get(id) ?? id,
          Object.fromEntries(
            Object.entries(translations).map(([language, text]) => [
              language,
              this.#texts.get(text)?.stem ?? '',
            ]),
          ),
        ]),
      ),
      images: this.#imagesOf(items),
    };
  }

  #place(item: DrawnItem, stimulus: string | undefined): PlacedItem {
    const found = Object.entries(item.translations).flatMap(([language, id]) => {
      const text = this.#texts.get(id);
      return text ? [[language, text] as const] : [];
    });
    const [first] = found;
    if (!first) throw new Error('An item of a form has texts.');
    const { type, stored, rule } = first[1];
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
  }

  #imagesOf(items: readonly DrawnItem[]): Texts {
    const hashes = new Set(
      items.flatMap(translationsOf).flatMap((id) => this.#texts.get(id)?.pictures ?? []),
    );
    return Object.fromEntries(
      [...hashes].flatMap((hash) => {
        const address = this.#pictures.get(hash);
        return address === undefined ? [] : [[hash, address]];
      }),
    );
  }
}

const translationsOf = (item: DrawnItem): string[] => [
  ...Object.values(item.translations),
  ...Object.values(item.case?.translations ?? {}),
];
