import type { ViewContext } from '../item-type.js';
import { maximumOf } from '../shared/length.js';
import { element } from '../view/dom.js';
import { hint, stem } from '../view/frame.js';

/** One line of text. */
export function view(context: ViewContext): void {
  const { host, id, item, say, value } = context;
  const maximum = String(maximumOf(item, 80));
  const input = element('input', {
    type: 'text',
    id: `${id}-answer`,
    class: 'govuk-input',
    maxlength: maximum,
    autocomplete: 'off',
    spellcheck: 'false',
    lang: context.language,
    'aria-describedby': `${id}-stem ${id}-hint`,
  });
  input.value = value ?? '';
  input.addEventListener('input', () => {
    context.onChange(input.value.trim() === '' ? null : input.value, true);
  });
  host.append(
    stem(context),
    element('label', { for: input.id, class: 'govuk-label govuk-label--s item-legend' }, say('answerLabel')),
    hint(context, say('shortHint', { count: maximum })),
    input,
  );
}
