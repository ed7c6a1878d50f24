import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MOST_TRIES, nextTry } from './next-try.js';
import { NOTICE_KINDS } from './notice-kinds.js';
import { noticeText, type Speaker } from './notice-text.js';

const speaker: Speaker = {
  t: (key, parameters) => `${key} ${Object.values(parameters).join(' | ')}`,
  time: (moment, zone = 'UTC') => `${moment.toISOString()} in ${zone}`,
  local: (texts) => texts['ru'] ?? '',
};

describe('what a notice says', () => {
  it('has words and a name for every kind', () => {
    const file = path.resolve(import.meta.dirname, '../../pages/locales/en/notice.json');
    const words = JSON.parse(readFileSync(file, 'utf8')) as Record<'names' | 'kinds', object>;
    for (const kind of NOTICE_KINDS) {
      expect(Object.keys(words.names)).toContain(kind);
      expect(Object.keys(words.kinds)).toContain(kind);
    }
  });

  it('fills in texts of the reader’s language, moments and plain words', () => {
    const details = { post: { en: 'Clerk', ru: 'Клерк' }, time: { at: '2026-11-29T08:00:00Z' }, places: 3 };
    expect(noticeText('appointed', details, speaker)).toEqual({
      subject: 'notice:kinds.appointed.subject Клерк | 2026-11-29T08:00:00.000Z in UTC | 3',
      body: 'notice:kinds.appointed.body Клерк | 2026-11-29T08:00:00.000Z in UTC | 3',
    });
  });

  it('says a moment in the zone that it is meant for', () => {
    const details = { time: { at: '2026-11-29T08:00:00Z', zone: 'Asia/Baku' } };
    expect(noticeText('place-booked', details, speaker).body).toContain('in Asia/Baku');
  });

  it('has a subject of one line, whatever it is filled with', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { subject } = noticeText('place-booked', { session: { ru: text } }, speaker);
        expect(subject).not.toMatch(/[\r\n]/);
      }),
    );
  });
});

describe('when a letter is tried again', () => {
  it('is later each time, and within six hours', () => {
    expect([1, 2, 3, 20, 1000].map(nextTry)).toEqual([30, 60, 120, 21_600, 21_600]);
    const all = Array.from({ length: MOST_TRIES }, (_, index) => nextTry(index + 1));
    expect(all.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(2 * 86_400);
  });
});
