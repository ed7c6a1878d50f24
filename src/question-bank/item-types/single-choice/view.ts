import type { ViewContext } from '../item-type.js';
import { choiceList } from '../view/choice-list.js';
import { group, stem } from '../view/frame.js';

/** Radios. */
export function view(context: ViewContext, legend = context.say('chooseOne')): void {
  const { host, value } = context;
  const { list } = choiceList(context, 'radios', value === undefined ? [] : [value], ([ref]) => {
    context.onChange(ref ?? null);
  });
  host.append(stem(context), group(context, legend, list));
}
