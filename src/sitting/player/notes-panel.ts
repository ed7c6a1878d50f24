import type { Say } from '../../question-bank/item-types/index.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { Disclosure } from './disclosure.js';

/** Where notes are kept: in this browser alone, never sent. */
export interface NoteKeeper {
  /** '' where there is none. */
  get(position: number): Promise<string>;
  put(position: number, text: string): Promise<void>;
}

const QUIET = 600;
const MAX_LENGTH = '4000';

/** Notes for oneself, a sheet for each question. */
export class NotesPanel {
  #position = 0;
  #changed = false;
  #timer: number | undefined;
  readonly #disclosure: Disclosure;
  readonly #text = element('textarea', {
    id: 'player-notes-text',
    class: 'govuk-textarea player-notes__text',
    rows: '5',
    maxlength: MAX_LENGTH,
    'aria-describedby': 'player-notes-hint',
  });
  readonly #label = element('label', { for: 'player-notes-text', class: 'govuk-label govuk-label--s' });
  readonly #hint = element('p', { id: 'player-notes-hint', class: 'govuk-hint' });

  constructor(
    private readonly keeper: NoteKeeper,
    private say: Say,
  ) {
    const body = element('div', { class: 'player-tool__body' }, this.#label, this.#text, this.#hint);
    this.#disclosure = new Disclosure('player-notes', body, () => {
      this.#text.focus();
    });
    this.#text.addEventListener('input', () => {
      this.#changed = true;
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => {
        this.settle();
      }, QUIET);
    });
    this.#text.addEventListener('blur', () => {
      this.settle();
    });
    this.setLanguage(say);
  }

  get root(): HTMLElement {
    return this.#disclosure.root;
  }

  setLanguage(say: Say): void {
    this.say = say;
    this.#hint.textContent = say('notesHint');
    this.#draw();
  }

  /** Turns to the sheet of a question. */
  async show(position: number): Promise<void> {
    if (position === this.#position) return;
    this.settle();
    this.#position = position;
    this.#text.value = '';
    this.#draw();
    const text = await this.keeper.get(position);
    // The candidate has moved on, or has begun to write: what comes late is not put over it.
    if (this.#position !== position || this.#changed) return;
    this.#text.value = text;
    this.#draw();
  }

  /** Hands on what was written, now. */
  settle(): void {
    clearTimeout(this.#timer);
    if (!this.#changed) return;
    this.#changed = false;
    void this.keeper.put(this.#position, this.#text.value);
    this.#draw();
  }

  #draw(): void {
    this.#label.textContent = this.say('notesLabel', { number: String(this.#position) });
    this.#disclosure.name(this.say(this.#text.value.trim() === '' ? 'notes' : 'notesWritten'));
  }
}
