import { element } from '../../question-bank/item-types/view/index.js';
import type { Message } from './api.js';
import { Disclosure } from './disclosure.js';
import { byId } from './dom.js';
import type { Shell } from './shell.js';

/** All messages so far, folded beside the question; nothing is there before the first. */
export class MessageList {
  #disclosure: Disclosure | null = null;
  readonly #body = element('div', { class: 'player-tool__body player-messages' });

  constructor(private readonly shell: Shell) {}

  draw(messages: readonly Message[], unread: readonly Message[]): void {
    if (messages.length === 0) return;
    if (!this.#disclosure) {
      this.#disclosure = new Disclosure('player-messages', this.#body);
      byId('player-tools').prepend(this.#disclosure.root);
    }
    this.#disclosure.name(this.shell.say('messages', { count: String(messages.length) }));
    this.#body.replaceChildren(
      ...[...messages].reverse().map((message) => {
        const { say } = this.shell;
        const state = unread.includes(message) ? [` · ${say('messageUnread')}`] : [];
        return element(
          'div',
          { class: 'player-messages__one' },
          element('p', { class: 'player-message__text' }, message.text),
          element('p', { class: 'player-soft' }, sender(message, this.shell), ...state),
        );
      }),
    );
  }
}

/** Who wrote a message, and when, by this device's zone. */
export function sender({ official, at }: Message, { say, language }: Shell): string {
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at);
  return say('messageFrom', { official, time });
}
