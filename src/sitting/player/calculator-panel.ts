import type { Say } from '../../question-bank/item-types/index.js';
import { element, localNumber } from '../../question-bank/item-types/view/index.js';
import { CLEARED, leftSide, press, shownNumber, type CalculatorKey, type Shown } from './calculator.js';
import { Disclosure } from './disclosure.js';

/** The keys as they lie, four in a row; "=" is two rows tall, "0" two columns wide. */
const KEYPAD: readonly CalculatorKey[] = [
  ...(['clear', 'back', 'divide', 'times'] as const),
  ...(['7', '8', '9', 'minus'] as const),
  ...(['4', '5', '6', 'plus'] as const),
  ...(['1', '2', '3', 'equals', '0', 'point'] as const),
];
const SIGNS: Readonly<Partial<Record<CalculatorKey, string>>> = {
  plus: '+',
  minus: '−',
  times: '×',
  divide: '÷',
  equals: '=',
  back: '⌫',
  clear: 'C',
};
/** What a keyboard writes → the calculator's key. */
const TYPED: Readonly<Record<string, CalculatorKey>> = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'divide',
  '=': 'equals',
  '.': 'point',
  ',': 'point',
  Backspace: 'back',
  Delete: 'clear',
};

/** A calculator with four functions, where the exam allows one: by its buttons, or by the keyboard while it has the focus. */
export class CalculatorPanel {
  #calculation = CLEARED;
  readonly #disclosure: Disclosure;
  readonly #left = element('p', { class: 'player-calculator__left', dir: 'ltr', 'aria-hidden': 'true' });
  readonly #display = element('input', {
    type: 'text',
    readonly: true,
    inputmode: 'none',
    id: 'player-calculator-display',
    class: 'player-calculator__display',
    dir: 'ltr',
  });
  // Told once a step is made; digits are heard as they are typed.
  readonly #said = element('p', { class: 'govuk-visually-hidden', role: 'status' });
  readonly #body: HTMLElement;
  readonly #buttons = new Map<CalculatorKey, HTMLButtonElement>();

  constructor(
    private say: Say,
    private language: string,
  ) {
    const keypad = element(
      'div',
      { class: 'player-calculator__keys', dir: 'ltr' },
      ...KEYPAD.map((key) => this.#button(key)),
    );
    this.#body = element(
      'div',
      { class: 'player-tool__body', role: 'group' },
      this.#left,
      this.#display,
      keypad,
      this.#said,
    );
    this.#body.addEventListener('keydown', (event) => {
      this.#typed(event);
    });
    this.#disclosure = new Disclosure('player-calculator', this.#body, () => {
      this.#display.focus();
    });
    this.setLanguage(language, say);
  }

  get root(): HTMLElement {
    return this.#disclosure.root;
  }

  setLanguage(language: string, say: Say): void {
    this.language = language;
    this.say = say;
    this.#disclosure.name(say('calculator'));
    this.#body.setAttribute('aria-label', say('calculator'));
    this.#display.setAttribute('aria-label', say('calculatorResult'));
    for (const [key, button] of this.#buttons) {
      const isDigit = /^\d$/.test(key);
      button.textContent = isDigit ? key : (SIGNS[key] ?? this.#mark());
      if (!isDigit) button.setAttribute('aria-label', say(`calculator_${key}`));
    }
    this.#draw();
  }

  #typed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const onDisplay = event.target === this.#display;
    const key =
      event.key === 'Enter' && onDisplay
        ? 'equals'
        : (TYPED[event.key] ?? (/^\d$/.test(event.key) ? (event.key as CalculatorKey) : undefined));
    if (!key) return;
    event.preventDefault();
    this.#press(key);
  }

  #press(key: CalculatorKey): void {
    this.#calculation = press(this.#calculation, key);
    this.#draw();
    if (/^\d$|point/.test(key)) return;
    this.#said.textContent = this.#display.value;
  }

  #draw(): void {
    const { fault, operator } = this.#calculation;
    const left = fault ? null : leftSide(this.#calculation);
    this.#left.textContent = left ? `${this.#text(left)} ${SIGNS[operator ?? 'plus'] ?? ''}` : '\u00a0';
    this.#display.value = fault
      ? this.say(`calculator_${fault}`)
      : this.#text(shownNumber(this.#calculation));
    this.#display.classList.toggle('player-calculator__display--fault', fault !== null);
  }

  /** A number in the language's own marks; a point that was just typed stays in sight. */
  #text({ text, exact }: Shown): string {
    const [whole = '0', decimals] = text.split('.');
    const shown = localNumber(whole, this.language) + (decimals === undefined ? '' : this.#mark() + decimals);
    return exact ? shown : `≈ ${shown}`;
  }

  #mark(): string {
    return localNumber('0.5', this.language).replace(/\d/g, '');
  }

  #button(key: CalculatorKey): HTMLElement {
    const button = element('button', {
      type: 'button',
      class: `player-calculator__key player-calculator__key--${/^\d$/.test(key) ? `digit-${key}` : key}`,
    });
    button.addEventListener('click', () => {
      this.#press(key);
    });
    this.#buttons.set(key, button);
    return button;
  }
}
