import type { Say } from '../../question-bank/item-types/index.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { byId } from './dom.js';
import { stateWords, type AnswerState, type MapState } from './question-map.js';
import type { PlayerPart } from './types.js';

export interface ReviewEvents {
  go(position: number): void;
  back(): void;
  handIn(): void;
}

/** What is still open, as links by part, and the hand-in with its confirmation. */
export class ReviewScreen {
  readonly #dialog = byId('player-confirm') as HTMLDialogElement;

  constructor(
    private readonly parts: readonly PlayerPart[],
    private readonly events: ReviewEvents,
  ) {
    const onClick = (id: string, work: () => void): void => {
      byId(id).addEventListener('click', work);
    };
    onClick('player-back', () => {
      events.back();
    });
    onClick('player-hand-in', () => {
      this.#dialog.showModal();
    });
    onClick('player-confirm-no', () => {
      this.#dialog.close();
    });
    onClick('player-confirm-yes', () => {
      this.#dialog.close();
      events.handIn();
    });
  }

  draw(state: MapState): void {
    const { say } = state;
    const items = this.parts.flatMap((part) => part.items);
    const count = (wanted: AnswerState): number =>
      items.filter(({ position }) => state.stateOf(position) === wanted).length;
    const [open, partly] = [count('open'), count('partly')];
    const flagged = items.filter(({ position }) => state.isFlagged(position)).length;
    // Where some question takes points for a wrong choice, nobody may be told that guessing is free.
    const costs = items.some(({ structure }) => structure['negative'] === true);
    const openWords =
      open === 0 ? [] : [say(costs ? 'reviewOpenCosts' : 'reviewOpen', { count: String(open) })];
    const partlyWords = partly === 0 ? [] : [say('reviewPartly', { count: String(partly) })];
    byId('player-review-title').textContent = say('reviewTitle');
    byId('player-review-text').textContent =
      open + partly === 0 ? say('reviewAll') : [...openWords, ...partlyWords].join(' ');
    byId('player-review-flagged').textContent =
      flagged === 0 ? '' : say('reviewFlagged', { count: String(flagged) });
    byId('player-review-list').replaceChildren(...this.parts.map((part) => this.#part(part, state)));
    byId('player-hand-in').textContent = say('handIn');
    byId('player-back').textContent = say('backToQuestions');
    byId('player-confirm-title').textContent = say('confirmTitle');
    byId('player-confirm-text').textContent = [
      say('confirmText'),
      ...(open + partly === 0 ? [] : [say('confirmOpen', { count: String(open + partly) })]),
    ].join(' ');
    byId('player-confirm-yes').textContent = say('confirmYes');
    byId('player-confirm-no').textContent = say('confirmNo');
  }

  setBusy(busy: boolean, say: Say): void {
    const button = byId('player-hand-in') as HTMLButtonElement;
    button.disabled = busy;
    button.textContent = say(busy ? 'handingIn' : 'handIn');
    if (busy) this.#dialog.close();
  }

  #part(part: PlayerPart, state: MapState): Node {
    const wanted = (hold: (position: number) => boolean): number[] =>
      part.items.map(({ position }) => position).filter(hold);
    const lists = [
      ['stateOpen', wanted((position) => state.stateOf(position) === 'open')],
      ['statePartly', wanted((position) => state.stateOf(position) === 'partly')],
      ['stateFlagged', wanted((position) => state.isFlagged(position))],
      ['stateUnsaved', wanted((position) => state.isUnsaved(position))],
    ] as const;
    const rows = lists.flatMap(([key, positions]) =>
      positions.length === 0
        ? []
        : [
            element(
              'div',
              { class: 'player-review__row' },
              element('p', { class: 'player-review__state' }, state.say(key)),
              element(
                'ul',
                { class: 'player-review__questions' },
                ...positions.map((position) => element('li', {}, this.#link(position, state))),
              ),
            ),
          ],
    );
    if (rows.length === 0) return document.createDocumentFragment();
    return element(
      'section',
      {},
      element('h2', { class: 'govuk-heading-s' }, part.title[state.language] ?? ''),
      ...rows,
    );
  }

  #link(position: number, state: MapState): HTMLElement {
    const number = String(position);
    const label = state.say('mapLabel', { number, state: stateWords(state, position) });
    const link = element('a', { href: '#player-heading', class: 'govuk-link', 'aria-label': label }, number);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      this.events.go(position);
    });
    return link;
  }
}
