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
  /** Whether its answer is not on the server's disk yet. */
  isUnsaved(position: number): boolean;
}

const STATE_WORDS = { open: 'stateOpen', partly: 'statePartly', answered: 'stateAnswered' } as const;

/** "answered, marked for later": everything that the map shows of a question, in words. */
export const stateWords = (state: MapState, position: number): string =>
  [
    STATE_WORDS[state.stateOf(position)],
    ...(state.isFlagged(position) ? ['stateFlagged'] : []),
    ...(state.isUnsaved(position) ? ['stateUnsaved'] : []),
  ]
    .map((key) => state.say(key))
    .join(', ');

const classesOf = (state: MapState, position: number): string => {
  const answer = state.stateOf(position);
  return [
    'player-map__item',
    ...(answer === 'open' ? [] : [`player-map__item--${answer}`]),
    ...(state.isFlagged(position) ? ['player-map__item--flagged'] : []),
    ...(state.isUnsaved(position) ? ['player-map__item--unsaved'] : []),
  ].join(' ');
};

/** All questions by part, each with its state, and how many have an answer. */
export class QuestionMap {
  readonly #buttons = new Map<number, HTMLButtonElement>();
  #language = '';

  constructor(
    private readonly parts: readonly PlayerPart[],
    private readonly go: (position: number) => void,
  ) {}

  draw(state: MapState): void {
    if (this.#language !== state.language) this.#build(state);
    const positions = [...this.#buttons.keys()];
    for (const position of positions) this.redraw(position, state);
    const answered = positions.filter((position) => state.stateOf(position) === 'answered').length;
    byId('player-progress').textContent = state.say('progress', {
      answered: String(answered),
      count: String(positions.length),
    });
    const bar = byId('player-progress-bar') as HTMLProgressElement;
    bar.max = positions.length;
    bar.value = answered;
  }

  /** One question's state anew; the button stays, and with it the focus. */
  redraw(position: number, state: MapState): void {
    const button = this.#buttons.get(position);
    if (!button) return;
    button.className = classesOf(state, position);
    button.setAttribute(
      'aria-label',
      state.say('mapLabel', { number: String(position), state: stateWords(state, position) }),
    );
    if (position === state.current) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }

  #build(state: MapState): void {
    this.#language = state.language;
    byId('player-map-title').textContent = state.say('allQuestions');
    byId('player-map').replaceChildren(
      ...this.parts.map((part) =>
        element(
          'div',
          { class: 'player-map__part' },
          element('h3', { class: 'govuk-heading-s' }, part.title[state.language] ?? ''),
          element(
            'ol',
            { class: 'player-map__list' },
            ...part.items.map(({ position }) => element('li', {}, this.#button(position))),
          ),
        ),
      ),
    );
    byId('player-map-legend').replaceChildren(
      ...(['answered', 'partly', 'flagged', 'unsaved'] as const).map((name) =>
        element(
          'li',
          {},
          element('span', {
            class: `player-legend__mark player-legend__mark--${name}`,
            'aria-hidden': 'true',
          }),
          state.say(`state${name.charAt(0).toUpperCase()}${name.slice(1)}`),
        ),
      ),
    );
  }

  #button(position: number): HTMLButtonElement {
    const button = element('button', { type: 'button' }, String(position));
    button.addEventListener('click', () => {
      this.go(position);
    });
    this.#buttons.set(position, button);
    return button;
  }
}
