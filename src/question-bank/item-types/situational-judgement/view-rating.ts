import type { ShownOption, ViewContext } from '../item-type.js';
import { own, readRecord } from '../shared/refs.js';
import { element } from '../view/dom.js';
import { group, stem } from '../view/frame.js';
import { rich } from '../view/rich.js';

const RATINGS = [1, 2, 3, 4, 5] as const;

/** For each response five radios with words, 1 to 5. */
export function viewRating(context: ViewContext): void {
  const { host, id, item, say } = context;
  const record = readRecord(context.value ?? '{}') ?? {};
  const ratings = new Map<string, number>();
  for (const { ref } of item.options) {
    const rating = own(record, ref);
    if (typeof rating === 'number') ratings.set(ref, rating);
  }
  const radio = (ref: string, rating: (typeof RATINGS)[number]): HTMLElement => {
    const input = element('input', {
      type: 'radio',
      id: `${id}-rate-${ref}-${String(rating)}`,
      name: `${id}-rate-${ref}`,
      value: String(rating),
      class: 'item-radio',
    });
    input.checked = ratings.get(ref) === rating;
    input.addEventListener('change', () => {
      ratings.set(ref, rating);
      // In the order of the options: one form of one response.
      const given = item.options.flatMap((option): [string, number][] => {
        const value = ratings.get(option.ref);
        return value === undefined ? [] : [[option.ref, value]];
      });
      context.onChange(JSON.stringify(Object.fromEntries(given)));
    });
    return element(
      'label',
      { for: input.id, class: 'item-pick' },
      input,
      element(
        'span',
        { class: 'item-pick__words' },
        element('b', {}, String(rating)),
        ` ${say(`rate${String(rating)}`)}`,
      ),
    );
  };
  const one = ({ ref, text }: ShownOption): HTMLElement =>
    element(
      'fieldset',
      { class: 'govuk-fieldset item-rating' },
      element('legend', { class: 'govuk-fieldset__legend item-rating__text' }, rich(text, context)),
      element('div', { class: 'item-rating__scale' }, ...RATINGS.map((rating) => radio(ref, rating))),
    );
  host.append(stem(context), group(context, say('rateLegend'), ...item.options.map(one)));
}
