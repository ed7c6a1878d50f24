import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PAYLOADS } from '../../../test/factories/payloads.js';
import { SAMPLE_ITEMS } from '../../../test/factories/sample-items.js';
import { checkDraft } from '../domain/check-draft.js';
import type { ItemContent, ItemWords } from '../domain/item-content.js';
import { storedStructure, storedText } from '../domain/stored-item.js';
import { ITEM_TYPES, type Fields } from '../item-types/index.js';
import { bodyHtml } from './body-html.js';
import { candidateView } from './candidate-view.js';
import { differenceGroups } from './difference-groups.js';
import { draftOfFields, fieldsOfItem, formFaults } from './editor-fields.js';
import { formFaultsOf } from './form-faults.js';
import { keyView } from './key-view.js';
import { sightRows } from './sight-rows.js';

const samples = SAMPLE_ITEMS.map((item): { id: string; content: ItemContent; words: ItemWords } => ({
  id: item.id,
  content: {
    type: item.type,
    contentArea: item.contentArea,
    competency: item.competency,
    cognitiveLevel: item.cognitiveLevel,
    difficulty: Math.round(item.difficulty * 1000),
    structure: storedStructure(item),
    answerKey: { ...item.answerKey },
    sources: [...(item.sources ?? [])],
    caseCode: item.case ?? null,
    model: null,
  },
  words: storedText(item.text['en'] ?? { stem: '', rationale: '' }, () => 'f'.repeat(64)),
}));
const setting = { language: 'en', words: { chooseOne: 'Choose' }, pictures: {}, tableName: 'Table' };

describe('an item of each type', () => {
  it.each(samples.map((one) => [one.id, one] as const))(
    '%s stays what it is when it goes through the editor’s form',
    (_, { content, words }) => {
      const again = draftOfFields(content.type, fieldsOfItem(content, words));
      expect(again.words).toEqual({ ...words, stem: words.stem.trim() });
      // The form says of short answers that nothing is left out of account; a file may say nothing.
      expect(again.content.answerKey).toMatchObject(content.answerKey);
      expect({ ...again.content, answerKey: {}, structure: {} }).toEqual({
        ...content,
        answerKey: {},
        structure: {},
      });
    },
  );

  it.each(samples.map((one) => [one.id, one] as const))(
    '%s is shown as a candidate sees it, and its answer key line by line',
    (_, { content, words }) => {
      const view = candidateView(content, words, setting);
      expect(view?.stem.length).toBeGreaterThan(0);
      expect(view?.data).not.toContain('<');
      if (words.rationale) expect(JSON.stringify(view)).not.toContain(words.rationale);
      const { rows } = keyView(content, words);
      expect(rows.length > 0).toBe(content.type !== 'case');
      expect(rows.every(({ mark }) => mark !== '' && !mark.includes('undefined'))).toBe(true);
    },
  );
});

