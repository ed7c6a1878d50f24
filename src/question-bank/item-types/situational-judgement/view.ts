import type { ViewContext } from '../item-type.js';
import { readOrder } from '../ordering/index.js';
import { view as choose } from '../single-choice/view.js';
import { orderList } from '../view/order-list.js';
import { viewBestWorst } from './view-best-worst.js';
import { viewRating } from './view-rating.js';

/** One of four ways to answer. */
export function view(context: ViewContext): void {
  const { item, say, value } = context;
  switch (item.structure['response']) {
    case 'best-worst':
      viewBestWorst(context);
      break;
    case 'ranking': {
      const refs = item.options.map(({ ref }) => ref);
      orderList(context, say('rankLegend'), readOrder(value ?? '', refs)?.map(String));
      break;
    }
    case 'rating':
      viewRating(context);
      break;
    default:
      choose(context, say('chooseBest'));
  }
}
