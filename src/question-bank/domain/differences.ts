import { diffWordsWithSpace } from 'diff';
import { canonicalJson, type Json } from '../../kernel/index.js';
import type { ItemContent, ItemWords } from './item-content.js';

/** A version with its words by language. */
export interface Compared {
  readonly content: ItemContent;
  readonly words: Readonly<Record<string, ItemWords>>;
}

/** One place that differs: `stem.en`, `options.en.a`, `labels.en.p1`, `rationale.en`, or a field of the content. */
export interface Difference {
  readonly place: string;
  /** Read in order: all but the added is the text before, all but the removed the text after. */
  readonly parts: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[];
}

/** What differs between two versions, place by place, word by word. Places that are equal are left out. */
export function differences(before: Compared, after: Compared): Difference[] {
  const old = places(before);
  const now = places(after);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((place) => {
    const [from, to] = [old.get(place) ?? '', now.get(place) ?? ''];
    return from === to ? [] : [{ place, parts: wordParts(from, to) }];
  });
}

const wordParts = (from: string, to: string): Difference['parts'] =>
  diffWordsWithSpace(from, to).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));

function places({ content, words }: Compared): Map<string, string> {
  const found = new Map<string, string>();
  for (const [language, { stem, options, labels, rationale }] of Object.entries(words)) {
    found.set(`stem.${language}`, stem);
    for (const [option, text] of Object.entries(options)) found.set(`options.${language}.${option}`, text);
    for (const [label, text] of Object.entries(labels)) found.set(`labels.${language}.${label}`, text);
    found.set(`rationale.${language}`, rationale);
  }
  for (const [field, value] of Object.entries(content)) found.set(field, readable(value as Json));
  return found;
}

const readable = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : canonicalJson(value);
