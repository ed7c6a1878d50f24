import type { ViewContext } from '../item-type.js';
import { bag, textList } from '../shared/checks.js';
import { gapList } from '../view/gap-list.js';
import { placeValues } from '../view/place-values.js';
import { selectOf } from '../view/select.js';

/** Selects in the sentence. */
export function view(context: ViewContext): void {
  const { id, item, say } = context;
  const values = placeValues(context);
  const gaps = bag(item.structure['gaps']);
  gapList(context, say('gapChoiceLegend'), (gap, label) => {
    const refs = textList(gaps[gap]);
    return selectOf(
      context,
      item.options.filter(({ ref }) => refs.includes(ref)),
      { id: `${id}-${gap}`, class: 'item-gap', 'aria-label': label },
      values.get(gap),
      (ref) => {
        values.set(gap, ref);
      },
    );
  });
}
