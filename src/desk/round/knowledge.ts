import { readBanks, storedStructure, storedText } from '../../question-bank/index.js';
import { itemType, shapeOf } from '../../question-bank/item-types/index.js';

/** An item as a candidate sees it, in one language. */
export interface SeenItem {
  readonly type: string;
  readonly stem: string;
  readonly options: readonly { readonly ref: string; readonly text: string }[];
}

/** What somebody knows who has read the banks: the response that gets full points. */
export interface Knowledge {
  /** Undefined for an item that is not in the banks. */
  answerTo(item: SeenItem): string | null | undefined;
}

/** Knows nothing. */
export const NO_KNOWLEDGE: Knowledge = { answerTo: () => undefined };

/** What somebody knows who has read the shipped banks. */
export function bankKnowledge(folder: string): Knowledge {
  const known = new Map<string, (item: SeenItem) => string | null>();
  for (const { items } of readBanks(folder).banks) {
    for (const item of items) {
      const type = itemType(item.type);
      const shape = shapeOf(storedStructure(item));
      for (const [language, text] of Object.entries(item.text)) {
        const { stem, options } = storedText(text);
        const letterOf = new Map(Object.entries(options).map(([letter, words]) => [words, letter]));
        known.set(keyOf(item.type, stem), (seen) => {
          // The order shown, back to the author's letters by the words.
          const optionOrder = seen.options.map((option) => letterOf.get(option.text) ?? '');
          return type?.fullResponse(item.answerKey, shape, optionOrder, language) ?? null;
        });
      }
    }
  }
  return { answerTo: (item) => known.get(keyOf(item.type, item.stem))?.(item) };
}

const MEDIA = /\bsrc="media[:/][^"]*"/g;

/** Pictures have another name once they are loaded. */
const keyOf = (type: string, stem: string): string => `${type} ${stem.replace(MEDIA, '')}`;
