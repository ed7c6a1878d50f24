import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompetitionView } from '../../src/competition/index.js';
import { answerKeyChangedFact } from '../../src/grading/facts.js';
import { keepChunk } from '../../src/platform/index.js';
import { indicatorReportFact } from '../../src/registry/facts.js';
import { anAppointment, statedEntry, verified } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const OFFICIAL = 'Somebody, Test';
const competition = {
  code: 'T-1',
  title: { en: 'Open test', ru: 'Открытый тест' },
  agency: { id: 'a', code: 'T', name: { en: 'Test agency', ru: 'Орган' } },
} as unknown as CompetitionView;

/** Facts whose acts come later: stated as their stages will, they reach the registry, and its verifier. */
describe('a fact that no page states yet', () => {
  let platform: TestPlatform;
  const page = async (id: string, language = 'en') =>
    (await fetch(`${platform.base}/registry/entries/${id}?lang=${language}`)).text();
  const list = async (query: string) => (await fetch(`${platform.base}/registry?${query}`)).text();

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
  }, 120_000);
  afterAll(() => platform.close());

  it('answer-key-changed: says what is graded otherwise, and why', async () => {
    const scoring = (number: number) => ({
      id: `v${String(number)}`,
      number,
      hash: `${String(number)}a`.repeat(32),
    });
    const id = await statedEntry(
      platform,
      answerKeyChangedFact({
        competition,
        item: 'logic/012',
        change: 'annulled',
        sessions: [
          {
            session: { id: 's-1', title: { en: 'Morning', ru: 'Утро' } },
            before: scoring(1),
            after: scoring(2),
          },
          {
            session: { id: 's-2', title: { en: 'Evening', ru: 'Вечер' } },
            before: scoring(3),
            after: scoring(4),
          },
        ],
        reason: 'Two answers are right.',
        official: OFFICIAL,
        time: new Date(),
      }),
    );
    const shown = await page(id);
    for (const words of [
      'Answer key changed',
      'logic/012',
      'everybody gets its points',
      'Morning',
      'Evening',
      'Version 4',
    ])
      expect(shown).toContain(words);
    expect(shown).toContain('Two answers are right.');
    expect(shown).toContain(OFFICIAL);
    expect(await page(id, 'ru')).toContain('баллы получают все');
    expect(await list('competition=T-1')).toContain('Answer key changed');
    expect(await verified(platform)).toMatchObject({
      code: 0,
      text: expect.not.stringContaining('does not know'),
    });
  }, 60_000);

  it('indicator-report: says how good a service was, and by what table', async () => {
    const listHash = await platform.api.parts.database.transaction((tx) =>
      keepChunk(tx, { rows: [{ day: '2026-01-01', answered: 97 }] }),
    );
    const report = {
      agency: { code: 'T', name: { en: 'Test agency', ru: 'Орган' } },
      indicator: 'answered-in-time',
      from: '2026-01-01',
      until: '2026-03-31',
      value: '97.50',
      unit: { en: 'per cent', ru: 'процентов' },
      method: { en: 'Counted from all letters.', ru: 'Сосчитано по всем письмам.' },
      target: '95',
      listHash,
      official: OFFICIAL,
      time: new Date(),
    };
    const id = await statedEntry(platform, indicatorReportFact(report));
    const shown = await page(id);
    for (const words of [
      'answered-in-time',
      '97.50 per cent',
      '95 per cent',
      '1 January 2026',
      'all letters',
      listHash,
    ])
      expect(shown).toContain(words);
    const whole = await statedEntry(
      platform,
      indicatorReportFact({ ...report, agency: null, target: null, listHash: null, value: '-0.5' }),
    );
    expect(await page(whole)).toContain('The whole platform');
    expect(await page(whole)).toContain('no number is promised');
    expect(await list('type=indicator-report')).toContain('answered-in-time: -0.5');
    expect(await verified(platform)).toMatchObject({
      code: 0,
      text: expect.not.stringContaining('does not know'),
    });
  }, 60_000);

  it('that ends what was never begun, or a second time, is named by the verifier', async () => {
    const draft = anAppointment('tenure', 'Somebody');
    await statedEntry(platform, draft);
    const { competition: of, agency, post } = draft.shown;
    const end = (subject: string) =>
      statedEntry(platform, {
        type: 'tenure-ended',
        subject,
        cause: 'retired',
        time: new Date(),
        official: OFFICIAL,
        shown: {
          competition: of ?? null,
          agency: agency ?? null,
          post: post ?? null,
          reason: 'retired',
          endedOn: '2026-01-01',
        },
      });
    await end('tenure');
    expect(await verified(platform)).toMatchObject({ code: 0 });
    await end('tenure');
    const { code, text } = await verified(platform);
    expect(text).toContain('FAILS  tenures: ');
    expect(code).toBe(1);
  }, 60_000);

  it('of another form than its schema is named by the verifier', async () => {
    await statedEntry(
      platform,
      indicatorReportFact({
        agency: null,
        indicator: 'x',
        from: '2026-01-01',
        until: '2026-03-31',
        value: 'a lot',
        unit: { en: 'x' },
        method: { en: 'x' },
        target: null,
        listHash: null,
        official: OFFICIAL,
        time: new Date(),
      }),
    );
    const { code, text } = await verified(platform);
    expect(text).toContain('FAILS  facts: ');
    expect(code).toBe(1);
  }, 60_000);
});
