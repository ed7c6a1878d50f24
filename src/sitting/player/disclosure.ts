import { element } from '../../question-bank/item-types/view/index.js';

/** A tool that is folded until it is wanted: a heading with a button, and what it opens. */
export class Disclosure {
  readonly root: HTMLElement;
  readonly #button: HTMLButtonElement;

  constructor(
    id: string,
    private readonly body: HTMLElement,
    private readonly onOpen: () => void = () => undefined,
  ) {
    body.id = `${id}-body`;
    body.hidden = true;
    this.#button = element('button', {
      type: 'button',
      id: `${id}-toggle`,
      class: 'player-tool__toggle',
      'aria-expanded': 'false',
      'aria-controls': body.id,
    });
    this.#button.addEventListener('click', () => {
      const open = Boolean(body.hidden);
      this.open(open);
      if (open) this.onOpen();
    });
    this.root = element(
      'section',
      { id, class: 'player-tool' },
      element('h2', { class: 'player-tool__title' }, this.#button),
      body,
    );
  }

  name(text: string): void {
    this.#button.textContent = text;
  }

  open(open: boolean): void {
    this.body.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
  }

  focus(): void {
    this.#button.focus();
  }
}
