import { element } from '../../question-bank/item-types/view/index.js';
import type { Signal } from './board-api.js';
import { lasted, timeOf, type Say } from './words.js';

/** What happened on the devices of one sitting, the last first. There may be thousands: what is shown stays as it is. */
export class SignalList {
  readonly host = element('ol', { class: 'board-signals' });
  #upTo = 0;

  constructor(
    private readonly say: Say,
    private readonly language: string,
  ) {}

  /** @param read all of one sitting so far, the first first. */
  add(read: readonly Signal[]): void {
    const fresh = read.filter(({ number }) => number > this.#upTo).toReversed();
    this.host.prepend(...fresh.map((signal) => this.#line(signal)));
    this.#upTo = read.at(-1)?.number ?? 0;
  }

  clear(): void {
    this.host.replaceChildren();
    this.#upTo = 0;
  }

  #line({ kind, at, lastedMs, detail }: Signal): HTMLLIElement {
    const { say, language } = this;
    const more = [
      lastedMs === null ? null : say('lastedFor', { time: lasted(language, lastedMs) }),
      detail?.characters === undefined ? null : say('characters', { count: String(detail.characters) }),
      detail?.position === undefined ? null : say('position', { number: String(detail.position) }),
    ].filter((text) => text !== null);
    return element(
      'li',
      {},
      element('time', { datetime: at }, timeOf(language, at)),
      element('span', {}, [say(`kind.${kind}`), ...more].join(', ')),
    );
  }
}
