import type { Message } from './api.js';
import { byId } from './dom.js';
import { sender } from './message-list.js';
import type { Shell } from './shell.js';

/** So long must the keys rest before a message comes between them and what is written; and so long may it wait at most. */
const QUIET = 1200;
const LONGEST = 10_000;

/**
 * Shows messages one after the other, over the exam. Nothing but the button puts one away, and the button does not have the
 * focus: whoever is typing can't say by accident that they have read it. What was typed stays, and the focus comes back.
 */
export class MessageDialog {
  readonly #dialog = byId('exam-message') as HTMLDialogElement;
  #queue: readonly Message[] = [];
  #shown: Message | null = null;
  #keyAt = -Infinity;
  #waitsSince: number | null = null;
  #timer: number | undefined;

  /** @param onRead the candidate says that they have read one. */
  constructor(
    private readonly shell: Shell,
    onRead: (message: Message) => void,
  ) {
    addEventListener(
      'keydown',
      () => {
        this.#keyAt = performance.now();
      },
      true,
    );
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
    });
    this.#dialog.addEventListener('close', () => {
      // A browser closes it all the same when it is asked twice.
      if (this.#shown) this.#dialog.showModal();
    });
    byId('exam-message-read').addEventListener('click', () => {
      const read = this.#shown;
      if (!read) return;
      // Hides it, or shows the next one.
      onRead(read);
    });
  }

  /** @param unread the oldest first. */
  show(unread: readonly Message[]): void {
    this.#queue = unread;
    const [first] = unread;
    if (!first) this.close();
    else if (this.#dialog.open) this.#draw(first);
    else this.#openSoon();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shown = null;
    this.#dialog.close();
  }

  showTime(): void {
    if (!this.#shown) return;
    const clock = byId('player-clock');
    byId('exam-message-time').hidden = clock.hidden;
    byId('exam-message-clock').textContent = clock.textContent;
  }

  #openSoon(): void {
    if (this.#timer !== undefined) return;
    const now = performance.now();
    this.#waitsSince ??= now;
    const rest = Math.min(this.#keyAt + QUIET, this.#waitsSince + LONGEST) - now;
    if (rest > 0) {
      this.#timer = window.setTimeout(() => {
        this.#timer = undefined;
        this.#openSoon();
      }, rest);
      return;
    }
    this.#waitsSince = null;
    const [first] = this.#queue;
    if (!first) return;
    this.#draw(first);
    this.#dialog.showModal();
  }

  #draw(message: Message): void {
    const { say } = this.shell;
    const isNew = this.#shown !== message;
    this.#shown = message;
    byId('exam-message-title').textContent = say(message.toAll ? 'messageTitleAll' : 'messageTitle');
    byId('exam-message-text').textContent = message.text;
    byId('exam-message-from').textContent = sender(message, this.shell);
    const more = this.#queue.length - 1;
    byId('exam-message-more').textContent = more > 0 ? say('messageMore', { count: String(more) }) : '';
    byId('exam-message-read').textContent = say('messageRead');
    byId('exam-message-time-label').textContent = say('messageTime');
    this.showTime();
    // The next one is read out as the first was: by the focus on its title.
    if (isNew && this.#dialog.open) byId('exam-message-title').focus();
  }
}
