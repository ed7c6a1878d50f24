import { Document, isCollection, isPair, isScalar, visit } from 'yaml';
import type { GeneratedItem } from './generated-item.js';

const HEAD = ` yaml-language-server: $schema=../../schema/items.schema.json
 Written by "npm run banks:generate" from ../models; change the model, not this file.`;

/** Short things that read better on one line. */
const ON_ONE_LINE: ReadonlySet<unknown> = new Set(['options', 'points', 'answerKey', 'structure', 'model']);

/** Items as a file of a bank, the same bytes for the same items. */
export function generatedYaml(items: readonly GeneratedItem[]): string {
  // Other readers of YAML take 7:35 for a number, where it is not in quotes.
  const document = new Document(items, { compat: 'yaml-1.1' });
  document.commentBefore = HEAD;
  visit(document, {
    Pair(_, pair, ancestors) {
      const inText = ancestors.some((one) => isPair(one) && isScalar(one.key) && one.key.value === 'text');
      const short = isScalar(pair.key) && ON_ONE_LINE.has(pair.key.value) && !inText;
      if (short && isCollection(pair.value)) pair.value.flow = true;
    },
  });
  return document.toString({ lineWidth: 110 });
}
