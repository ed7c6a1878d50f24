import type { Editor } from '../item-type.js';
import { given, languagesOf, lines, many, shown, text, whole } from '../shared/fields.js';

/** Accepted wordings in each language, one on a line. */
export const editor: Editor = {
  template: 'question-bank/item-types/short-text/editor.njk',
  fromForm: (fields) => ({
    options: [],
    structure: given('maximum', text(fields, 'maximum'), whole(fields, 'maximum')),
    answerKey: {
      accept: Object.fromEntries(
        languagesOf(fields, 'accept_').map((language) => [language, lines(fields, `accept_${language}`)]),
      ),
      normalise: [...many(fields, 'normalise')],
    },
    text: { options: {}, labels: {} },
  }),
  toForm: (item) => ({
    ...Object.fromEntries(
      Object.entries((item.answerKey['accept'] ?? {}) as Readonly<Record<string, readonly string[]>>).map(
        ([language, list]) => [`accept_${language}`, list.join('\n')],
      ),
    ),
    normalise: (item.answerKey['normalise'] ?? []) as readonly string[],
    maximum: shown(item.structure['maximum']),
  }),
};
