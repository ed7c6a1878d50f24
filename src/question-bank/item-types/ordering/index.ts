import type { ItemType } from '../item-type.js';
import { bag, faultIf, sameMembers, textList, unknownFields, unknownRule } from '../shared/checks.js';
import { shuffledRefs } from '../shared/guess.js';
import { allOrNothing, share } from '../shared/points.js';
import { optionsOf, readList, refOf } from '../shared/refs.js';
import { orderList } from '../view/order-list.js';
import { editor } from './editor.js';

export const RULES = ['all-or-nothing', 'pairs'] as const;

export interface OrderingKey {
  readonly order: readonly string[];
  readonly rule: (typeof RULES)[number];
}

/** Every option in a response, each once; undefined otherwise. */
export function readOrder(value: string, optionOrder: readonly string[]): readonly string[] | undefined {
  const list = readList(value);
  const order = list && optionsOf(list, optionOrder);
  return order?.length === optionOrder.length ? order : undefined;
}

/** Options to put in order. The response is the list of all refs, the first one first: `["3","1","2"]`. */
export const ordering: ItemType<OrderingKey, readonly string[]> = {
  code: 'ordering',
  scoredBy: 'machine',
  options: [3, 8],
  check: (item) => [
    ...unknownFields(item, [], ['order', 'rule']),
    ...unknownRule(item.answerKey, RULES),
    ...faultIf(
      !sameMembers(textList(bag(item.answerKey)['order']), item.options),
      ['answerKey', 'order'],
      'ordering needs every option in "order", each once',
    ),
  ],
  deliver: () => ({}),
  readResponse: (value, _, optionOrder) => readOrder(value, optionOrder),
  score: ({ order, rule }, _, response) => {
    const kept = order
      .slice(1)
      .filter((option, index) => response.indexOf(order[index] ?? '') < response.indexOf(option)).length;
    const pairs = order.length - 1;
    return rule === 'all-or-nothing' ? allOrNothing(kept === pairs) : share(kept, pairs);
  },
  fullResponse: ({ order }, _, optionOrder) =>
    JSON.stringify(order.map((option) => refOf(option, optionOrder))),
  guess: ({ options }, below) => JSON.stringify(shuffledRefs(options, below)),
  view: (context) => {
    const refs = context.item.options.map(({ ref }) => ref);
    orderList(context, context.say('orderLegend'), readOrder(context.value ?? '', refs)?.map(String));
  },
  editor,
};
