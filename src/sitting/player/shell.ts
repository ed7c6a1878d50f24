import type { Say } from '../../question-bank/item-types/index.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { byId } from './dom.js';
import type { PlayerSetup } from './types.js';
import { words } from './words.js';

/** A message that takes the place of everything else. */
export interface Stop {
  /** Title in `<reason>Title`, first paragraph in `<reason>Text`. */
  readonly reason: string;
  readonly values?: Readonly<Record<string, string>>;
  /** More paragraphs, in words already. */
  readonly more?: readonly string[];
  /** What can be done about it: a key of its words, and the work. */
  readonly action?: readonly [words: string, work: () => void];
}

/** The page around waiting room and exam: which of its parts is in sight, and its language. */
export class Shell {
  #language: string;
  say: Say;

  constructor(readonly setup: PlayerSetup) {
    this.#language = setup.language;
    this.say = words(setup, setup.language);
  }

  get language(): string {
    return this.#language;
  }

  setLanguage(language: string): void {
    this.#language = language;
    this.say = words(this.setup, language);
  }

  /** Says what the page is busy with, in place of everything else. */
  busy(key: string): void {
    this.#show('player-loading');
    const said = this.say(key);
    if (byId('player-busy').textContent !== said) byId('player-busy').textContent = said;
  }

  waiting(): void {
    this.#show('waiting');
  }

  exam(): void {
    this.#show('player');
  }

  stop({ reason, values = {}, more = [], action }: Stop): void {
    this.#show('player-stop');
    this.warn(false);
    byId('player-stop-title').textContent = this.say(`${reason}Title`, values);
    byId('player-stop-text').replaceChildren(
      ...[this.say(`${reason}Text`, values), ...more].map((text) =>
        element('p', { class: 'govuk-body' }, text),
      ),
    );
    const old = byId('player-stop-action') as HTMLButtonElement;
    // A clone has no listeners of the message before.
    const button = old.cloneNode() as HTMLButtonElement;
    old.replaceWith(button);
    button.hidden = !action;
    if (action) {
      const [key, work] = action;
      button.textContent = this.say(key);
      button.addEventListener('click', work, { once: true });
    }
    byId('player-stop-title').focus();
  }

  /** Says that this browser keeps no answers, as long as it does not. */
  warn(storageFails: boolean): void {
    const place = byId('player-storage');
    if (place.hidden !== storageFails) return;
    place.hidden = !storageFails;
    place.textContent = storageFails ? this.say('storageFails') : '';
  }

  #show(part: string): void {
    for (const id of ['player-loading', 'waiting', 'player', 'player-stop']) byId(id).hidden = id !== part;
  }
}
