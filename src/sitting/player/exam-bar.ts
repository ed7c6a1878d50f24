import type { Say } from '../../question-bank/item-types/index.js';
import { clockText } from './clock.js';
import { byId } from './dom.js';
import { keepPreferences, readPreferences, type Preferences } from './preferences.js';
import { SettingsPanel } from './settings-panel.js';
import { spokenTime } from './spoken-time.js';

export type SaveState = 'saved' | 'saving' | 'waiting';

const MINUTE = 60_000;
/** Minutes left that are told aloud by themselves. Everything else is told on request. */
const MARKS = [1, 5, 10];
/** So long the time stays in sight for who has hidden the clock and asks. */
const GLANCE = 10_000;

/** The clock, what is saved, and how it all looks. The one place that speaks without being asked, and it seldom does. */
export class ExamBar {
  #preferences: Preferences;
  #left: number | null = null;
  #told = Infinity;
  #glanceUntil = 0;
  #saved: { state: SaveState; waiting: number } = { state: 'saved', waiting: 0 };
  #cutOff = false;
  readonly #settings: SettingsPanel;

  constructor(
    private say: Say,
    private language: string,
    largerType: boolean,
  ) {
    this.#preferences = readPreferences(largerType);
    this.#settings = new SettingsPanel(this.#preferences, (preferences) => {
      this.#preferences = preferences;
      keepPreferences(preferences);
      this.#apply();
    });
    byId('player-time').addEventListener('click', () => {
      this.tellTime();
    });
    this.setLanguage(language, say);
    this.#apply();
  }

  get shortcuts(): boolean {
    return this.#preferences.shortcuts;
  }

  setLanguage(language: string, say: Say): void {
    this.language = language;
    this.say = say;
    byId('player-time-label').textContent = say('timeLeft');
    byId('player-time').title = say('tellTime');
    byId('player-number-label').textContent = say('candidateNumber');
    this.#settings.setLanguage(say);
    this.#drawSaved();
  }

  /** @param left milliseconds; call it as often as you like, it speaks at ten, five and one minute alone. */
  showTime(left: number): void {
    this.#left = left;
    byId('player-clock').textContent = clockText(left);
    byId('player-clock').classList.toggle('player-clock--short', left < 5 * MINUTE);
    byId('player-clock').hidden = !this.#preferences.showClock && performance.now() > this.#glanceUntil;
    const mark = MARKS.find((minutes) => left <= minutes * MINUTE);
    if (mark !== undefined && mark < this.#told) {
      this.#told = mark;
      this.#speak(left);
    }
    // More time was given: what was told is not true any more.
    if (mark === undefined) this.#told = Infinity;
  }

  /** Says the time that is left, on request. */
  tellTime(): void {
    if (this.#left === null) return;
    this.#glanceUntil = performance.now() + GLANCE;
    this.showTime(this.#left);
    this.#speak(this.#left);
  }

  /** @param waiting answers that the server has not acknowledged. */
  showSaved(state: SaveState, waiting: number): void {
    this.#saved = { state, waiting };
    this.#drawSaved();
    // Each answer is saved in silence; that the line is gone, and that it is back, is told once.
    if (state === 'waiting' && !this.#cutOff) {
      this.#cutOff = true;
      this.announce(this.say('lineLost'));
    } else if (state === 'saved' && this.#cutOff) {
      this.#cutOff = false;
      this.announce(this.say('lineBack'));
    }
  }

  /** Reads a sentence to who hears the page; the same one twice is read twice. */
  announce(text: string): void {
    const place = byId('player-announce');
    place.textContent = '';
    setTimeout(() => {
      place.textContent = text;
    }, 50);
  }

  #speak(left: number): void {
    this.announce(`${this.say('timeLeft')}: ${spokenTime(left, this.language)}`);
  }

  #drawSaved(): void {
    const { state, waiting } = this.#saved;
    const shown = byId('player-saved');
    shown.dataset['state'] = state;
    shown.textContent = state === 'saved' ? this.say('saved') : this.say(state, { count: String(waiting) });
  }

  #apply(): void {
    document.documentElement.dataset['textSize'] = String(this.#preferences.textSize);
    if (this.#left !== null) this.showTime(this.#left);
  }
}
