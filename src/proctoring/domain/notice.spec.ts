import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTranslator } from '../../platform/i18n/i18n.js';
import { watchPlans } from '../../../test/support/watch-plans.js';
import { NOTICE_PARTS, noticeHash, noticeOf, type Notice } from './notice.js';
import type { WatchPlan } from './watch-plan.js';

const translator = createTranslator(path.resolve(import.meta.dirname, '../../pages/locales'));
const languages = translator.languages.map(({ code }) => code);
const made = (plan: WatchPlan, language: string): Notice =>
  noticeOf(plan, (key, values) => translator.t(language, `consent:notice.${key}`, values));
const textOf = ({ title, parts }: Notice): string =>
  [title, ...parts.flatMap((part) => [part.title, ...part.paragraphs])].join('\n');
const figuresIn = (notice: Notice): number[] =>
  [...textOf(notice).matchAll(/\d+/g)].map(([figure]) => Number(figure));

describe('the notice of what is watched', () => {
  it('says each figure of its plan, and no other, in every language', () => {
    fc.assert(
      fc.property(watchPlans, fc.constantFrom(...languages), (plan, language) => {
        const camera = plan.camera === 'none' ? [] : [plan.snapshotsAnHour, plan.keepSnapshotDays];
        const figures = [plan.keepSignalDays, ...camera];
        expect(figuresIn(made(plan, language)).sort((a, b) => a - b)).toEqual(figures.sort((a, b) => a - b));
      }),
    );
  });

  it('answers every question in every language, with as many paragraphs, none without words', () => {
    fc.assert(
      fc.property(watchPlans, (plan) => {
        const shapes = languages.map((language) => {
          const { parts } = made(plan, language);
          return parts.map(({ paragraphs }) => paragraphs.length);
        });
        for (const shape of shapes) expect(shape).toEqual(shapes[0]);
        for (const language of languages) {
          const notice = made(plan, language);
          expect(notice.parts).toHaveLength(NOTICE_PARTS.length);
          expect(notice.parts.every(({ paragraphs }) => paragraphs.length > 0)).toBe(true);
          // A key without words would stand there as it is.
          expect(textOf(notice)).not.toMatch(/consent:|notice\.|\{\{|^$/m);
        }
      }),
    );
  });

  it('is another one for another figure or language, and the same for the same', () => {
    fc.assert(
      fc.property(watchPlans, watchPlans, (one, other) => {
        const hashes = [one, other].map((plan) => noticeHash('en', made(plan, 'en')).toString('hex'));
        const isSame = textOf(made(one, 'en')) === textOf(made(other, 'en'));
        expect(hashes[0] === hashes[1]).toBe(isSame);
        const again = noticeHash('en', made({ ...one }, 'en')).toString('hex');
        expect(again).toBe(hashes[0]);
        expect(noticeHash('ru', made(one, 'en')).toString('hex')).not.toBe(hashes[0]);
      }),
    );
  });
});
