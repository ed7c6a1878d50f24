import type { Json } from '../../kernel/index.js';
import type { StoredStructure } from '../item-types/index.js';
import type { ItemFile, ItemText, Texts } from './bank-files.js';
import { cleanBody } from './clean-body.js';

/** What `item_version.structure` keeps of an item: its options, their freedom, and what its type needs beside them. */
export const storedStructure = (
  item: Pick<ItemFile, 'options' | 'fixedOrder' | 'structure'>,
): StoredStructure => ({
  ...item.structure,
  options: [...(item.options ?? [])],
  fixedOrder: item.fixedOrder ?? false,
});

/** An item's texts in one language as they are kept: clean. */
export interface StoredText {
  readonly stem: string;
  readonly options: Texts;
  readonly labels: Texts;
  readonly rationale: string;
}

/**
 * Cleans the texts of an item on their way in.
 *
 * @param mediaHash the hex SHA-256 of a picture by its file name; a body then names it by that. Left out, bodies name
 *   their pictures as they did.
 */
export function storedText(text: ItemText, mediaHash?: (file: string) => string): StoredText {
  const kept = (html: string): string =>
    mediaHash
      ? html.replace(/\bsrc="media\/([^"]*)"/g, (_, file: string) => `src="media:${mediaHash(file)}"`)
      : html;
  const clean = (body: string, kind: 'block' | 'inline'): string => kept(cleanBody(body, kind).html);
  const all = (texts: Texts = {}): Texts =>
    Object.fromEntries(Object.entries(texts).map(([key, body]) => [key, clean(body, 'inline')]));
  return {
    stem: clean(text.stem, 'block'),
    options: all(text.options),
    labels: all(text.labels),
    rationale: clean(text.rationale ?? '', 'block'),
  };
}

/** The content that a translation's hash is over; items without labels hash as they always did. */
export const textContent = ({ stem, options, labels, rationale }: StoredText): Json => ({
  stem,
  options: { ...options },
  ...(Object.keys(labels).length > 0 && { labels: { ...labels } }),
  rationale,
});
