import type { ShownOption, ViewContext } from '../item-type.js';
import { element } from './dom.js';
import { plainOf } from './rich.js';

/** A select of options by their words; the first entry is no choice. */
export function selectOf(
  context: ViewContext,
  options: readonly ShownOption[],
  attributes: Readonly<Record<string, string>>,
  chosen: string | undefined,
  onChange: (ref: string | undefined) => void,
): HTMLSelectElement {
  const select = element(
    'select',
    { ...attributes, class: `govuk-select ${attributes['class'] ?? ''}` },
    element('option', { value: '' }, context.say('choose')),
    ...options.map(({ ref, text }) => element('option', { value: ref }, plainOf(text))),
  );
  select.value = options.some(({ ref }) => ref === chosen) ? (chosen ?? '') : '';
  select.addEventListener('change', () => {
    onChange(select.value === '' ? undefined : select.value);
  });
  return select;
}
