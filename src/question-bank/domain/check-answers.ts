import { canonicalJson, POINT, type Json } from '../../kernel/index.js';
import { itemType } from '../item-types/index.js';
import type { Fault, ItemFile, Located } from './bank-files.js';

/** answers.yaml: each item answered by a second reader without sight of its answer key. */
export interface AnswersFile {
  readonly reader: string;
  readonly date: string;
  readonly answers: readonly {
    readonly id: string;
    /** By authored letters; words by language. */
    readonly answer: Json;
    readonly doubt?: string;
    readonly settled?: string;
  }[];
}

/**
 * Holds a bank's independent answers against its items: every item that a machine scores has one, and one that gets
 * less than full points, or a doubt, says how it was settled.
 */
export function checkAnswers(
  found: Located<AnswersFile>,
  items: readonly Located<ItemFile>[],
  language: string,
): Fault[] {
  const faults: Fault[] = [];
  const fault = (path: readonly (string | number)[], message: string): void => {
    faults.push({ file: found.file, line: found.lineOf(path), message });
  };
  const byId = new Map(items.map(({ value }) => [value.id, value]));
  const seen = new Set<string>();
  for (const [index, { id, answer, doubt, settled }] of found.value.answers.entries()) {
    const item = byId.get(id);
    if (!item) fault(['answers', index], `the bank has no item ${id}`);
    else if (seen.has(id)) fault(['answers', index], `${id} is answered twice`);
    else if (settled === undefined && (doubt !== undefined || !isFull(item, answer, language))) {
      fault(['answers', index], `${id}: the second reader disagrees, and nothing says how that was settled`);
    }
    seen.add(id);
  }
  for (const { id, type } of byId.values()) {
    if (!seen.has(id) && itemType(type)?.scoredBy === 'machine') {
      fault(['answers'], `${id} was not answered independently`);
    }
  }
  return faults;
}

function isFull(item: ItemFile, answer: Json, language: string): boolean {
  const type = itemType(item.type);
  if (type?.scoredBy !== 'machine') return true;
  const shape = { options: item.options ?? [], structure: item.structure ?? {} };
  const value = asResponse(answer, shape.options, language);
  const response = type.readResponse(value, shape, shape.options);
  return response !== undefined && type.score(item.answerKey, shape, response, language) === POINT;
}

/** The answer as a candidate's device would send it, had the options stood in the author's order. */
function asResponse(answer: Json, options: readonly string[], language: string): string {
  const refs = new Map(options.map((option, index) => [option, String(index + 1)]));
  const shown = (value: Json): Json => {
    if (typeof value === 'string') return refs.get(value) ?? value;
    if (Array.isArray(value)) return value.map((one) => shown(one as Json));
    if (typeof value !== 'object' || value === null) return value;
    const record = value as Readonly<Record<string, Json>>;
    const words = record[language];
    if (words !== undefined) return words;
    return Object.fromEntries(Object.entries(record).map(([key, one]) => [refs.get(key) ?? key, shown(one)]));
  };
  const response = shown(answer);
  return typeof response === 'string' ? response : canonicalJson(response);
}
