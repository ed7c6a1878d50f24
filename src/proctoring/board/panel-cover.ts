/** What can have the focus. */
const REACHED = 'a, button, input, select, textarea, summary, [tabindex]';

/** Where the panel covers the page, what is behind it cannot be reached by keyboard; and how high the lines above it are. */
export class PanelCover {
  readonly #narrow = matchMedia('(max-width: 59.99em)');
  readonly #behind: readonly HTMLElement[];
  #isOpen = false;

  /** @param status stays in sight and within reach, above the panel. */
  constructor(
    private readonly board: HTMLElement,
    status: HTMLElement,
    panel: HTMLElement,
  ) {
    this.#behind = beside(panel).filter(
      (one) => one !== status && (one.matches(REACHED) || one.querySelector(REACHED)),
    );
    this.#narrow.addEventListener('change', () => {
      this.#draw();
    });
    new ResizeObserver(() => {
      board.style.setProperty('--board-status', `${String(status.offsetHeight)}px`);
    }).observe(status);
  }

  set(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.board.dataset['panel'] = isOpen ? 'open' : 'closed';
    this.#draw();
  }

  #draw(): void {
    for (const one of this.#behind) one.inert = this.#isOpen && this.#narrow.matches;
  }
}

/** All of the page that an element is not in. */
function beside(one: HTMLElement): HTMLElement[] {
  const { parentElement } = one;
  if (!parentElement) return [];
  const here = [...parentElement.children].filter((other) => other !== one) as HTMLElement[];
  return parentElement === document.body ? here : [...here, ...beside(parentElement)];
}
