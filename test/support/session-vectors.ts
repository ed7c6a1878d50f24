import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SessionHead, SheetLine } from '../../src/disclosure/domain/session-file.js';
import type { DrawBundle } from '../../src/form/domain/draw/draw-bundle.js';
import type { ResultLine } from '../../src/grading/facts.js';
import { canonicalJson, type Json } from '../../src/kernel/index.js';

const FOLDER = path.resolve(import.meta.dirname, '../vectors/session-1');

/** Where a vector lies. */
export const vectorPath = (...names: readonly string[]): string => path.join(FOLDER, ...names);
/** What a vector of JSON says. */
export const vector = (...names: readonly string[]): unknown =>
  JSON.parse(readFileSync(vectorPath(...names), 'utf8'));

/** A session file, line by line. */
export type Lines = [SessionHead, ...SheetLine[]];
export const sessionLines = (folder: string, file = 'session.jsonl'): Lines =>
  readFileSync(vectorPath(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown) as Lines;
export const sessionText = (lines: readonly unknown[]): string =>
  lines.map((line) => `${canonicalJson(line as Json)}\n`).join('');

export interface ResultList {
  readonly session: string;
  readonly lines: readonly ResultLine[];
}
export const drawOf = (folder: string): DrawBundle => vector(folder, 'draw.json') as DrawBundle;

/** Puts another value at a place of a JSON value, or takes away what is there. The value is changed. */
export function putAt(whole: unknown, at: readonly (string | number)[], value: unknown): void {
  const last = at.at(-1) ?? '';
  const holder = at.slice(0, -1).reduce((one, key) => (one as Record<string, unknown>)[key], whole) as Record<
    string,
    unknown
  >;
  if (value !== undefined) holder[last] = value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(holder, last);
}
