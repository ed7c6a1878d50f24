import { canonicalJson, type Json } from '../../kernel/index.js';
import { bodyText } from '../domain/clean-body.js';
import type { ItemContent, ItemWords } from '../domain/item-content.js';

/** One line of an answer key: what it is about, and what is said of it. */
export interface KeyRow {
  /** The letter of an option, the id of a gap or a prompt, a place. */
  readonly mark: string;
  /** A body; '' where the mark says it all. */
  readonly body: string;
  /** A word of `question-bank:key`, with points where it has any; or a text. */
  readonly word?: 'right' | 'wrong' | 'points';
  readonly points?: number;
  readonly text?: string;
}

export interface KeyView {
  readonly rows: readonly KeyRow[];
  readonly rule: string | null;
  readonly normalise: readonly string[];
}

type Bag = Readonly<Record<string, Json>>;
const bag = (value: Json | undefined): Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {};
const list = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const items = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];
const plain = (value: Json): string => (typeof value === 'string' ? value : canonicalJson(value));

/** An answer key line by line, with the words that it speaks of. It is read by what is in it, so that a new type needs nothing here. */
export function keyView(content: Pick<ItemContent, 'structure' | 'answerKey'>, words: ItemWords): KeyView {
  const { answerKey, structure } = content;
  const { rule, normalise, ...rest } = answerKey;
  const option = (letter: string): string => words.options[letter] ?? '';
  const rows = Object.entries(rest).flatMap(([name, value]): KeyRow[] => {
    if (name === 'points') {
      return Object.entries(bag(value)).map(([letter, points]) => ({
        mark: letter,
        body: option(letter),
        ...(points === 100
          ? { word: 'right' as const }
          : points === 0
            ? { word: 'wrong' as const }
            : { word: 'points' as const, points: Number(points) }),
      }));
    }
    if (name === 'right') {
      return structure.options.map((letter) => ({
        mark: letter,
        body: option(letter),
        word: list(value).includes(letter) ? 'right' : 'wrong',
      }));
    }
    if (name === 'order') {
      return list(value).map((letter, index) => ({
        mark: String(index + 1),
        body: option(letter),
        text: letter,
      }));
    }
    if (name === 'pairs') {
      return Object.entries(bag(value)).map(([prompt, letter]) => ({
        mark: prompt,
        body: words.labels[prompt] ?? '',
        text: `${plain(letter)} — ${bodyText(option(plain(letter)))}`,
      }));
    }
    if (name === 'gaps') {
      return Object.entries(bag(value)).flatMap(([gap, said]): KeyRow[] =>
        typeof said === 'string'
          ? [{ mark: gap, body: '', text: `${said} — ${bodyText(option(said))}` }]
          : wordings(said).map(({ language, text }) => ({ mark: `${gap} (${language})`, body: '', text })),
      );
    }
    if (name === 'accept')
      return wordings(value).map(({ language, text }) => ({ mark: language, body: '', text }));
    if (name === 'rubric') {
      return items(value).flatMap((one): KeyRow[] => {
        const criterion = plain(bag(one)['criterion'] ?? '');
        const row = (mark: string, points: number): KeyRow => ({
          mark,
          body: words.labels[mark] ?? '',
          word: 'points',
          points,
        });
        return [
          row(criterion, Number(bag(one)['points'])),
          ...items(bag(one)['levels']).map((points) => row(`${criterion}-${plain(points)}`, Number(points))),
        ];
      });
    }
    return [{ mark: name, body: '', text: plain(value) }];
  });
  const units = Object.entries(bag(structure['units'])).map(([unit, factor]) => ({
    mark: `× ${plain(factor)}`,
    body: words.labels[unit] ?? unit,
  }));
  return {
    rows: [...rows, ...units],
    rule: typeof rule === 'string' ? rule : null,
    normalise: list(normalise),
  };
}

const wordings = (value: Json | undefined): { language: string; text: string }[] =>
  Object.entries(bag(value)).map(([language, accepted]) => ({ language, text: list(accepted).join(' · ') }));
