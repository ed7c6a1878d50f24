import type { ShownItem } from '../../question-bank/item-types/index.js';

/** A line of a response in a reader's words: what it is of (a gap, a prompt) where it is of something, and what was said. */
export interface ResponseLine {
  readonly of: string | null;
  /** Clean HTML where it is the item's own text; null with `text`. */
  readonly html: string | null;
  /** What the candidate wrote. */
  readonly text: string | null;
}

/**
 * A response as an answer sheet keeps it, line by line for its candidate. Whatever it holds is shown: unknown parts as they
 * stand.
 */
export function responseLines(item: ShownItem, response: string): ResponseLine[] {
  const option = (value: unknown, of: string | null = null): ResponseLine => {
    const said = typeof value === 'string' ? value : JSON.stringify(value);
    const found = item.options.find(({ ref }) => ref === said);
    return found ? { of, html: found.text, text: null } : { of, html: null, text: said };
  };
  const parsed = parse(response);
  if (Array.isArray(parsed)) return parsed.map((one) => option(one));
  if (typeof parsed === 'object' && parsed !== null)
    return Object.entries(parsed).map(([key, value]) => option(value, item.labels[key] ?? nameOf(item, key)));
  return [option(response)];
}

/** An option's own text where a key is its ref; otherwise the key. */
const nameOf = (item: ShownItem, key: string): string =>
  item.options.find(({ ref }) => ref === key)?.text.replace(/<[^>]*>/g, '') ?? key;

function parse(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
