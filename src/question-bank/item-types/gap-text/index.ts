import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { ItemShape, ItemType } from '../item-type.js';
import {
  bag,
  faultIf,
  sameMembers,
  textList,
  unknownFields,
  unknownRule,
  wrongIds,
} from '../shared/checks.js';
import { saysAll, scorePlaces } from '../shared/choices.js';
import { isAccepted, stepsOf, type Wordings } from '../shared/normalise-text.js';
import { own, readRecord } from '../shared/refs.js';
import { wrongSteps, wrongWordings } from '../shared/wordings.js';
import { editor } from './editor.js';
import { GAP_LENGTH } from './limits.js';
import { view } from './view.js';

export const RULES = ['all-or-nothing', 'per-gap'] as const;

export interface GapTextKey {
  /** Gap → accepted wordings by language. */
  readonly gaps: Readonly<Record<string, Wordings>>;
  readonly rule: (typeof RULES)[number];
  readonly normalise?: readonly string[];
}

/** Gap → what was typed into it. */
export type GapTexts = Readonly<Record<string, string>>;

const gapsOf = ({ structure }: Pick<ItemShape, 'structure'>): readonly string[] =>
  textList(structure['gaps']);

/** A word to write into each gap of the stem. The response: `{"g1":"what was typed"}`. */
export const gapText: ItemType<GapTextKey, GapTexts> = {
  code: 'gap-text',
  scoredBy: 'machine',
  ownWords: true,
  options: null,
  gaps: gapsOf,
  check: (item) => {
    const key = bag(item.answerKey);
    const gaps = bag(key['gaps']);
    const steps = stepsOf({ normalise: textList(key['normalise'] ?? [...stepsOf({})]) });
    return [
      ...unknownFields(item, ['gaps'], ['gaps', 'rule', 'normalise']),
      ...unknownRule(item.answerKey, RULES),
      ...wrongIds(gapsOf(item), ['structure', 'gaps'], [1, 8]),
      ...wrongSteps(key['normalise']),
      ...faultIf(
        !sameMembers(Object.keys(gaps), gapsOf(item)),
        ['answerKey', 'gaps'],
        'the answer key should have the wordings of each gap',
      ),
      ...Object.entries(gaps).flatMap(([gap, wordings]) =>
        wrongWordings(wordings, Object.keys(item.texts), steps, GAP_LENGTH, ['answerKey', 'gaps', gap]),
      ),
    ];
  },
  deliver: ({ structure }) => ({ gaps: structure['gaps'] ?? [] }),
  readResponse: (value, shape) => {
    const record = readRecord(value);
    if (!record) return undefined;
    const texts = gapsOf(shape).flatMap((gap): [string, string][] => {
      const typed = own(record, gap);
      return typeof typed === 'string' && typed.trim() !== '' && typed.length <= GAP_LENGTH
        ? [[gap, typed]]
        : [];
    });
    return texts.length === 0 ? undefined : Object.fromEntries(texts);
  },
  score: (key, shape, texts) =>
    scorePlaces(
      gapsOf(shape),
      (gap) => isAccepted(texts[gap] ?? '', key.gaps[gap] ?? {}, stepsOf(key)),
      key.rule === 'all-or-nothing',
    ),
  fullResponse: ({ gaps }, _, __, language) =>
    canonicalJson(
      Object.fromEntries(
        Object.entries(gaps).map(([gap, wordings]) => [
          gap,
          (wordings[language] ?? Object.values(wordings)[0])?.[0] ?? '',
        ]),
      ),
    ),
  guess: () => null,
  isComplete: (item, value) => saysAll(value, gapsOf(item)),
  view,
  editor,
};
