import { en } from './en.js';
import type { FigureWords } from './figure-words.js';
import { ru } from './ru.js';

/** Words about figures by language; a bank's models of figures need an entry for each of its languages. */
export const FIGURE_WORDS: Readonly<Record<string, FigureWords>> = { en, ru };
