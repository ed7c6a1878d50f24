import type { Json } from '../../kernel/index.js';
import { currentOf, leavesOf, type CorrectableEntry, type CorrectionLine } from '../../registry/index.js';

/** A member of an entry as the form asks for it. */
export interface FormLine {
  readonly field: string;
  readonly published: Json;
  /** What holds now, which stands in the field at first. */
  readonly now: string;
}

/** Everything that can be corrected of an entry: its personal fields first. */
export function formLines(entry: CorrectableEntry): FormLine[] {
  const current = currentOf(entry);
  const now = new Map(leavesOf(current.shown).map(({ field, published }) => [field, textOf(published)]));
  return [
    ...Object.entries(entry.removed ? {} : entry.personal).map(([field, published]) => ({
      field,
      published,
      now: current.personal[field] ?? '',
    })),
    ...leavesOf(entry.shown).map((leaf) => ({ ...leaf, now: now.get(leaf.field) ?? '' })),
  ];
}

/** What was typed that is not what holds now, as lines of a correction. */
export const typedLines = (
  lines: readonly FormLine[],
  typed: Readonly<Record<string, string>>,
): CorrectionLine[] =>
  lines.flatMap(({ field, published, now }) => {
    const text = typed[field]?.replaceAll('\r\n', '\n');
    return text === undefined || text === now
      ? []
      : [{ field, published, correct: valueOf(published, text.trim()) }];
  });

const textOf = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** What is typed has the kind of what was published; where it cannot, it stays a text, which its form then refuses. */
function valueOf(published: Json, text: string): Json {
  if (typeof published === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (typeof published === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text === '' ? null : text;
}
