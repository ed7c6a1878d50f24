import type { ViewContext } from '../item-type.js';
import { maximumOf } from '../shared/length.js';
import { element } from '../view/dom.js';
import { hint, spoken, stem } from '../view/frame.js';

// Said aloud only once typing rests: a count after each word would drown the words.
const REST = 1500;

/** A long text with its words and characters counted. It is handed on while one types; whoever keeps it waits for a pause. */
export function view(context: ViewContext): void {
  const { host, id, item, language, say, value } = context;
  const maximum = maximumOf(item, 8000);
  const number = new Intl.NumberFormat(language);
  const area = element('textarea', {
    id: `${id}-answer`,
    class: 'govuk-textarea item-long',
    rows: '14',
    maxlength: String(maximum),
    autocomplete: 'off',
    lang: language,
    'aria-describedby': `${id}-stem ${id}-hint`,
  });
  const shown = element('p', { class: 'govuk-hint item-count', 'aria-hidden': 'true' });
  const said = spoken();
  let rest: ReturnType<typeof setTimeout> | undefined;
  const count = (): void => {
    const words = countWords(area.value, language);
    const full = area.value.length >= maximum ? ` ${say('longFull')}` : '';
    const text = say('longCount', {
      words: number.format(words),
      count: number.format(area.value.length),
      maximum: number.format(maximum),
    });
    shown.textContent = `${text}${full}`;
    clearTimeout(rest);
    rest = setTimeout(() => {
      said.textContent = shown.textContent;
    }, REST);
  };
  area.value = value ?? '';
  area.addEventListener('input', () => {
    context.onChange(area.value.trim() === '' ? null : area.value, true);
    count();
  });
  count();
  host.append(
    stem(context),
    element('label', { for: area.id, class: 'govuk-label govuk-label--s item-legend' }, say('longLabel')),
    hint(context, say('longHint', { count: number.format(maximum) })),
    area,
    shown,
    said,
  );
}

function countWords(text: string, language: string): number {
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
  return [...segments].filter(({ isWordLike }) => isWordLike).length;
}
