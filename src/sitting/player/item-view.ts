import { inLanguage, itemType, type Say } from '../../question-bank/item-types/index.js';
import { showItem } from '../../question-bank/item-types/view/index.js';
import { CasePanel } from './case-panel.js';
import { byId } from './dom.js';
import { QuestionMap, type AnswerState } from './question-map.js';
import type { Leased, PlayerItem } from './types.js';
import { storable, Typing } from './typing.js';

export interface ItemViewEvents {
  onAnswer(position: number, value: string | null): void;
  /** Something is being typed that will be an answer in a moment. */
  onTyping(): void;
  onFlag(position: number, flagged: boolean): void;
  onHandIn(): void;
}

/** One question at a time, the map of all of them, and the review before handing in. */
export class ItemView {
  #current = 1;
  readonly #answers: Map<number, string>;
  readonly #flagged: Set<number>;
  readonly #items: readonly (PlayerItem & { readonly part: number })[];
  readonly #typing: Typing;
  readonly #map: QuestionMap;
  readonly #case: CasePanel;

  constructor(
    private readonly leased: Leased,
    private say: Say,
    private language: string,
    private readonly events: ItemViewEvents,
  ) {
    const { form, sheet } = leased;
    this.#answers = new Map(
      Object.entries(sheet.answers).map(([position, value]) => [Number(position), value]),
    );
    this.#flagged = new Set(sheet.flagged);
    this.#items = form.parts.flatMap((part, index) => part.items.map((item) => ({ ...item, part: index })));
    this.#typing = new Typing((position, value) => {
      events.onAnswer(position, value);
    });
    this.#map = new QuestionMap(form.parts, (position) => {
      this.#go(position);
    });
    this.#case = new CasePanel(form);
    // Where the candidate left off: the first question without an answer.
    this.#current = this.#items.find((item) => !this.#answers.has(item.position))?.position ?? 1;
    byId('player-number').textContent = leased.candidateNumber;
    this.#listen();
    this.#draw();
  }

  setLanguage(language: string, say: Say): void {
    this.settle();
    this.language = language;
    this.say = say;
    const reviewing = !byId('player-review').hidden;
    this.#draw();
    if (reviewing) this.#review();
  }

  /** Hands on what is being typed, now. */
  settle(): void {
    this.#typing.settle();
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

  #listen(): void {
    const onClick = (id: string, work: () => void): void => {
      byId(id).addEventListener('click', work);
    };
    onClick('player-previous', () => {
      this.#go(this.#current - 1);
    });
    onClick('player-next', () => {
      if (this.#current >= this.#items.length) this.#review();
      else this.#go(this.#current + 1);
    });
    onClick('player-flag', () => {
      this.#toggleFlag();
    });
    onClick('player-clear', () => {
      this.#answer(this.#current, null, false);
      this.#draw();
      byId('player-heading').focus();
    });
    onClick('player-to-review', () => {
      this.#review();
    });
    onClick('player-back', () => {
      this.#go(this.#current);
    });
    onClick('player-hand-in', () => {
      this.events.onHandIn();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.settle();
    });
  }

  #go(position: number): void {
    this.settle();
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
    this.#drawFlag();
    this.#drawMap();
  }

  #answer(position: number, response: string | null, typing: boolean): void {
    const value = response === null ? null : storable(response);
    if (value === null) this.#answers.delete(position);
    else this.#answers.set(position, value);
    if (typing) {
      this.#typing.hold(position, value);
      this.events.onTyping();
    } else {
      this.#typing.drop();
      this.events.onAnswer(position, value);
    }
    this.#drawMap();
    byId('player-clear').hidden = value === null;
  }

  #stateOf(position: number): AnswerState {
    const item = this.#items[position - 1];
    const value = this.#answers.get(position);
    if (!item || value === undefined) return 'open';
    const whole = itemType(item.type)?.isComplete?.(inLanguage(item, this.language), value) ?? true;
    return whole ? 'answered' : 'partly';
  }

  #draw(): void {
    const item = this.#items[this.#current - 1];
    if (!item) return;
    const { position } = item;
    const part = this.leased.form.parts[item.part];
    byId('player-question').hidden = false;
    byId('player-review').hidden = true;
    byId('player-part').textContent = this.say('part', {
      number: String(item.part + 1),
      count: String(this.leased.form.parts.length),
      title: part?.title[this.language] ?? '',
    });
    byId('player-heading').textContent = this.say('question', {
      number: String(position),
      count: String(this.#items.length),
    });
    this.#case.draw(item, this.language, this.say);
    showItem(item.type, {
      host: byId('player-item'),
      id: 'item',
      item: inLanguage(item, this.language),
      value: this.#answers.get(position),
      language: this.language,
      images: this.leased.form.images,
      say: this.say,
      onChange: (value, typing = false) => {
        this.#answer(position, value, typing);
      },
    });
    byId('player-previous').textContent = this.say('previous');
    (byId('player-previous') as HTMLButtonElement).disabled = this.#current === 1;
    byId('player-next').textContent = this.say(this.#current === this.#items.length ? 'toReview' : 'next');
    byId('player-clear').textContent = this.say('clear');
    byId('player-clear').hidden = !this.#answers.has(position);
    byId('player-to-review').textContent = this.say('reviewAndHandIn');
    byId('player-map-title').textContent = this.say('allQuestions');
    byId('player-time-label').textContent = this.say('timeLeft');
    byId('player-number-label').textContent = this.say('candidateNumber');
    this.#drawFlag();
    this.#drawMap();
  }

  #drawFlag(): void {
    const flagged = this.#flagged.has(this.#current);
    byId('player-flag').textContent = this.say(flagged ? 'unflag' : 'flag');
    byId('player-flag').setAttribute('aria-pressed', String(flagged));
  }

  #drawMap(): void {
    this.#map.draw({
      current: this.#current,
      language: this.language,
      say: this.say,
      stateOf: (position) => this.#stateOf(position),
      isFlagged: (position) => this.#flagged.has(position),
    });
  }

  #review(): void {
    this.settle();
    byId('player-question').hidden = true;
    byId('player-case').hidden = true;
    byId('player-review').hidden = false;
    const count = (state: AnswerState): number =>
      this.#items.filter(({ position }) => this.#stateOf(position) === state).length;
    const [open, partly] = [count('open'), count('partly')];
    // Where some question takes points for a wrong choice, nobody may be told that guessing is free.
    const costs = this.#items.some(({ structure }) => structure['negative'] === true);
    const told = [
      ...(open + partly === 0 ? [this.say('reviewAll')] : []),
      ...(open > 0 ? [this.say(costs ? 'reviewOpenCosts' : 'reviewOpen', { count: String(open) })] : []),
      ...(partly > 0 ? [this.say('reviewPartly', { count: String(partly) })] : []),
    ];
    byId('player-review-title').textContent = this.say('reviewTitle');
    byId('player-review-text').textContent = told.join(' ');
    byId('player-review-flagged').textContent =
      this.#flagged.size === 0 ? '' : this.say('reviewFlagged', { count: String(this.#flagged.size) });
    byId('player-hand-in').textContent = this.say('handIn');
    byId('player-back').textContent = this.say('backToQuestions');
    byId('player-review-title').focus();
  }
}
