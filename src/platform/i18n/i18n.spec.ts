import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  formatDate,
  formatDateTime,
  formatMoment,
  formatNumber,
  formatSeconds,
  formatPoints,
  local,
} from './formats.js';
import { createTranslator } from './i18n.js';

const translator = createTranslator(path.resolve(import.meta.dirname, '../../pages/locales'));
const space = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('words', () => {
  it('knows its languages, English first', () => {
    expect(translator.languages.slice(0, 2)).toEqual([
      { code: 'en', name: 'English', dir: 'ltr' },
      { code: 'ru', name: 'Русский', dir: 'ltr' },
    ]);
  });

  it('speaks each language, and English where a language is unknown', () => {
    expect(translator.t('ru', 'common:layout.signIn')).toBe('Войти');
    expect(translator.t('xx', 'common:layout.signIn')).toBe('Sign in');
  });

  it.each([
    [1, '1 минута'],
    [3, '3 минуты'],
    [5, '5 минут'],
    [21, '21 минута'],
  ])('counts %i minutes in Russian', (count, words) => {
    expect(translator.t('ru', 'common:time.minutes', { count })).toBe(words);
  });

  it('leaves escaping to the templates', () => {
    expect(translator.t('en', 'common:score.of', { max: '<5>' })).toBe('of <5>');
  });
});

describe('formats', () => {
  it('writes points with both decimals', () => {
    expect(formatPoints(3150, 'en')).toBe('31.50');
    expect(formatPoints(3150, 'ru')).toBe('31,50');
  });

  it('writes numbers', () => {
    expect(formatNumber(12345, 'en')).toBe('12,345');
    expect(space(formatNumber(12345, 'ru'))).toBe('12 345');
  });

  it('writes a moment with its time zone', () => {
    const moment = '2026-03-27T10:42:00Z';
    expect(formatDateTime(moment, 'en')).toBe('27 March 2026 at 10:42 UTC');
    expect(space(formatDateTime(moment, 'ru'))).toBe('27 марта 2026 г. в 10:42 UTC');
    expect(formatDateTime(moment, 'en', 'Asia/Almaty')).toMatch(/^27 March 2026 at 15:42 GMT\+5$/);
    expect(formatMoment(moment, 'en')).toBe('27 March 2026 at 10:42:00 UTC');
    expect(formatSeconds(moment, 'ru')).toBe('10:42:00 UTC');
    expect(formatDate('2026-03-27T23:00:00Z', 'en', 'Asia/Almaty')).toBe('28 March 2026');
  });

  it('takes the text of a language, or of the first there is', () => {
    expect(local({ en: 'a', ru: 'b' }, 'ru')).toBe('b');
    expect(local({ ru: 'b' }, 'en')).toBe('b');
    expect(local(null, 'en')).toBe('');
  });
});
