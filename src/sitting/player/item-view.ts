import type { Aids } from '../../form/index.js';
import { inLanguage, itemType, type Say } from '../../question-bank/item-types/index.js';
import { showItem } from '../../question-bank/item-types/view/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import type { SheetState } from '../domain/answer-sheet.js';
import { CalculatorPanel } from './calculator-panel.js';
import { CasePanel } from './case-panel.js';
import { byId } from './dom.js';
import { ExamBar } from './exam-bar.js';
import { ExamCover, type Cover } from './exam-cover.js';
import { NotesPanel, type NoteKeeper } from './notes-panel.js';
import { QuestionMap, type AnswerState, type MapState } from './question-map.js';
import { ReviewScreen } from './review-screen.js';
import { listenForShortcuts, type Shortcut } from './shortcuts.js';
import type { PlayerForm, PlayerItem } from './types.js';
import { storable, Typing } from './typing.js';

/** What an exam is, as its face needs it. */
export interface ExamFace {
  readonly form: PlayerForm;
  readonly sheet: SheetState;
  /** '' where there is none: in practice. */
  readonly candidateNumber: string;
  readonly aids: Aids;
  readonly accommodations: Accommodations;
}

export interface ItemViewEvents {
  onAnswer(position: number, value: string | null): void;
  /** Something is being typed that will be an answer in a moment. */
  onTyping(position: number, value: string | null): void;
  onFlag(position: number, flagged: boolean): void;
  /** The candidate has confirmed it. */
  onHandIn(): void;
  /** The candidate stops the clock, or goes on; only where a break was granted. */
  onBreak(action: 'begin' | 'end'): void;
  /** Notes for oneself: kept in this browser, never sent, wiped with the sitting. */
  readonly notes: NoteKeeper;
}

/**
 * What the candidate sees of an exam: one question at a time, the map of all of them, the review before handing in, the
 * bar with the clock. It knows no server: whoever made it hears of each answer by the events and says by `markSaved`
 * which of them are on disk.
 */
export class ItemView {
  readonly bar: ExamBar;
  #current = 1;
  readonly #answers: Map<number, string>;
  readonly #flagged: Set<number>;
  readonly #unsaved = new Set<number>();
  readonly #items: readonly (PlayerItem & { readonly part: number })[];
  readonly #typing: Typing;
  readonly #map: QuestionMap;
  readonly #case: CasePanel;
  readonly #review: ReviewScreen;
  readonly #notes: NotesPanel;
  readonly #calculator: CalculatorPanel | null;
  readonly #cover: ExamCover;

