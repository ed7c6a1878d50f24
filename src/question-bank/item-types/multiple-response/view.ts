import type { ViewContext } from '../item-type.js';
import { readList } from '../shared/refs.js';
import { choiceList } from '../view/choice-list.js';
import { group, hint, spoken, stem } from '../view/frame.js';

/** Checkboxes; where only so many may be chosen, the rest rests until one is taken back. */
export function view(context: ViewContext): void {
  const { host, item, say, value } = context;
  const maximum = typeof item.structure['maximum'] === 'number' ? item.structure['maximum'] : undefined;
  const chosen = (readList(value ?? '[]') ?? []).map(String);
  const note = spoken(true);
  const { list, inputs } = choiceList(context, 'checkboxes', chosen, (refs) => {
    context.onChange(refs.length === 0 ? null : JSON.stringify(refs));
    limit();
  });
  const limit = (): void => {
    if (maximum === undefined) return;
    const count = inputs.filter((input) => input.checked).length;
    for (const input of inputs) input.disabled = count >= maximum && !input.checked;
    note.textContent =
      count >= maximum ? say('chosenCount', { count: String(count), maximum: String(maximum) }) : '';
  };
  limit();
  host.append(
    stem(context),
    group(
      context,
      maximum === undefined ? say('chooseSeveral') : say('chooseUpTo', { count: String(maximum) }),
      ...(item.structure['negative'] === true ? [hint(context, say('wrongCosts'))] : []),
      list,
      note,
    ),
  );
}
