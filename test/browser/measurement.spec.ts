import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { staff } from '../support/candidates.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { gradedAll, measuredCompetition, satBy, type Measured } from '../support/measured.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('the pages of cut scores, statistics and scales', () => {
  let platform: TestPlatform;
  let browser: Browser;
  /** Its results are out, and compared with a base. */
  let out: Measured;
  /** Nobody has sat it yet. */
  let planned: Measured;
  let item: string;
  let panels: { open: string; closed: string };

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);

  /** A panel whose judges have rated everything; closed where that is asked for. */
  async function panelOf({ competitionId }: Measured, close: boolean): Promise<string> {
    const exam = await staff(platform, 'exam');
    const judges = await query<{ id: string }>(
      `SELECT id FROM account WHERE sign_in IN ('expert', 'expert2') ORDER BY sign_in`,
    );
    const path = `/api/v1/competitions/${competitionId}/panels`;
    const { panelId } = await exam.post<{ panelId: string }>(path, {
      judges: judges.map(({ id }) => id),
      candidate: 'Finds the rule that a case falls under, and says in plain words what follows from it.',
      perLine: 2,
    });
    const { items } = await exam.get<{ items: number }>(`${path}/${panelId}`);
    for (const [index, name] of ['expert', 'expert2'].entries()) {
      const judge = await staff(platform, name);
      await judge.put(`${path}/${panelId}/ratings`, {
        round: 1,
        ratings: Array.from({ length: items }, (_, at) => ({
          position: at + 1,
          percent: 40 + ((at * 7 + index * 11) % 45),
        })),
      });
    }
    if (close) await exam.post(`${path}/${panelId}/closing`);
    return panelId;
  }

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    const exam = await staff(platform, 'exam');
    planned = await measuredCompetition(platform, 'PAGES-1');
    panels = { closed: await panelOf(planned, true), open: await panelOf(planned, false) };
    out = await measuredCompetition(platform, 'PAGES-2', 2);
    const [first = '', second = ''] = out.sessions;
    await exam.post(`/api/v1/competitions/${out.competitionId}/scalings`, {
      method: 'equipercentile',
      baseSessionId: first,
      reason: 'The sessions have forms of their own.',
    });
    await exam.post(`/api/v1/competitions/${out.competitionId}/cut-scores`, {
      method: 'law',
      legalBasis: 'Law on the Civil Service, article 28',
      overall: 30,
      eachPart: 5,
      byPart: [{ part: 'ethics', points: 7 }],
      reason: 'The law fixes it.',
    });
    await satBy(platform, out, first, 6);
    await satBy(platform, out, second, 4);
    for (const id of out.sessions) {
      await gradedAll(platform, id);
      await exam.post(`/api/v1/sessions/${id}/release`);
    }
    await until(async () => (await query('SELECT 1 FROM session_statistics')).length === 2);
    // As a large session would look: numbers of later sheets, with an item that somebody should look at.
    await query(
      `INSERT INTO session_statistics (id, session_id, scoring_version_id, sittings, sheet_sum, body)
       SELECT gen_random_uuid(), session_id, scoring_version_id, sittings + 1, sheet_sum + 1, body
       FROM session_statistics WHERE session_id = $1`,
      [first],
    );
    const found = await query<{ id: string }>(
      `INSERT INTO item_statistics (statistics_id, item_version_id, attention, body)
       SELECT n.id, i.item_version_id, CASE WHEN i.body -> 'offered' <> '[]' THEN 100 ELSE 0 END,
         i.body || '{"taken": 240, "difficulty": 0.31, "pointBiserial": -0.12,
           "flags": [{"code": "key-perhaps-wrong", "sureness": "sure", "option": "c"}, {"code": "negative", "sureness": "likely"}],
           "groups": [{"taken": 80, "difficulty": 0.4}, {"taken": 80, "difficulty": 0.3}, {"taken": 80, "difficulty": 0.2}],
           "options": [{"option": "a", "chosen": 75, "byGroup": [0.4, 0.3, 0.2], "pointBiserial": -0.12},
             {"option": "b", "chosen": 45, "byGroup": [0.3, 0.2, 0.1], "pointBiserial": -0.2},
             {"option": "c", "chosen": 120, "byGroup": [0.3, 0.5, 0.7], "pointBiserial": 0.3}]}'::jsonb
       FROM item_statistics i JOIN session_statistics o ON o.id = i.statistics_id
         JOIN session_statistics n ON n.session_id = o.session_id AND n.sittings = o.sittings + 1
       WHERE o.session_id = $1 RETURNING item_version_id AS id`,
      [first],
    );
    item = found[0]?.id ?? '';
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const addresses = (): [string, string[]][] => {
    const manage = (one: Measured) => `/manage/competitions/${one.competitionId}`;
    return [
      [
        'exam',
        [
          `${manage(planned)}/cut-score`,
          `${manage(planned)}/cut-score/panels/${panels.closed}`,
          `${manage(planned)}/cut-score/panels/${panels.open}`,
          `${manage(planned)}/scaling`,
          `${manage(out)}/cut-score`,
          `${manage(out)}/scaling`,
          `/sessions/${out.sessions[0] ?? ''}/statistics`,
          `/sessions/${out.sessions[0] ?? ''}/statistics/items/${item}`,
          `/sessions/${out.sessions[1] ?? ''}/statistics`,
        ],
      ],
      [
        'expert',
        [
          '/panels',
          `/competitions/${planned.competitionId}/panels/${panels.open}`,
          `/competitions/${planned.competitionId}/panels/${panels.closed}?from=11`,
        ],
      ],
    ];
  };

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'have nothing that axe finds, and fit %d px in "%s"',
    async (width, language) => {
      const wrong: string[] = [];
      for (const [who, list] of addresses()) {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        const page = await context.newPage();
        await signIn(page, platform.base, who);
        for (const address of list) {
          const mark = address.includes('?') ? '&' : '?';
          const answer = await page.goto(`${platform.base}${address}${mark}lang=${language}`);
          const found = [...(await faultsOf(page)), await overflowOf(page)];
          if (answer?.status() !== 200 || found.length > 1 || found[0] !== 0)
            wrong.push(`${address} ${String(answer?.status())} ${found.join(', ')}`);
        }
        await context.close();
      }
      expect(wrong).toEqual([]);
    },
    180_000,
  );

  it('are used without JavaScript: a panel is rated and closed, its advice adopted, a mistake said beside its field', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signIn(page, platform.base, 'expert');
    await page.goto(`${platform.base}/competitions/${planned.competitionId}/panels/${panels.open}?lang=en`);
    await page.fill('[name="percent.1"]', '120');
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('Enter a whole number from 0 to 100');
    expect(await page.inputValue('[name="percent.1"]')).toBe('120');
    await page.fill('[name="percent.1"]', '55');
    await page.click('main form button[type=submit]');
    expect(page.url()).toContain('from=11');
    await context.clearCookies();

    await signIn(page, platform.base, 'exam');
    const home = `${platform.base}/manage/competitions/${planned.competitionId}/cut-score`;
    await page.goto(`${home}/panels/${panels.open}?lang=en`);
    expect(await page.textContent('main')).not.toContain('55');
    await page.click('form[action$="/closing"] button');
    expect(await page.textContent('main')).toContain('The panel advises');
    await page.fill('[name=overall]', '99');
    await page.fill('[name=reason]', 'As advised.');
    await page.click('form[action$="/adoption"] button');
    expect(await page.textContent('main')).toContain('Nobody can reach so many points');
    await page.fill('[name=overall]', '31');
    await page.click('form[action$="/adoption"] button');
    expect(page.url()).toBe(home);
    expect(await page.textContent('main')).toContain('A pass needs 31 points overall');

    await page.goto(`${platform.base}/manage/competitions/${planned.competitionId}/scaling`);
    await page.check('[value=equipercentile]');
    await page.fill('[name=reason]', 'Forms differ.');
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('Choose the session on whose scale');
    await page.check('[value=percentile]');
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('Percentile in one’s own session. Chosen by');
    await context.close();
  }, 120_000);
});
