import type { Translator } from '../../platform/index.js';

type Words = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The words that a page of the player needs, by language: those of the exam page, and those that a page adds or says
 * otherwise (`page` in the namespace of its own).
 */
export const playerWords = (translator: Translator, own?: string): Words =>
  Object.fromEntries(
    translator.languages.map(({ code }) => [
      code,
      {
        ...translator.bundle(code, 'player'),
        ...(own !== undefined && (translator.bundle(code, own)['page'] as object | undefined)),
      },
    ]),
  );

/** Language → the direction of its script. */
export const scriptDirections = (translator: Translator): Readonly<Record<string, string>> =>
  Object.fromEntries(translator.languages.map(({ code, dir }) => [code, dir]));
