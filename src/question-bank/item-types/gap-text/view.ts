import type { ViewContext } from '../item-type.js';
import { element } from '../view/dom.js';
import { gapList } from '../view/gap-list.js';
import { placeValues } from '../view/place-values.js';
import { GAP_LENGTH } from './limits.js';

/** Inputs in the sentence. */
export function view(context: ViewContext): void {
  const { id, say } = context;
  const values = placeValues(context);
  gapList(context, say('gapTextLegend'), (gap, label) => {
    const input = element('input', {
      type: 'text',
      id: `${id}-${gap}`,
      class: 'govuk-input item-gap item-gap--text',
      'aria-label': label,
      maxlength: String(GAP_LENGTH),
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
    });
    input.value = values.get(gap) ?? '';
    input.addEventListener('input', () => {
      values.set(gap, input.value, true);
    });
    return input;
  });
}
