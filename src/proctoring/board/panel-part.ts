import { element } from '../../question-bank/item-types/view/index.js';

/** A part of the panel that is drawn anew only where it shows something else: a click under way and the focus stay. */
export class PanelPart {
  readonly host: HTMLElement;
  #shown = '';

  constructor(
    name: string,
    /** Where the focus goes when what had it is no more. */
    private readonly refuge: HTMLElement,
  ) {
    this.host = element('div', { class: `board-panel__${name}` });
  }

  /** @param shows all that the part depends on. */
  draw(shows: unknown, parts: () => readonly HTMLElement[]): void {
    const shown = JSON.stringify(shows);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { activeElement } = document;
    const held = this.host.contains(activeElement) ? (activeElement?.id ?? '') : null;
    this.host.replaceChildren(...parts());
    if (held !== null) (document.getElementById(held) ?? this.refuge).focus({ preventScroll: true });
  }
}
