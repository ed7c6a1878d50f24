import type { ShownOption, ViewContext } from '../item-type.js';
import { readRecord } from '../shared/refs.js';
import { element } from '../view/dom.js';
import { group, stem } from '../view/frame.js';
import { rich } from '../view/rich.js';

type Column = 'best' | 'worst';
const COLUMNS: readonly Column[] = ['best', 'worst'];

/** A table with a column of radios for the best response and one for the worst; cards where there is little room. */
export function viewBestWorst(context: ViewContext): void {
  const { host, id, item, say } = context;
  const record = readRecord(context.value ?? '{}') ?? {};
  const chosen: Record<Column, string | undefined> = { best: undefined, worst: undefined };
  const inputs: HTMLInputElement[] = [];
  for (const column of COLUMNS) {
    const ref = record[column];
    if (typeof ref === 'string') chosen[column] = ref;
  }

  const choose = (column: Column, ref: string): void => {
    const other = column === 'best' ? 'worst' : 'best';
    chosen[column] = ref;
    // One response is not both: the later choice holds.
    if (chosen[other] === ref) chosen[other] = undefined;
    for (const input of inputs) input.checked = chosen[input.dataset['column'] as Column] === input.value;
    context.onChange(
      JSON.stringify({
        ...(chosen.best !== undefined && { best: chosen.best }),
        ...(chosen.worst !== undefined && { worst: chosen.worst }),
      }),
    );
  };
  const cell = (column: Column, ref: string): HTMLElement => {
    const input = element('input', {
      type: 'radio',
      id: `${id}-${column}-${ref}`,
      name: `${id}-${column}`,
      value: ref,
      'data-column': column,
      class: 'item-radio',
      'aria-describedby': `${id}-response-${ref}`,
    });
    input.checked = chosen[column] === ref;
    input.addEventListener('change', () => {
      choose(column, ref);
    });
    inputs.push(input);
    return element(
      'td',
      { class: 'item-grid__choice' },
      element(
        'label',
        { for: input.id, class: 'item-pick' },
        input,
        element('span', { class: 'item-pick__words' }, say(column)),
      ),
    );
  };
  const row = ({ ref, text }: ShownOption): HTMLElement =>
    element(
      'tr',
      { class: 'item-grid__row' },
      element(
        'th',
        { scope: 'row', id: `${id}-response-${ref}`, class: 'item-grid__text' },
        rich(text, context),
      ),
      ...COLUMNS.map((column) => cell(column, ref)),
    );
  const head = element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('td', {}),
      ...COLUMNS.map((column) => element('th', { scope: 'col', class: 'item-grid__head' }, say(column))),
    ),
  );
  const body = element('tbody', {}, ...item.options.map(row));
  host.append(
    stem(context),
    group(context, say('bestWorst'), element('table', { class: 'item-grid' }, head, body)),
  );
}
