import type { ItemContent, ItemWords } from '../domain/item-content.js';
import { deliverItem, inLanguage, itemType, type Texts } from '../item-types/index.js';
import { cutAtGaps } from '../item-types/shared/gaps.js';
import { bodyHtml, isPlainBody } from './body-html.js';

/** An item as a page shows it: what the browser's renderer takes, and the same as markup for a page without a script. */
export interface CandidateView {
  readonly type: string;
  readonly language: string;
  /** For preview/item-preview.ts; no end of a script element in it. */
  readonly data: string;
  readonly stem: string;
  readonly plain: boolean;
  readonly options: readonly { readonly ref: string; readonly html: string }[];
  readonly labels: readonly { readonly key: string; readonly html: string }[];
}

export interface ViewSetting {
  readonly language: string;
  /** The player's words in that language. */
  readonly words: Readonly<Record<string, unknown>>;
  /** Hash → data: URI. */
  readonly pictures: Texts;
  readonly tableName: string;
}

/** What a candidate would see of an item, options in their author's order; null for a type that nobody knows. */
export function candidateView(
  content: Pick<ItemContent, 'type' | 'structure' | 'answerKey'>,
  text: ItemWords,
  { language, words, pictures, tableName }: ViewSetting,
): CandidateView | null {
  if (!itemType(content.type)) return null;
  const { rule } = content.answerKey;
  const delivered = deliverItem({
    type: content.type,
    stored: content.structure,
    rule: typeof rule === 'string' ? rule : undefined,
    optionOrder: content.structure.options,
    texts: { [language]: text },
  });
  const item = inLanguage(delivered, language);
  const html = (body: string, kind: 'block' | 'inline'): string => bodyHtml(body, kind, pictures, tableName);
  return {
    type: content.type,
    language,
    data: JSON.stringify({ item: delivered, language, words, images: pictures }).replace(/</g, '\\u003c'),
    stem: withGaps(html(item.stem, 'block')),
    plain: isPlainBody(item.stem),
    options: item.options.map(({ ref, text: body }) => ({ ref, html: html(body, 'inline') })),
    labels: Object.entries(item.labels).map(([key, body]) => ({ key, html: html(body, 'inline') })),
  };
}

const withGaps = (html: string): string =>
  cutAtGaps(html)
    .map(({ text, gap }, index) =>
      gap === undefined ? text : `${text}<span class="item-gap">${String(index + 1)}</span>`,
    )
    .join('');
