import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SAMPLE_ITEMS } from '../../../test/factories/sample-items.js';
import { createRenderer } from '../../pages/renderer.js';
import { createTranslator } from '../../platform/i18n/i18n.js';
import { itemType } from './index.js';

const root = path.resolve(import.meta.dirname, '../../..');
const renderer = createRenderer(
  path.join(root, 'src'),
  path.join(root, 'node_modules/govuk-frontend/dist'),
  true,
);
const translator = createTranslator(path.join(root, 'src/pages/locales'));

describe.each(SAMPLE_ITEMS.map((item) => [item.id, item] as const))('the editor of %s', (_, item) => {
  it.each(['en', 'ru'])('has a field for everything that its form holds, with words in "%s"', (language) => {
    const editor = itemType(item.type)?.editor;
    const fields = editor?.toForm({
      options: item.options ?? [],
      structure: item.structure ?? {},
      answerKey: item.answerKey ?? {},
      text: { options: item.text['en']?.options ?? {}, labels: item.text['en']?.labels ?? {} },
    });
    const html = renderer.render(editor?.template ?? '', {
      t: (key, parameters) => translator.t(language, key, parameters),
      language,
      languages: [],
      dir: 'ltr',
      path: '/',
      csrfToken: '',
      account: null,
      demonstration: false,
      asset: (name) => name,
      formatDateTime: String,
      formatPoints: String,
      fields,
      bankLanguages: [
        { code: 'en', name: 'English' },
        { code: 'ru', name: 'Русский' },
      ],
    });
    for (const [name, value] of Object.entries(fields ?? {})) {
      expect(html).toContain(`name="${name}"`);
      if (typeof value !== 'string' || value === '') continue;
      const [line = ''] = value.split('\n');
      expect(html).toMatch(
        new RegExp(
          `(value="|>)${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/["'&]/g, '&[a-z0-9#]+;')}`,
        ),
      );
    }
    expect(html).not.toMatch(/item-types:|undefined|\[object/);
    for (const value of Object.values(fields ?? {}).flatMap((one) => (typeof one === 'string' ? [] : one)))
      expect(html).toMatch(new RegExp(`value="${value ?? ''}"\\s+checked`));
  });
});
