import type { Say } from '../../question-bank/item-types/index.js';
import { byId } from './dom.js';
import { spokenTime } from './spoken-time.js';

/**
 * Why the questions are out of sight: the candidate's own break, a pause by staff, no time left, with a line or without, an
 * official who ended it.
 */
type CoverReason = 'break' | 'paused' | 'over' | 'overKept' | 'ended';

export interface Cover {
  readonly reason: CoverReason;
  /** Milliseconds that the candidate will have when it goes on; null where nothing goes on. */
  readonly left: number | null;
  /** Milliseconds until the break is over by itself. */
  readonly breakLeft?: number;
}

/** Covers the questions while the clock stands, and once it has run out. */
export class ExamCover {
  #shown: Cover | null = null;

  constructor(onEnd: () => void) {
    byId('player-cover-end').addEventListener('click', onEnd);
  }

  get isShown(): boolean {
    return this.#shown !== null;
  }

  show(shown: Cover, language: string, say: Say): void {
    const isNew = this.#shown?.reason !== shown.reason;
    this.#shown = shown;
    byId('player-columns').hidden = true;
    byId('player-cover').hidden = false;
    this.draw(language, say);
    if (isNew) byId('player-cover-title').focus();
  }

  hide(): void {
    this.#shown = null;
    byId('player-columns').hidden = false;
    byId('player-cover').hidden = true;
  }

  draw(language: string, say: Say): void {
    if (!this.#shown) return;
    const { reason, left, breakLeft } = this.#shown;
    byId('player-cover-title').textContent = say(`${reason}Title`);
    byId('player-cover-text').textContent = say(`${reason}Text`);
    const times = [
      ...(breakLeft === undefined ? [] : [say('breakLeft', { time: spokenTime(breakLeft, language) })]),
      ...(left === null ? [] : [say('leftAfter', { time: spokenTime(left, language) })]),
    ];
    byId('player-cover-left').textContent = times.join(' ');
    byId('player-cover-end').hidden = reason !== 'break';
    byId('player-cover-end').textContent = say('breakEnd');
  }
}
