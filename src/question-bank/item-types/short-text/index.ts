import type { ItemShape, ItemType } from '../item-type.js';
import { bag, textList, unknownFields } from '../shared/checks.js';
import { maximumOf, wrongMaximum } from '../shared/length.js';
import { isAccepted, stepsOf, type Wordings } from '../shared/normalise-text.js';
import { allOrNothing } from '../shared/points.js';
import { wrongSteps, wrongWordings } from '../shared/wordings.js';
import { editor } from './editor.js';
import { view } from './view.js';

export interface ShortTextKey {
  readonly accept: Wordings;
  readonly normalise?: readonly string[];
}

const maximum = (shape: Pick<ItemShape, 'structure'>): number => maximumOf(shape, 80);

/** A word or a few words. The response is the text as typed. */
export const shortText: ItemType<ShortTextKey, string> = {
  code: 'short-text',
  scoredBy: 'machine',
  ownWords: true,
  options: null,
  check: (item) => {
    const key = bag(item.answerKey);
    const steps = stepsOf({ normalise: textList(key['normalise'] ?? [...stepsOf({})]) });
    return [
      ...unknownFields(item, ['maximum'], ['accept', 'normalise']),
      ...wrongMaximum(item, 200),
      ...wrongSteps(key['normalise']),
      ...wrongWordings(key['accept'], Object.keys(item.texts), steps, maximum(item), ['answerKey', 'accept']),
    ];
  },
  deliver: (shape) => ({ maximum: maximum(shape) }),
  readResponse: (value, shape) => (value.trim() === '' || value.length > maximum(shape) ? undefined : value),
  score: (key, _, text) => allOrNothing(isAccepted(text, key.accept, stepsOf(key))),
  fullResponse: ({ accept }, _, __, language) => (accept[language] ?? Object.values(accept)[0])?.[0] ?? null,
  guess: () => null,
  view,
  editor,
};
