import { POINT, type Points } from '../../../kernel/points.js';
import type { ItemType } from '../item-type.js';
import { faultIf, unknownFields, wrongPoints } from '../shared/checks.js';
import { optionOf, refOf } from '../shared/refs.js';
import { editor } from './editor.js';
import { view } from './view.js';

export interface SingleChoiceKey {
  /** Option → hundredths: one has 100, the rest 0. */
  readonly points: Readonly<Record<string, Points>>;
}

/** The option with full points. */
export const bestOption = ({ points }: SingleChoiceKey): string =>
  Object.entries(points).find(([, value]) => value === POINT)?.[0] ?? '';

/** One right option among several. The response is the bare ref of the chosen one: `2`. */
export const singleChoice: ItemType<SingleChoiceKey, string> = {
  code: 'single-choice',
  scoredBy: 'machine',
  options: [3, 6],
  check: (item) => {
    const points = (item.answerKey as Partial<SingleChoiceKey> | null)?.points ?? {};
    const values = Object.values(points);
    const right = values.filter((value) => value === POINT).length;
    const wrong = values.filter((value) => value === 0).length;
    return [
      ...unknownFields(item, [], ['points']),
      ...wrongPoints(item),
      ...faultIf(
        right !== 1 || right + wrong !== values.length,
        ['answerKey', 'points'],
        'single-choice needs one option with 100 points and 0 for the rest',
      ),
    ];
  },
  rightOptions: (key) => [bestOption(key)],
  deliver: () => ({}),
  readResponse: (value, _, optionOrder) => optionOf(value, optionOrder),
  score: ({ points }, _, option) => (Object.hasOwn(points, option) ? (points[option] ?? 0) : 0),
  fullResponse: (key, _, optionOrder) => refOf(bestOption(key), optionOrder),
  guess: ({ options }, below) => options[below(options.length)]?.ref ?? null,
  view,
  editor,
};
