import { itemType, type ItemShape } from '../item-types/index.js';
import { gapsIn } from '../item-types/shared/gaps.js';
import { bodyText, cleanBody, type BodyKind } from './clean-body.js';
import type { ItemText } from './bank-files.js';

export interface ContentFault {
  /** As in items/*.yaml: `['text', 'en', 'stem']`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** An item's content, wherever it comes from: a file, an editor, an import. */
export interface Content extends ItemShape {
  readonly type: string;
  readonly answerKey: unknown;
  readonly texts: Readonly<Record<string, ItemText>>;
}

const MIN_RATIONALE = 30;

/**
 * Everything that must hold of an item's content by itself: its type's rule, its options, labels and gaps in every
 * language, and clean bodies. What an item owes to its bank is checked by {@link checkItems}.
 */
export function checkContent(content: Content): ContentFault[] {
  const type = itemType(content.type);
  if (!type) return [{ path: ['type'], message: `there is no item type "${content.type}"` }];
  const texts = Object.fromEntries(
    Object.entries(content.texts).map(([language, text]) => [
      language,
      { stem: text.stem, options: text.options ?? {}, labels: text.labels ?? {} },
    ]),
  );
  const labels = [...(type.labels?.(content) ?? []), ...(type.keyLabels?.(content.answerKey) ?? [])];
  return [
    ...checkOptions(content, type.options),
    ...type.check({ ...content, texts }),
    ...Object.entries(content.texts).flatMap(([language, text]) => [
      ...checkText(content, language, text, labels),
      ...checkGaps(language, text, type.gaps?.(content) ?? []),
      ...(type.scoredBy === 'nobody' ? [] : checkRationale(language, text)),
      ...checkBodies(language, text),
    ]),
  ];
}

function checkOptions({ options }: Content, bounds: readonly [number, number] | null): ContentFault[] {
  if (bounds === null)
    return options.length === 0 ? [] : [{ path: ['options'], message: 'this type has no options' }];
  const [minimum, maximum] = bounds;
  return options.length >= minimum && options.length <= maximum && new Set(options).size === options.length
    ? []
    : [
        {
          path: ['options'],
          message: `this type needs ${String(minimum)} to ${String(maximum)} options, each letter once`,
        },
      ];
}

const keys = (record: object | undefined): string =>
  Object.keys(record ?? {})
    .sort()
    .join(',');

function checkText(
  { options }: Content,
  language: string,
  text: ItemText,
  labels: readonly string[],
): ContentFault[] {
  const path = ['text', language];
  const words = Object.values(text.options ?? {}).map(comparable);
  if (keys(text.options) !== [...options].sort().join(',')) {
    return [{ path: [...path, 'options'], message: `"${language}" has other options than the item` }];
  }
  return [
    ...(new Set(words).size < words.length
      ? [{ path: [...path, 'options'], message: `two options read alike in "${language}"` }]
      : []),
    ...(keys(text.labels) === [...labels].sort().join(',')
      ? []
      : [
          {
            path: [...path, 'labels'],
            message:
              labels.length === 0
                ? `"${language}" has labels, and the item needs none`
                : `"${language}" needs these labels: ${labels.join(', ')}`,
          },
        ]),
  ];
}

const checkGaps = (language: string, { stem }: ItemText, gaps: readonly string[]): ContentFault[] =>
  gapsIn(stem).sort().join(',') === [...gaps].sort().join(',')
    ? []
    : [
        {
          path: ['text', language, 'stem'],
          message:
            gaps.length === 0
              ? `the stem in "${language}" has gaps, and the type has none`
              : `the stem in "${language}" should hold each gap once: ${gaps.map((gap) => `[[${gap}]]`).join(', ')}`,
        },
      ];

const checkRationale = (language: string, { rationale }: ItemText): ContentFault[] =>
  bodyText(rationale ?? '').length >= MIN_RATIONALE
    ? []
    : [
        {
          path: ['text', language, 'rationale'],
          message: `the rationale in "${language}" should have ${String(MIN_RATIONALE)} characters or more`,
        },
      ];

function checkBodies(language: string, text: ItemText): ContentFault[] {
  const body = (path: readonly string[], html: string, kind: BodyKind): ContentFault[] =>
    cleanBody(html, kind).faults.map((message) => ({ path: ['text', language, ...path], message }));
  return [
    ...body(['stem'], text.stem, 'block'),
    ...body(['rationale'], text.rationale ?? '', 'block'),
    ...Object.entries(text.options ?? {}).flatMap(([id, html]) => body(['options', id], html, 'inline')),
    ...Object.entries(text.labels ?? {}).flatMap(([id, html]) => body(['labels', id], html, 'inline')),
  ];
}

/** Two options with one such form read alike. Signs within count: −5 is not 5. */
const comparable = (text: string): string =>
  bodyText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.,;:!?]+$/u, '');
