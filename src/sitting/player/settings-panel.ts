import type { Say } from '../../question-bank/item-types/index.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { byId } from './dom.js';
import { TEXT_SIZES, type Preferences } from './preferences.js';
import { SHORTCUT_KEYS } from './shortcuts.js';

const SIZE_WORDS = ['sizeNormal', 'sizeLarge', 'sizeLargest'] as const;
const SWITCHES = ['showClock', 'shortcuts'] as const;

/** Size of the text, whether the clock is shown, and the keyboard's shortcuts: out of the way until somebody asks. */
export class SettingsPanel {
  constructor(
    private preferences: Preferences,
    private readonly changed: (preferences: Preferences) => void,
  ) {
    byId('player-settings-toggle').addEventListener('click', () => {
      this.#open(Boolean(byId('player-settings').hidden));
    });
    byId('player-settings-close').addEventListener('click', () => {
      this.#open(false);
    });
    byId('player-settings').addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#open(false);
    });
  }

  setLanguage(say: Say): void {
    byId('player-settings-toggle').textContent = say('settings');
    byId('player-settings-title').textContent = say('settings');
    byId('player-size-label').textContent = say('textSize');
    byId('player-settings-close').textContent = say('close');
    byId('player-sizes').replaceChildren(...TEXT_SIZES.map((size) => this.#size(size, say)));
    byId('player-switches').replaceChildren(...SWITCHES.map((name) => this.#switch(name, say)));
    byId('player-keys-title').textContent = say('shortcutKeys');
    byId('player-keys').replaceChildren(
      ...Object.entries(SHORTCUT_KEYS).map(([code, name]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, element('kbd', { dir: 'ltr' }, `Alt + ${code.slice(3)}`)),
          element('td', {}, say(`key_${name}`)),
        ),
      ),
    );
  }

  #open(open: boolean): void {
    byId('player-settings').hidden = !open;
    byId('player-settings-toggle').setAttribute('aria-expanded', String(open));
    byId(open ? 'player-settings-title' : 'player-settings-toggle').focus();
  }

  #size(size: number, say: Say): HTMLElement {
    const id = `player-size-${String(size)}`;
    const input = element('input', { type: 'radio', name: 'player-size', id, class: 'item-radio' });
    input.checked = this.preferences.textSize === size;
    input.addEventListener('change', () => {
      this.#change({ textSize: size });
    });
    return element(
      'label',
      { for: id, class: `item-pick player-size--${String(size)}` },
      input,
      say(SIZE_WORDS[size] ?? 'sizeNormal'),
    );
  }

  #switch(name: (typeof SWITCHES)[number], say: Say): HTMLElement {
    const id = `player-${name}`;
    const input = element('input', { type: 'checkbox', id, class: 'player-check' });
    input.checked = this.preferences[name];
    input.addEventListener('change', () => {
      this.#change({ [name]: input.checked });
    });
    return element('label', { for: id, class: 'item-pick' }, input, say(name));
  }

  #change(change: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...change };
    this.changed(this.preferences);
  }
}
