import { ModelError } from './model-error.js';

export interface Token {
  readonly kind: 'number' | 'word' | 'text' | 'sign' | 'end';
  readonly text: string;
  /** Counted from 1. */
  readonly column: number;
}

const MAX_LENGTH = 1000;
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9_]*)|'([^']*)'|(<=|>=|!=|[-+*/^()[\],.%=<>]))/y;
/** Signs as people write them, for signs as machines read them. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/×/g, '*'],
  [/÷/g, '/'],
  [/−/g, '-'],
  [/≠/g, '!='],
  [/≤/g, '<='],
  [/≥/g, '>='],
];

/** Cuts an expression into its words, numbers, quoted texts and signs. @throws ModelError for what is none of these. */
export function tokenize(written: string): Token[] {
  if (written.length > MAX_LENGTH) throw new ModelError('an expression has 1000 characters or fewer');
  const text = SIGNS.reduce((rest, [sign, plain]) => rest.replace(sign, plain), written).trimEnd();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      throw new ModelError(
        `in "${written}" at column ${String(from + 1)}: "${text.slice(from).trimStart().slice(0, 1)}" has no meaning`,
      );
    }
    const [all, number, word, quoted, sign] = match;
    const column = from + all.length - all.trimStart().length + 1;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, column });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, column });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted, column });
    else tokens.push({ kind: 'sign', text: sign ?? '', column });
  }
  return [...tokens, { kind: 'end', text: '', column: text.length + 1 }];
}
