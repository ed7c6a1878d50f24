import { ModelError } from './model-error.js';
import { Rational } from './rational.js';
import { tokenize, type Token } from './tokenize.js';

/** An expression as a tree. Nothing of it is ever run as a program: `evaluate` walks it. */
export type Expression =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly parts: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
  | { readonly kind: 'member'; readonly of: Expression; readonly member: string };

/** How tightly an operator binds; the same number binds from the left, `^` from the right. */
const BINDING: ReadonlyMap<string, number> = new Map(
  Object.entries({
    or: 1,
    and: 2,
    '=': 4,
    '!=': 4,
    '<': 4,
    '<=': 4,
    '>': 4,
    '>=': 4,
    '+': 5,
    '-': 5,
    '*': 6,
    '/': 6,
    '^': 8,
  }),
);
const NOT = 3;
const MINUS = 7;
const MAX_DEPTH = 60;

const parsed = new Map<string, Expression>();

/** Reads an expression. @throws ModelError that quotes it and counts the column. */
export function parseExpression(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const expression = new Parser(text).whole();
  parsed.set(text, expression);
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(private readonly text: string) {
    this.#tokens = tokenize(text);
  }

  whole(): Expression {
    const expression = this.#expression(0);
    if (this.#peek().kind !== 'end') this.#fail('an operator or the end');
    return expression;
  }

  #expression(least: number): Expression {
    if (++this.#depth > MAX_DEPTH) this.#fail('fewer brackets');
    let left = this.#operand();
    for (;;) {
      const { text, kind } = this.#peek();
      const binding = kind === 'sign' || kind === 'word' ? BINDING.get(text) : undefined;
      if (binding === undefined || binding < least) break;
      this.#take();
      const right = this.#expression(text === '^' ? binding : binding + 1);
      left = { kind: 'binary', operator: text, left, right };
    }
    this.#depth -= 1;
    return left;
  }

  #operand(): Expression {
    const token = this.#take();
    if (token.kind === 'number') {
      const value = Rational.parse(token.text);
      if (!value) return this.#fail('a number', token);
      return this.#suffixes({ kind: 'number', value });
    }
    if (token.kind === 'text') return { kind: 'text', text: token.text };
    if (token.text === '-') return { kind: 'unary', operator: '-', operand: this.#expression(MINUS) };
    if (token.text === 'not') return { kind: 'unary', operator: 'not', operand: this.#expression(NOT) };
    if (token.text === '(') {
      const inner = this.#expression(0);
      this.#expect(')');
      return this.#suffixes(inner);
    }
    if (token.text === '[') return this.#suffixes({ kind: 'list', items: this.#parts(']') });
    if (token.kind !== 'word' || BINDING.has(token.text)) return this.#fail('a value', token);
    if (this.#peek().text !== '(') return this.#suffixes({ kind: 'name', name: token.text });
    this.#take();
    return this.#suffixes({ kind: 'call', name: token.text, parts: this.#parts(')') });
  }

  #suffixes(start: Expression): Expression {
    let of = start;
    for (;;) {
      const { text, kind } = this.#peek();
      if (kind !== 'sign') return of;
      if (text === '[') {
        this.#take();
        const index = this.#expression(0);
        this.#expect(']');
        of = { kind: 'index', of, index };
      } else if (text === '.') {
        this.#take();
        const member = this.#take();
        if (member.kind !== 'word') return this.#fail('a name after the point', member);
        of = { kind: 'member', of, member: member.text };
      } else if (text === '%') {
        this.#take();
        of = { kind: 'binary', operator: '/', left: of, right: HUNDRED };
      } else return of;
    }
  }

  #parts(end: string): Expression[] {
    const parts: Expression[] = [];
    if (this.#peek().text === end) {
      this.#take();
      return parts;
    }
    for (;;) {
      parts.push(this.#expression(0));
      const token = this.#take();
      if (token.text === end) return parts;
      if (token.text !== ',') this.#fail(`"," or "${end}"`, token);
    }
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? END;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #expect(text: string): void {
    const token = this.#take();
    if (token.text !== text) this.#fail(`"${text}"`, token);
  }

  #fail(wanted: string, token: Token = this.#peek()): never {
    const found = token.kind === 'end' ? 'it ends' : `stands "${token.text}"`;
    throw new ModelError(
      `in "${this.text}" at column ${String(token.column)}: ${wanted} is wanted and there ${found}`,
    );
  }
}

const END: Token = { kind: 'end', text: '', column: 0 };
const HUNDRED: Expression = { kind: 'number', value: Rational.of(100) };