  constructor(
    private readonly exam: ExamFace,
    private say: Say,
    private language: string,
    private readonly events: ItemViewEvents,
  ) {
    const { form, sheet, accommodations } = exam;
    this.#answers = new Map(
      Object.entries(sheet.answers).map(([position, value]) => [Number(position), value]),
    );
    this.#flagged = new Set(sheet.flagged);
    this.#items = form.parts.flatMap((part, index) => part.items.map((item) => ({ ...item, part: index })));
    this.bar = new ExamBar(say, language, accommodations.largerType === true);
    this.#typing = new Typing((position, value) => {
      events.onAnswer(position, value);
    });
    const go = (position: number): void => {
      this.#go(position);
    };
    this.#map = new QuestionMap(form.parts, go);
    this.#case = new CasePanel(form);
    this.#review = new ReviewScreen(form.parts, {
      go,
      back: () => {
        this.#go(this.#current);
      },
      handIn: () => {
        events.onHandIn();
      },
    });
    this.#notes = new NotesPanel(events.notes, say);
    this.#calculator = exam.aids.calculator === 'basic' ? new CalculatorPanel(say, language) : null;
    byId('player-tools').append(...(this.#calculator ? [this.#calculator.root] : []), this.#notes.root);
    this.#cover = new ExamCover(() => {
      events.onBreak('end');
    });
    // Where the candidate left off: the first question without an answer.
    this.#current = this.#items.find((item) => !this.#answers.has(item.position))?.position ?? 1;
    byId('player-number').textContent = exam.candidateNumber;
    byId('player-number').parentElement?.toggleAttribute('hidden', exam.candidateNumber === '');
    byId('player-break').hidden = (accommodations.breakMinutes ?? 0) === 0;
    this.#listen();
    this.#label();
    this.#draw();
  }

  /** Changes the language in the middle: answers, marks, notes and the place in the exam stay. */
  setLanguage(language: string, say: Say): void {
    this.settle();
    this.language = language;
    this.say = say;
    this.bar.setLanguage(language, say);
    this.#notes.setLanguage(say);
    this.#calculator?.setLanguage(language, say);
    this.#label();
    const reviewing = this.#isReviewing();
    this.#draw();
    if (reviewing) this.#showReview();
    this.#cover.draw(language, say);
  }

  /** Says whether a question's answer is on the server's disk, or waits on this device. */
  markSaved(position: number, state: 'saved' | 'waiting'): void {
    if ((state === 'waiting') === this.#unsaved.has(position)) return;
    if (state === 'waiting') this.#unsaved.add(position);
    else this.#unsaved.delete(position);
    this.#map.redraw(position, this.#mapState());
    if (position === this.#current) this.#drawAnswerState();
  }

  /** Hands on what is being typed, now. */
  settle(): void {
    this.#typing.settle();
    this.#notes.settle();
  }

  setBusy(busy: boolean): void {
    this.#review.setBusy(busy, this.say);
    byId('player-columns').inert = busy;
    byId('player-message').textContent = '';
  }

  tell(message: string): void {
    byId('player-message').textContent = message;
  }

  /**
   * Covers the questions: while the clock stands, or once the time is over.
   */
  cover(shown: Cover): void {
    this.settle();
    this.#cover.show(shown, this.language, this.say);
  }

  /** Shows the questions again, where the candidate was. */
  uncover(): void {
    if (!this.#cover.isShown) return;
    this.#cover.hide();
    byId(this.#isReviewing() ? 'player-review-title' : 'player-heading').focus();
  }

  #listen(): void {
    const onClick = (id: string, work: () => void): void => {
      byId(id).addEventListener('click', work);
    };
    onClick('player-previous', () => {
      this.#go(this.#current - 1);
    });
    onClick('player-next', () => {
      this.#next();
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
      this.#toReview();
    });
    onClick('player-break', () => {
      this.events.onBreak('begin');
    });
    listenForShortcuts(
      () => this.bar.shortcuts,
      (shortcut) => {
        this.#shortcut(shortcut);
      },
    );
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.settle();
    });
  }

  #shortcut(shortcut: Shortcut): void {
    if (shortcut === 'time') this.bar.tellTime();
    else if (this.#cover.isShown || byId('player-columns').inert) return;
    else if (shortcut === 'review') this.#toReview();
    else if (this.#isReviewing()) return;
    else if (shortcut === 'next') this.#next();
    else if (shortcut === 'previous') this.#go(this.#current - 1);
    else this.#toggleFlag();
  }

  #next(): void {
    if (this.#current >= this.#items.length) this.#toReview();
    else this.#go(this.#current + 1);
  }

  #go(position: number): void {
    this.settle();
    this.#current = Math.min(Math.max(1, position), this.#items.length);
    this.#draw();
    byId('player-heading').focus();
    window.scrollTo({ top: 0 });
  }

  #toReview(): void {
    this.settle();
    this.#showReview();
    byId('player-review-title').focus();
    window.scrollTo({ top: 0 });
  }

  #toggleFlag(): void {
    const flagged = !this.#flagged.has(this.#current);
    if (flagged) this.#flagged.add(this.#current);
    else this.#flagged.delete(this.#current);
    this.events.onFlag(this.#current, flagged);
    this.#drawFlag();
    this.#map.redraw(this.#current, this.#mapState());
  }

  #answer(position: number, response: string | null, typing: boolean): void {
    const value = response === null ? null : storable(response);
    if (value === null) this.#answers.delete(position);
    else this.#answers.set(position, value);
    this.#unsaved.add(position);
    if (typing) {
      this.#typing.hold(position, value);
      this.events.onTyping(position, value);
    } else {
      this.#typing.drop();
      this.events.onAnswer(position, value);
    }
    this.#map.draw(this.#mapState());
    this.#drawAnswerState();
  }

  #stateOf(position: number): AnswerState {
    const item = this.#items[position - 1];
    const value = this.#answers.get(position);
    if (!item || value === undefined) return 'open';
    const whole = itemType(item.type)?.isComplete?.(inLanguage(item, this.language), value) ?? true;
    return whole ? 'answered' : 'partly';
  }

  #mapState(): MapState {
    return {
      // The review is of all of them.
      current: this.#isReviewing() ? 0 : this.#current,
      language: this.language,
      say: this.say,
      stateOf: (position) => this.#stateOf(position),
      isFlagged: (position) => this.#flagged.has(position),
      isUnsaved: (position) => this.#unsaved.has(position),
    };
  }

  #isReviewing(): boolean {
    return !byId('player-review').hidden;
  }

  /** The words that are the same for every question. */
  #label(): void {
    byId('player-previous').textContent = this.say('previous');
    byId('player-clear').textContent = this.say('clear');
    byId('player-to-review').textContent = this.say('reviewAndHandIn');
    byId('player-break').textContent = this.say('breakBegin');
  }

  #draw(): void {
    const item = this.#items[this.#current - 1];
    if (!item) return;
    const { position } = item;
    const { form } = this.exam;
    byId('player').dataset['position'] = String(position);
    byId('player-question').hidden = false;
    byId('player-review').hidden = true;
    byId('player-tools').hidden = false;
    byId('player-to-review').hidden = false;
    byId('player-part').textContent = this.say('part', {
      number: String(item.part + 1),
      count: String(form.parts.length),
      title: form.parts[item.part]?.title[this.language] ?? '',
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
      images: form.images,
      say: this.say,
      onChange: (value, typing = false) => {
        this.#answer(position, value, typing);
      },
    });
    (byId('player-previous') as HTMLButtonElement).disabled = this.#current === 1;
    byId('player-next').textContent = this.say(this.#current === this.#items.length ? 'toReview' : 'next');
    void this.#notes.show(position);
    this.#drawFlag();
    this.#drawAnswerState();
    this.#map.draw(this.#mapState());
  }

  #drawFlag(): void {
    const flagged = this.#flagged.has(this.#current);
    byId('player-flag').textContent = this.say(flagged ? 'unflag' : 'flag');
    byId('player-flag').setAttribute('aria-pressed', String(flagged));
  }

  /** Whether this question has an answer, and whether it is saved: in words, in silence. */
  #drawAnswerState(): void {
    const answered = this.#answers.has(this.#current);
    const unsaved = this.#unsaved.has(this.#current);
    const shown = byId('player-answer-state');
    shown.dataset['state'] = unsaved ? 'waiting' : answered ? 'saved' : 'open';
    shown.textContent = unsaved ? this.say('answerWaiting') : answered ? this.say('answerSaved') : '';
    byId('player-clear').hidden = !answered;
  }

  #showReview(): void {
    byId('player-question').hidden = true;
    byId('player-case').hidden = true;
    byId('player-tools').hidden = true;
    byId('player-to-review').hidden = true;
    byId('player-columns').classList.remove('player-columns--case');
    byId('player-review').hidden = false;
    this.#review.draw(this.#mapState());
    this.#map.draw(this.#mapState());
  }
}
