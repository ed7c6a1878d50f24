import type { Say } from '../../question-bank/item-types/index.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { byId } from './dom.js';
import type { PlayerPart } from './types.js';

export type AnswerState = 'open' | 'partly' | 'answered';

export interface MapState {
  readonly current: number;
  readonly language: string;
  readonly say: Say;
  stateOf(position: number): AnswerState;
  isFlagged(position: number): boolean;
}

const STATE_WORDS = { open: 'stateOpen', partly: 'statePartly', answered: 'stateAnswered' } as const;

/** All questions by part, each with its state, and how many have an answer. */
export class QuestionMap {
  constructor(
    private readonly parts: readonly PlayerPart[],
    private readonly go: (position: number) => void,
  ) {}

  draw(state: MapState): void {
    byId('player-map').replaceChildren(
      ...this.parts.map((part) =>
        element(
          'div',
          { class: 'player-map__part' },
          element('h3', { class: 'govuk-heading-s' }, part.title[state.language] ?? ''),
          element(
            'ol',
            { class: 'player-map__list' },
            ...part.items.map(({ position }) => this.#entry(position, state)),
          ),
        ),
      ),
    );
    const positions = this.parts.flatMap(({ items }) => items.map(({ position }) => position));
    const answered = positions.filter((position) => state.stateOf(position) === 'answered').length;
    byId('player-progress').textContent = state.say('progress', {
      answered: String(answered),
      count: String(positions.length),
    });
    const bar = byId('player-progress-bar') as HTMLProgressElement;
    bar.max = positions.length;
    bar.value = answered;
  }

  #entry(position: number, state: MapState): HTMLElement {
    const answer = state.stateOf(position);
    const flagged = state.isFlagged(position);
    const words = [STATE_WORDS[answer], ...(flagged ? ['stateFlagged'] : [])].map((key) => state.say(key));
    const classes = [
      'player-map__item',
      ...(answer === 'open' ? [] : [`player-map__item--${answer}`]),
      ...(flagged ? ['player-map__item--flagged'] : []),
    ];
    const button = element(
      'button',
      {
        type: 'button',
        class: classes.join(' '),
        'aria-label': state.say('mapLabel', { number: String(position), state: words.join(', ') }),
        'aria-current': position === state.current && 'true',
      },
      String(position),
    );
    button.addEventListener('click', () => {
      this.go(position);
    });
    return element('li', {}, button);
  }
}
