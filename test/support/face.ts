import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { PROJECT_DIR } from '../../src/app.js';
import type { ItemView } from '../../src/sitting/player/item-view.js';

/** What a page of the harness has beside its DOM. */
export interface FaceWindow {
  readonly face: ItemView;
  /** What the view told whoever made it, in order. */
  readonly told: [string, ...unknown[]][];
}

const ENTRY = `
import { ItemView } from './src/sitting/player/item-view.ts';
import { listenForLanguage } from './src/sitting/player/language-switch.ts';
import { words } from './src/sitting/player/words.ts';
const page = JSON.parse(document.getElementById('player-setup').textContent);
window.told = [];
const tell = (name) => (...given) => { window.told.push([name, ...given]); };
window.showFace = (accommodations, aids, spoken) => {
  const setup = { ...page, words: spoken };
  document.getElementById('practice-intro').hidden = true;
  document.getElementById('player').hidden = false;
  const notes = new Map();
  window.face = new ItemView(
    { form: setup.exam, sheet: { answers: {}, flagged: [] }, candidateNumber: 'AB12CD34EF', aids, accommodations },
    words(setup, setup.language),
    setup.language,
    {
      onAnswer: tell('answer'),
      onTyping: tell('typing'),
      onFlag: tell('flag'),
      onHandIn: tell('handIn'),
      onBreak: tell('break'),
      notes: { get: async (at) => notes.get(at) ?? '', put: async (at, text) => { notes.set(at, text); } },
    },
  );
  listenForLanguage(setup.directions, (language) => window.face.setLanguage(language, words(setup, language)));
};
`;

// A practice page says some things otherwise than an exam does.
const WORDS = Object.fromEntries(
  ['en', 'ru'].map((language) => [
    language,
    JSON.parse(
      readFileSync(path.join(PROJECT_DIR, 'src/pages/locales', language, 'player.json'), 'utf8'),
    ) as object,
  ]),
);

let bundled: string | undefined;

/**
 * The face of an exam with nobody behind it, on the DOM of a practice page: what an exam's page calls can be called by
 * itself. The context must be made with `bypassCSP`.
 */
export async function showFace(
  page: Page,
  given: { readonly accommodations?: object; readonly aids?: object } = {},
): Promise<void> {
  bundled ??= (
    await build({
      stdin: { contents: ENTRY, resolveDir: path.resolve(PROJECT_DIR) },
      bundle: true,
      write: false,
      format: 'iife',
      logLevel: 'error',
    })
  ).outputFiles[0]?.text;
  await page.addScriptTag({ content: bundled ?? '' });
  await page.evaluate(
    (parameters) => {
      (window as unknown as { showFace(...given: unknown[]): void }).showFace(...parameters);
    },
    [given.accommodations ?? {}, given.aids ?? { calculator: 'none' }, WORDS],
  );
}
