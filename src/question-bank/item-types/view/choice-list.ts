import type { ShownOption, ViewContext } from '../item-type.js';
import { element } from './dom.js';
import { rich } from './rich.js';

/** Radios or checkboxes in the house's style, one for each option. */
export function choiceList(
  context: ViewContext,
  kind: 'radios' | 'checkboxes',
  chosen: readonly string[],
  onChange: (chosen: string[]) => void,
): { readonly list: HTMLElement; readonly inputs: readonly HTMLInputElement[] } {
  const type = kind === 'radios' ? 'radio' : 'checkbox';
  const inputs: HTMLInputElement[] = [];
  const entry = ({ ref, text }: ShownOption): HTMLElement => {
    const id = `${context.id}-option-${ref}`;
    const input = element('input', {
      type,
      name: `${context.id}-answer`,
      id,
      value: ref,
      class: `govuk-${kind}__input`,
    });
    input.checked = chosen.includes(ref);
    input.addEventListener('change', () => {
      onChange(inputs.filter((one) => one.checked).map((one) => one.value));
    });
    inputs.push(input);
    return element(
      'div',
      { class: `govuk-${kind}__item item-option` },
      input,
      element('label', { for: id, class: `govuk-label govuk-${kind}__label` }, rich(text, context)),
    );
  };
  // Options that are a picture each stand side by side, so that they can be compared.
  const pictures = context.item.options.every(({ text }) => /^<img [^<>]*>$/.test(text.trim()));
  const list = element(
    'div',
    { class: `govuk-${kind}${pictures ? ' item-pictures' : ''}` },
    ...context.item.options.map(entry),
  );
  return { list, inputs };
}
