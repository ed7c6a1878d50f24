import type { Say } from '../../question-bank/item-types/index.js';
import { rich } from '../../question-bank/item-types/view/index.js';
import { byId } from './dom.js';
import type { PlayerForm, PlayerItem } from './types.js';

/**
 * The text that several questions belong to: beside the question where there is room, above it and foldable where there
 * is not. While one walks through its questions it stays as it is, scrolled and folded.
 */
export class CasePanel {
  #shown = '';
  #open = true;

  constructor(private readonly form: PlayerForm) {
    byId('player-case-toggle').addEventListener('click', () => {
      this.#fold(!this.#open);
    });
  }

  draw(item: PlayerItem, language: string, say: Say): void {
    const ref = item.stimulus;
    byId('player-case').hidden = ref === undefined;
    byId('player').classList.toggle('player--case', ref !== undefined);
    byId('player-columns').classList.toggle('player-columns--case', ref !== undefined);
    if (ref === undefined) return;
    const members = this.form.parts
      .flatMap(({ items }) => items)
      .filter(({ stimulus }) => stimulus === ref)
      .map(({ position }) => position);
    const title = say('caseTitle', {
      from: String(Math.min(...members)),
      to: String(Math.max(...members)),
    });
    // As words where there is room for the text beside the question, as a button that folds it where there is not.
    byId('player-case-name').textContent = title;
    byId('player-case-toggle').textContent = title;
    if (this.#shown === `${ref} ${language}`) return;
    if (!this.#shown.startsWith(`${ref} `)) this.#fold(true);
    this.#shown = `${ref} ${language}`;
    const texts = this.form.stimuli[ref] ?? {};
    byId('player-case-body').replaceChildren(
      rich(texts[language] ?? Object.values(texts)[0] ?? '', { images: this.form.images, say }),
    );
  }

  #fold(open: boolean): void {
    this.#open = open;
    byId('player-case-toggle').setAttribute('aria-expanded', String(open));
    byId('player-case').classList.toggle('player-case--folded', !open);
  }
}
