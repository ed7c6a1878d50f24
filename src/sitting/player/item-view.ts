import { byId, element } from './dom.js';
import type { Leased, PlayerItem } from './types.js';
import type { Say } from './words.js';

export interface ItemViewEvents {
  onAnswer(position: number, value: string | null): void;
  onFlag(position: number, flagged: boolean): void;
  onHandIn(): void;
}

/** One question at a time, the map of all of them, and the review before handing in. */
export class ItemView {
  #current = 1;
  readonly #answers: Map<number, string>;
  readonly #flagged: Set<number>;
  readonly #items: readonly (PlayerItem & { readonly part: number })[];

  constructor(
    private readonly leased: Leased,
    private say: Say,
    private language: string,
    private readonly events: ItemViewEvents,
  ) {
    this.#answers = new Map(
      Object.entries(leased.sheet.answers).map(([position, ref]) => [Number(position), ref]),
    );
    this.#flagged = new Set(leased.sheet.flagged);
    this.#items = leased.form.parts.flatMap((part, index) =>
      part.items.map((item) => ({ ...item, part: index })),
    );
    // Where the candidate left off: the first question without an answer.
    this.#current = this.#items.find((item) => !this.#answers.has(item.position))?.position ?? 1;
    byId('player-number').textContent = leased.candidateNumber;
    byId('player-previous').addEventListener('click', () => {
      this.#go(this.#current - 1);
    });
    byId('player-next').addEventListener('click', () => {
      if (this.#current >= this.#items.length) this.#review();
      else this.#go(this.#current + 1);
    });
    byId('player-flag').addEventListener('click', () => {
      this.#toggleFlag();
    });
    byId('player-clear').addEventListener('click', () => {
      this.#answers.delete(this.#current);
      this.events.onAnswer(this.#current, null);
      this.#draw();
    });
    byId('player-to-review').addEventListener('click', () => {
      this.#review();
    });
    byId('player-back').addEventListener('click', () => {
      this.#go(this.#current);
    });
    byId('player-hand-in').addEventListener('click', () => {
      this.events.onHandIn();
    });
    this.#draw();
  }

  setLanguage(language: string, say: Say): void {
    this.language = language;
    this.say = say;
    const reviewing = !byId('player-review').hidden;
    this.#draw();
    if (reviewing) this.#review();
  }

  setBusy(busy: boolean): void {
    const button = byId('player-hand-in') as HTMLButtonElement;
    button.disabled = busy;
    button.textContent = this.say(busy ? 'handingIn' : 'handIn');
    byId('player-message').textContent = '';
  }

  tell(message: string): void {
    byId('player-message').textContent = message;
  }

  #go(position: number): void {
    this.#current = Math.min(Math.max(1, position), this.#items.length);
    this.#draw();
    byId('player-heading').focus();
    window.scrollTo({ top: 0 });
  }

  #toggleFlag(): void {
    const flagged = !this.#flagged.has(this.#current);
    if (flagged) this.#flagged.add(this.#current);
    else this.#flagged.delete(this.#current);
    this.events.onFlag(this.#current, flagged);
    this.#draw();
  }

  #choose(ref: string): void {
    this.#answers.set(this.#current, ref);
    this.events.onAnswer(this.#current, ref);
    this.#drawMap();
    this.#drawProgress();
    byId('player-clear').hidden = false;
  }

  #draw(): void {
    const item = this.#items[this.#current - 1];
    if (!item) return;
    const part = this.leased.form.parts[item.part];
    byId('player-question').hidden = false;
    byId('player-review').hidden = true;
    byId('player-part').textContent = this.say('part', {
      number: String(item.part + 1),
      count: String(this.leased.form.parts.length),
      title: part?.title[this.language] ?? '',
    });
    byId('player-heading').textContent = this.say('question', {
      number: String(item.position),
      count: String(this.#items.length),
    });
    const text = item.texts[this.language] ?? Object.values(item.texts)[0];
    byId('player-stem').textContent = text?.stem ?? '';
    const chosen = this.#answers.get(item.position);
    byId('player-options').replaceChildren(
      ...(text?.options ?? []).map(({ ref, text: words }) => this.#option(ref, words, ref === chosen)),
    );
    byId('player-legend').textContent = this.say('chooseOne');
    byId('player-previous').textContent = this.say('previous');
    (byId('player-previous') as HTMLButtonElement).disabled = this.#current === 1;
    byId('player-next').textContent = this.say(this.#current === this.#items.length ? 'toReview' : 'next');
    const flagged = this.#flagged.has(this.#current);
    byId('player-flag').textContent = this.say(flagged ? 'unflag' : 'flag');
    byId('player-flag').setAttribute('aria-pressed', String(flagged));
    byId('player-clear').textContent = this.say('clear');
    byId('player-clear').hidden = chosen === undefined;
    byId('player-to-review').textContent = this.say('reviewAndHandIn');
    byId('player-map-title').textContent = this.say('allQuestions');
    byId('player-time-label').textContent = this.say('timeLeft');
    byId('player-number-label').textContent = this.say('candidateNumber');
    this.#drawMap();
    this.#drawProgress();
  }

  #option(ref: string, words: string, checked: boolean): HTMLElement {
    const id = `option-${ref}`;
    const input = element('input', {
      type: 'radio',
      name: 'answer',
      id,
      value: ref,
      class: 'govuk-radios__input',
    });
    input.checked = checked;
    input.addEventListener('change', () => {
      this.#choose(ref);
    });
    return element(
      'div',
      { class: 'govuk-radios__item player-option' },
      input,
      element('label', { for: id, class: 'govuk-label govuk-radios__label' }, words),
    );
  }

  #drawMap(): void {
    byId('player-map').replaceChildren(
      ...this.leased.form.parts.map((part) =>
        element(
          'div',
          { class: 'player-map__part' },
          element('h3', { class: 'govuk-heading-s' }, part.title[this.language] ?? ''),
          element(
            'ol',
            { class: 'player-map__list' },
            ...part.items.map((item) => this.#mapEntry(item.position)),
          ),
        ),
      ),
    );
  }

  #mapEntry(position: number): HTMLElement {
    const answered = this.#answers.has(position);
    const flagged = this.#flagged.has(position);
    const state = this.say(flagged ? 'stateFlagged' : answered ? 'stateAnswered' : 'stateOpen');
    const button = element(
      'button',
      {
        type: 'button',
        class: `player-map__item${answered ? ' player-map__item--answered' : ''}${flagged ? ' player-map__item--flagged' : ''}`,
        'aria-label': this.say('mapLabel', { number: String(position), state }),
        'aria-current': position === this.#current && 'true',
      },
      String(position),
    );
    button.addEventListener('click', () => {
      this.#go(position);
    });
    return element('li', {}, button);
  }

  #drawProgress(): void {
    const answered = String(this.#answers.size);
    const count = String(this.#items.length);
    byId('player-progress').textContent = this.say('progress', { answered, count });
    const bar = byId('player-progress-bar') as HTMLProgressElement;
    bar.max = this.#items.length;
    bar.value = this.#answers.size;
  }

  #review(): void {
    byId('player-question').hidden = true;
    byId('player-review').hidden = false;
    const open = this.#items.filter((item) => !this.#answers.has(item.position)).length;
    byId('player-review-title').textContent = this.say('reviewTitle');
    byId('player-review-text').textContent =
      open === 0 ? this.say('reviewAll') : this.say('reviewOpen', { count: String(open) });
    byId('player-review-flagged').textContent =
      this.#flagged.size === 0 ? '' : this.say('reviewFlagged', { count: String(this.#flagged.size) });
    byId('player-hand-in').textContent = this.say('handIn');
    byId('player-back').textContent = this.say('backToQuestions');
    byId('player-review-title').focus();
  }
}
