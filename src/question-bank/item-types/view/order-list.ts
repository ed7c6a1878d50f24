import type { ViewContext } from '../item-type.js';
import { element } from './dom.js';
import { group, spoken, stem } from './frame.js';
import { plainOf, rich } from './rich.js';

/** Puts options in order with buttons: no dragging, each move is said aloud, the focus stays with what was moved. */
export function orderList(context: ViewContext, legend: string, refs: readonly string[] | undefined): void {
  const { host, item, say } = context;
  const texts = new Map(item.options.map(({ ref, text }) => [ref, text]));
  let order = refs ? [...refs] : item.options.map(({ ref }) => ref);
  let given = refs !== undefined;
  const said = spoken();
  const list = element('ol', { class: 'item-order' });
  const keep = element('button', { type: 'button', class: 'govuk-button govuk-button--secondary' });
  keep.textContent = say('keepOrder');
  const note = spoken(true);

  const change = (): void => {
    given = true;
    context.onChange(JSON.stringify(order));
    note.textContent = say('orderKept');
    keep.hidden = true;
  };
  const move = (ref: string, by: -1 | 1): void => {
    const from = order.indexOf(ref);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    order = order.filter((one) => one !== ref);
    order.splice(to, 0, ref);
    draw();
    change();
    const [up, down] = list.querySelectorAll<HTMLButtonElement>(`[data-ref="${ref}"] button`);
    const wanted = by === -1 ? up : down;
    (wanted?.getAttribute('aria-disabled') === 'true' ? (by === -1 ? down : up) : wanted)?.focus();
    said.textContent = say('movedTo', {
      text: plainOf(texts.get(ref) ?? '').slice(0, 60),
      place: String(to + 1),
      count: String(order.length),
    });
  };
  const button = (ref: string, by: -1 | 1, place: number): HTMLElement => {
    const end = by === -1 ? place === 1 : place === order.length;
    const made = element(
      'button',
      {
        type: 'button',
        class: 'item-order__button',
        'aria-label': say(by === -1 ? 'moveUp' : 'moveDown'),
        'aria-describedby': `${context.id}-entry-${ref}`,
        'aria-disabled': end && 'true',
      },
      element('span', { 'aria-hidden': 'true' }, by === -1 ? '↑' : '↓'),
    );
    made.addEventListener('click', () => {
      move(ref, by);
    });
    return made;
  };
  const draw = (): void => {
    list.replaceChildren(
      ...order.map((ref, index) =>
        element(
          'li',
          { class: 'item-order__entry', 'data-ref': ref },
          element('span', { class: 'item-order__place', 'aria-hidden': 'true' }, String(index + 1)),
          element(
            'div',
            { id: `${context.id}-entry-${ref}`, class: 'item-order__text' },
            rich(texts.get(ref) ?? '', context),
          ),
          element(
            'div',
            { class: 'item-order__buttons' },
            button(ref, -1, index + 1),
            button(ref, 1, index + 1),
          ),
        ),
      ),
    );
  };
  keep.addEventListener('click', () => {
    change();
    list.querySelector<HTMLButtonElement>('button')?.focus();
  });
  keep.hidden = given;
  note.textContent = say(given ? 'orderKept' : 'orderOpen');
  draw();
  host.append(stem(context), group(context, legend, list, note, keep, said));
}
