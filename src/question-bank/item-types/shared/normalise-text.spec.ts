import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAccepted, NORMALISATIONS, normaliseText } from './normalise-text.js';

const all = [...NORMALISATIONS];

describe('normalising a short answer', () => {
  it.each([
    ['  Ombudsman ', 'ombudsman', 'en'],
    ['the\u00a0 OMBUDSMAN.', 'the ombudsman', 'en'],
    ['«Счётная палата»', 'счетная палата', 'ru'],
    ['ＡＢＣ', 'abc', 'en'],
    ['e-mail', 'e mail', 'en'],
    ['don’t', 'dont', 'en'],
    ['Straße', 'strasse', 'de'],
    ['STRAẞE', 'strasse', 'de'],
    ['İSTANBUL', 'istanbul', 'az'],
    ['ISIQ', 'ısıq', 'az'],
    ['IZMIR', 'izmir', 'en'],
    ['ombuds\u00adman\u200b', 'ombudsman', 'en'],
  ])('%s is %s', (text, form, language) => {
    expect(normaliseText(text, all, language)).toBe(form);
  });

  it('does only what is asked for', () => {
    expect(normaliseText(' Ёж, ', [], 'ru')).toBe(' Ёж, ');
    expect(normaliseText(' Ёж, ', ['space'], 'ru')).toBe('Ёж,');
    expect(normaliseText(' Ёж, ', ['yo', 'space'], 'ru')).toBe('Еж,');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('en', 'ru', 'az'), (text, language) => {
        const once = normaliseText(text, all, language);
        expect(normaliseText(once, all, language)).toBe(once);
      }),
    );
  });

  it('accepts a wording of any language of the item, and never an empty one', () => {
    const wordings = { en: ['fifteen'], ru: ['пятнадцать'] };
    expect(isAccepted('Пятнадцать', wordings, all)).toBe(true);
    expect(isAccepted('…', { en: ['—'] }, all)).toBe(false);
  });
});
