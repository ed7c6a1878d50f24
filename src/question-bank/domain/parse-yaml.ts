import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { Fault, Located } from './bank-files.js';

/** Reads one YAML document, keeping the line of each part. Faults: what is no YAML, repeated keys among it. */
export function parseYaml(
  file: string,
  text: string,
): { document: Located<unknown> | null; faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const faults = document.errors.map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    message: error.message.split('\n')[0] ?? 'This is no YAML.',
  }));
  if (faults.length > 0) return { document: null, faults };
  return {
    document: {
      file,
      value: document.toJS() as unknown,
      lineOf: (path) => lineOf(document, lines, path),
    },
    faults: [],
  };
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The part of a document under a path, with its own lines. */
export const locate = <T>(
  document: Located<unknown>,
  path: readonly (string | number)[],
  value: T,
): Located<T> => ({
  value,
  file: document.file,
  lineOf: (inner) => document.lineOf([...path, ...inner]),
});
