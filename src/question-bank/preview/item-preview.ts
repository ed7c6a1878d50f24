import { inLanguage, type DeliveredItem, type Say, type Texts } from '../item-types/index.js';
import { element, rich, showItem } from '../item-types/view/index.js';

/**
 * What a page gives for each preview: a data block `<script type="application/json" data-item-preview="<id>">` with
 * this, and an empty element with that id. It is filled with the item as a candidate will see it.
 */
interface Preview {
  readonly item: DeliveredItem;
  readonly language: string;
  /** The `player` words of that language. */
  readonly words: Texts;
  /** Hash → data: URI. */
  readonly images: Texts;
  /** For a member of a case: its stimulus in that language, clean HTML. */
  readonly stimulus?: string;
}

function show(block: HTMLElement, index: number): void {
  const target = document.getElementById(block.dataset['itemPreview'] ?? '');
  if (!target) return;
  const { item, language, words, images, stimulus } = JSON.parse(block.textContent) as Preview;
  const say: Say = (key, values = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const host = element('div', { class: 'item', lang: language });
  showItem(item.type, {
    host,
    id: `preview-${String(index + 1)}`,
    item: inLanguage(item, language),
    value: undefined,
    language,
    images,
    say,
    // Nothing is kept; tests and curious authors see what an answer sheet would have.
    onChange: (value) => {
      target.dataset['response'] = value ?? '';
    },
  });
  const body =
    stimulus === undefined
      ? []
      : [element('div', { class: 'item-body', lang: language }, rich(stimulus, { images, say }))];
  target.replaceChildren(...body, host);
}

document.querySelectorAll<HTMLElement>('script[data-item-preview]').forEach(show);