describe('a form', () => {
  it('is read and shown whatever is in it', () => {
    const names = [
      ...new Set(samples.flatMap(({ content, words }) => Object.keys(fieldsOfItem(content, words)))),
    ];
    const value = fc.oneof(fc.string(), fc.constantFrom(...PAYLOADS, '', 'a', '100', '[[g1]]'));
    const fields: fc.Arbitrary<Fields> = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(value, fc.array(value, { maxLength: 4 })),
    );
    const bank = { sourceLanguage: 'en', contentAreas: {}, competencies: {} };
    fc.assert(
      fc.property(fc.constantFrom(...ITEM_TYPES.map(({ code }) => code)), fields, (type, typed) => {
        const draft = draftOfFields(type, typed);
        const view = candidateView(draft.content, storedText(draft.words), setting);
        expect(view?.data).not.toContain('<');
        const checked = checkDraft(bank, draft);
        const faults = formFaultsOf(type, checked.ok ? {} : (checked.refusal.fields ?? {}));
        for (const code of Object.values(faults))
          expect(code).toMatch(/^[A-Z]+\.[A-Za-z_.-]+$|^[a-z][A-Za-z]*$/);
      }),
      { numRuns: 300 },
    );
  });

  it('says of its sources and its code what only it knows', () => {
    expect(
      formFaults({ code: 'x', source_url_1: 'http://example.org', source_article_2: 'Article 1' }),
    ).toEqual({
      code: 'ITEM.CODE',
      source_url_1: 'ITEM.URL',
      source_instrument_1: 'ITEM.NO_INSTRUMENT',
      source_article_1: 'ITEM.NO_ARTICLE',
      source_instrument_2: 'ITEM.NO_INSTRUMENT',
    });
  });

  it('names the faults of a draft after its own fields, in their order', () => {
    const faults = formFaultsOf('single-choice', {
      cognitiveLevel: 'ITEM.NO_LEVEL',
      'answerKey.points': 'single-choice needs one option with 100 points and 0 for the rest',
      'options.b': 'a picture needs src',
      rationale: 'the rationale in "en" should have 30 characters or more',
      stem: 'the stem in "en" has gaps, and the type has none',
    });
    expect(Object.entries(faults)).toEqual([
      ['stem', 'ITEM.GAPS'],
      ['option_b', 'ITEM.BODY_INLINE'],
      ['key', 'ITEM.KEY.single-choice'],
      ['rationale', 'ITEM.RATIONALE_SHORT'],
      ['cognitiveLevel', 'ITEM.NO_LEVEL'],
    ]);
  });
});

describe('a body on a page', () => {
  it.each(PAYLOADS.map((payload) => [payload]))('lets nothing run: %s', (payload) => {
    const html = bodyHtml(payload, 'block', {}, 'Table');
    expect(html).not.toMatch(/<script|<iframe|<svg|<[^>]*\son[a-z]+\s*=|javascript:/i);
  });

  it('shows its pictures, tells those that are not there, and lets a table scroll', () => {
    const hash = 'a'.repeat(64);
    const html = bodyHtml(
      `<p>x<img src="media:${hash}" alt="One &quot;file&quot;"><img src="media:${'b'.repeat(64)}" alt="Two"></p><table><tr><td>1</td></tr></table>`,
      'block',
      { [hash]: 'data:image/png;base64,AA==' },
      'Table',
    );
    expect(html).toContain('src="data:image/png;base64,AA==" alt="One &quot;file&quot;"');
    expect(html).toContain('<span class="item-picture-missing">Two</span>');
    expect(html).toMatch(
      /<div class="item-scroll" role="region" tabindex="0" aria-label="Table"><table>.*<\/table><\/div>/,
    );
  });
});

describe('what stands together', () => {
  it('is the differences of one language, what no language changes first', () => {
    const parts = [{ kind: 'added', text: 'x' }] as const;
    expect(
      differenceGroups([
        { place: 'options.en.a', parts },
        { place: 'answerKey', parts },
        { place: 'stem.en', parts },
      ]),
    ).toEqual([
      { language: null, places: [{ field: 'answerKey', of: null, parts }] },
      {
        language: 'en',
        places: [
          { field: 'options', of: 'a', parts },
          { field: 'stem', of: null, parts },
        ],
      },
    ]);
  });

  it('is what one person did with one version', () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
    const sight = (official: string, purpose: string, first: number, last: number) => ({
      version: 1,
      official,
      purpose,
      first: at(first),
      last: at(last),
      times: 2,
    });
    expect(sightRows([sight('A', 'read', 3, 5), sight('B', 'read', 1, 9), sight('A', 'edit', 2, 4)])).toEqual(
      [
        { official: 'B', version: 1, purposes: ['read'], first: at(1), last: at(9), times: 2 },
        { official: 'A', version: 1, purposes: ['read', 'edit'], first: at(2), last: at(5), times: 4 },
      ],
    );
  });
});
