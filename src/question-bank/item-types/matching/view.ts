import type { ViewContext } from '../item-type.js';
import { textList } from '../shared/checks.js';
import { element } from '../view/dom.js';
import { group, stem } from '../view/frame.js';
import { placeValues } from '../view/place-values.js';
import { plainOf, rich } from '../view/rich.js';
import { selectOf } from '../view/select.js';

// Longer ones do not fit a select on a telephone: they stand in a list with letters.
const SHORT = 36;
const letter = (ref: string): string => String.fromCharCode(64 + Number(ref));

/** Prompts with a select each. */
export function view(context: ViewContext): void {
  const { host, id, item, say } = context;
  const values = placeValues(context);
  const long = item.options.some(({ text }) => text.includes('<') || plainOf(text).length > SHORT);
  const options = long
    ? item.options.map(({ ref, text }) => ({ ref, text: `${letter(ref)}. ${text}` }))
    : item.options;
  const rows = textList(item.structure['prompts']).map((prompt) => {
    const select = selectOf(context, options, { id: `${id}-${prompt}` }, values.get(prompt), (ref) => {
      values.set(prompt, ref);
    });
    return element(
      'div',
      { class: 'item-match' },
      element(
        'label',
        { for: select.id, class: 'govuk-label item-match__prompt' },
        rich(item.labels[prompt] ?? '', context),
      ),
      select,
    );
  });
  const choices = long
    ? [
        element('p', { class: 'govuk-label govuk-label--s' }, say('choices')),
        element(
          'ol',
          { class: 'item-letters' },
          ...item.options.map(({ text }) => element('li', {}, rich(text, context))),
        ),
      ]
    : [];
  host.append(
    stem(context),
    ...choices,
    group(context, say('matchLegend'), element('div', { class: 'item-matches' }, ...rows)),
  );
}
