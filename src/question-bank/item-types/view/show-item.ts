import type { ViewContext } from '../item-type.js';
import { itemType } from '../registry.js';
import { element } from './dom.js';

/** Shows an item of any type in `context.host`, which is emptied first. */
export function showItem(code: string, context: ViewContext): void {
  const type = itemType(code);
  context.host.replaceChildren();
  if (type) type.view(context);
  else
    context.host.append(
      element('p', { class: 'govuk-error-message', role: 'alert' }, context.say('unknownType')),
    );
}
