import { cleanBody, type BodyKind } from './clean-body.js';
import type { ItemFile, ItemText, Texts } from './bank-files.js';
import type { ItemStructure, ItemWords } from './item-content.js';
import { withMediaHashes } from './media.js';

/** What an item version keeps of its options, their freedom, and what its type needs beside them. */
export const storedStructure = (
  item: Pick<ItemFile, 'options' | 'fixedOrder' | 'structure'>,
): ItemStructure => ({
  ...item.structure,
  options: [...(item.options ?? [])],
  fixedOrder: item.fixedOrder ?? false,
});

/**
 * Cleans the words of an item on their way in.
 *
 * @param mediaHash the hex SHA-256 of a picture by its file name: bodies that are kept name it by that. Left out, they
 *   name their pictures as they did.
 */
export function storedText(text: ItemText, mediaHash?: (file: string) => string): ItemWords {
  const clean = (body: string, kind: BodyKind): string => {
    const { html } = cleanBody(body, kind);
    return mediaHash ? withMediaHashes(html, mediaHash) : html;
  };
  const all = (texts: Texts = {}): Texts =>
    Object.fromEntries(Object.entries(texts).map(([key, body]) => [key, clean(body, 'inline')]));
  return {
    stem: clean(text.stem, 'block'),
    options: all(text.options),
    labels: all(text.labels),
    rationale: clean(text.rationale ?? '', 'block'),
  };
}
