import type { Say } from '../../question-bank/item-types/index.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { byId } from './dom.js';

export interface WaitingStep {
  readonly text: string;
  readonly state: 'done' | 'current' | 'ahead';
}

/** The steps from the waiting room into the exam; what is behind has a mark and a word, not a colour alone. */
export function showWaitingSteps(steps: readonly WaitingStep[], say: Say): void {
  byId('waiting-steps').replaceChildren(
    ...steps.map(({ text, state }) =>
      element(
        'li',
        {
          class: `player-steps__step player-steps__step--${state}`,
          'aria-current': state === 'current' && 'step',
        },
        text,
        ...(state === 'done'
          ? [element('span', { class: 'govuk-visually-hidden' }, ` ${say('stepDone')}`)]
          : []),
      ),
    ),
  );
}
