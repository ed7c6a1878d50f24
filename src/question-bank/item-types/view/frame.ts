import type { ViewContext } from '../item-type.js';
import { element } from './dom.js';
import { isPlain, rich } from './rich.js';

/** The item's stem. Its id is what the fieldset is described by. */
export function stem(context: ViewContext, html = context.item.stem): HTMLElement {
  const body = rich(html, context);
  const plain = isPlain(body);
  return element(
    'div',
    { id: `${context.id}-stem`, class: `item-stem${plain ? ' item-stem--plain' : ''}` },
    body,
  );
}

/** A group of inputs with the sentence that says what to do. */
export function group(
  context: ViewContext,
  legend: string,
  ...children: readonly (Node | string)[]
): HTMLFieldSetElement {
  return element(
    'fieldset',
    { class: 'govuk-fieldset item-group', 'aria-describedby': `${context.id}-stem` },
    element('legend', { class: 'govuk-fieldset__legend item-legend' }, legend),
    ...children,
  );
}

/** One sentence of help. */
export const hint = (context: ViewContext, text: string, key = 'hint'): HTMLElement =>
  element('p', { id: `${context.id}-${key}`, class: 'govuk-hint item-hint' }, text);

/** A place that is read aloud when its text changes; seen only where `visible`. */
export const spoken = (visible = false): HTMLElement =>
  element('p', { class: visible ? 'govuk-hint item-hint' : 'govuk-visually-hidden', role: 'status' });
