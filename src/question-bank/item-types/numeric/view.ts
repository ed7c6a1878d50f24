import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { ViewContext } from '../item-type.js';
import { textList } from '../shared/checks.js';
import { decimalText, readDecimal } from '../shared/decimal.js';
import { own, readRecord } from '../shared/refs.js';
import { element } from '../view/dom.js';
import { hint, spoken, stem } from '../view/frame.js';
import { localNumber } from '../view/local-number.js';
import { plainOf } from '../view/rich.js';
import { selectOf } from '../view/select.js';

/** A number, a unit where there are units, and how the number is read. */
export function view(context: ViewContext): void {
  const { host, id, item, say } = context;
  const units = textList(item.structure['units']);
  const record = units.length > 0 ? (readRecord(context.value ?? '{}') ?? {}) : { value: context.value };
  const textOf = (key: string): string => {
    const found = own(record, key);
    return typeof found === 'string' ? found : '';
  };
  let unit = textOf('unit');
  const input = element('input', {
    type: 'text',
    inputmode: 'decimal',
    id: `${id}-answer`,
    class: 'govuk-input govuk-input--width-10',
    maxlength: '40',
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'ltr',
    'aria-describedby': `${id}-stem ${id}-hint ${id}-read`,
  });
  const read = spoken(true);
  read.id = `${id}-read`;
  const told = (): void => {
    const typed = input.value.trim();
    const number = readDecimal(typed);
    if (typed === '') read.textContent = '';
    else
      read.textContent = number
        ? say('numberRead', { number: localNumber(decimalText(number), context.language) })
        : say('numberUnread');
  };
  const change = (typing: boolean): void => {
    const typed = input.value.trim();
    if (units.length === 0) context.onChange(typed === '' ? null : typed, typing);
    else {
      const parts = { ...(unit !== '' && { unit }), ...(typed !== '' && { value: typed }) };
      context.onChange(Object.keys(parts).length === 0 ? null : canonicalJson(parts), typing);
    }
    told();
  };
  input.value = textOf('value');
  input.addEventListener('input', () => {
    change(true);
  });
  told();
  const row = element(
    'div',
    { class: 'item-number' },
    field(input, say('numberLabel')),
    ...(units.length === 0 ? [] : [unitField()]),
  );
  host.append(stem(context), hint(context, say('numberHint')), row, read);

  function unitField(): HTMLElement {
    // Refs of units are their ids: they say nothing of the answer.
    const options = units.map((one) => ({ ref: one, text: item.labels[one] ?? one }));
    const select = selectOf(context, options, { id: `${id}-unit` }, unit, (chosen) => {
      unit = chosen ?? '';
      change(false);
    });
    return field(select, say('unit'));
  }
}

const field = (input: HTMLElement, label: string): HTMLElement =>
  element(
    'div',
    { class: 'item-number__field' },
    element('label', { for: input.id, class: 'govuk-label govuk-label--s' }, plainOf(label)),
    input,
  );
