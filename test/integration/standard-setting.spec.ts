import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { published, verified } from '../support/entries.js';
import { gradedAll, measuredCompetition, satBy, type Measured } from '../support/measured.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface Panel {
  readonly items: number;
  readonly judges: readonly { readonly number: number; readonly rated: number }[];
  readonly rounds: readonly { readonly number: number; readonly closedAt: string | null }[];
  readonly advice: null | {
    readonly cut: number;
    readonly standardError: number;
    readonly byPart: readonly { readonly part: string; readonly cut: number; readonly items: number }[];
    readonly judges: readonly { readonly judge: number; readonly cut: number }[];
  };
}

describe('how many points a pass needs', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let experts: readonly [ApiClient, ApiClient];
  let ids: string[];
  let one: Measured;

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const applicantName = async (competitionId: string) => {
    const [person] = await query<{ name: string }>(
      `SELECT p.full_name AS name FROM application a JOIN person p ON p.id = a.person_id
       WHERE a.competition_id = $1 LIMIT 1`,
      [competitionId],
    );
    return person?.name ?? '';
  };
  const cuts = (path = '') => `/api/v1/competitions/${one.competitionId}/cut-scores${path}`;
  const panels = (path = '') => `/api/v1/competitions/${one.competitionId}/panels${path}`;
  const rate = (judge: ApiClient, panelId: string, round: number, percents: readonly number[]) =>
    judge.put(panels(`/${panelId}/ratings`), {
      round,
      ratings: percents.map((percent, index) => ({ position: index + 1, percent })),
    });
  const law = {
    method: 'law',
    overall: 30,
    eachPart: 5,
    legalBasis: 'Law 1, article 2',
    reason: 'The law says so.',
  };

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    exam = await staff(platform, 'exam');
    experts = [await staff(platform, 'expert'), await staff(platform, 'expert2')];
    const found = await query<{ id: string }>(
      `SELECT id FROM account WHERE sign_in IN ('expert', 'expert2') ORDER BY sign_in`,
    );
    ids = found.map(({ id }) => id);
    one = await measuredCompetition(platform, 'CUT-1');
  }, 120_000);
  afterAll(() => platform.close());

  describe('as a panel advises', () => {
    let panelId: string;
    let items: number;

    it('is called of experts alone, two at least, and rates a form’s worth of items', async () => {
      const candidate = 'Finds the rule that a case falls under.';
      const [outsider] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'hr'`);
      expect(await codeOf(exam.post(panels(), { judges: ids.slice(0, 1), candidate }))).toBe(
        'REQUEST.INVALID',
      );
      expect(await codeOf(exam.post(panels(), { judges: [...ids, outsider?.id], candidate }))).toBe(
        'REQUEST.INVALID',
      );
      expect(await codeOf(experts[0].post(panels(), { judges: ids, candidate }))).toBe('AUTH.FORBIDDEN');
      ({ panelId } = await exam.post<{ panelId: string }>(panels(), { judges: ids, candidate }));
      ({ items } = await exam.get<Panel>(panels(`/${panelId}`)));
      const [size] = await query<{ items: number }>(
        `SELECT sum((d ->> 'count')::int)::int AS items FROM programme p, jsonb_array_elements(p.body -> 'parts') t,
           jsonb_array_elements(t -> 'draw') d WHERE p.code = 'civil-service-general'`,
      );
      expect(items).toBe(size?.items);
      const strata = await query<{ rated: number; items: number }>(
        `SELECT count(*)::int AS rated, max(stratum_items) AS items FROM standard_item GROUP BY stratum`,
      );
      expect(strata.every((line) => line.rated === line.items)).toBe(true);
    });

    it('is sealed until the round closes, which needs two who have rated everything', async () => {
      await rate(
        experts[0],
        panelId,
        1,
        Array.from({ length: items }, () => 50),
      );
      expect(await exam.get<Panel>(panels(`/${panelId}`))).toMatchObject({ advice: null });
      expect(await codeOf(exam.post(panels(`/${panelId}/closing`)))).toBe('STANDARD-SETTING.UNFINISHED');
      expect(await codeOf(exam.get(panels(`/${panelId}/ratings`)))).toBe('AUTH.FORBIDDEN');
      const own = await experts[1].get<{ ratings: unknown[]; judge: number }>(panels(`/${panelId}/ratings`));
      expect(own.ratings).toEqual([]);
      expect(await codeOf(rate(experts[1], panelId, 2, [50]))).toBe('STANDARD-SETTING.ROUND_CLOSED');
      expect(
        await codeOf(
          experts[1].put(panels(`/${panelId}/ratings`), {
            round: 1,
            ratings: [{ position: items + 1, percent: 1 }],
          }),
        ),
      ).toBe('STANDARD-SETTING.NO_ITEM');
      await rate(
        experts[1],
        panelId,
        1,
        Array.from({ length: items }, () => 70),
      );
      const { judges } = await exam.get<Panel>(panels(`/${panelId}`));
      expect(judges.map(({ rated }) => rated)).toEqual([items, items]);
      const page = await exam.ownFile(
        `/manage/competitions/${one.competitionId}/cut-score/panels/${panelId}`,
      );
      expect(page.bytes.toString()).toContain('The round is sealed');
    });

    it('advises the mean of its judges with its standard error, and may think again', async () => {
      expect(
        await codeOf(exam.post(cuts(), { ...law, method: 'angoff', panelId, legalBasis: undefined })),
      ).toBe('STANDARD-SETTING.NO_ADVICE');
      await exam.post(panels(`/${panelId}/closing`));
      const first = await exam.get<Panel>(panels(`/${panelId}`));
      // Cuts .5 and .7 of the form: deviation .2 × items ÷ √2, standard error half of the distance.
      expect(first.advice?.cut).toBeCloseTo(0.6 * items, 3);
      expect(first.advice?.standardError).toBeCloseTo(0.1 * items, 3);
      expect(first.advice?.byPart.reduce((sum, part) => sum + part.items, 0)).toBe(items);
      expect(await codeOf(rate(experts[1], panelId, 1, [10]))).toBe('STANDARD-SETTING.ROUND_CLOSED');
      await expect(query('UPDATE standard_rating SET percent = 1')).rejects.toThrow('This round is closed.');

      await exam.post(panels(`/${panelId}/rounds`));
      expect(await codeOf(exam.post(panels(`/${panelId}/rounds`)))).toBe('STANDARD-SETTING.ROUND_OPEN');
      // Nobody starts anew: what was said stands until it is changed.
      await rate(experts[1], panelId, 2, [60, 60]);
      await exam.post(panels(`/${panelId}/closing`));
      const second = await exam.get<Panel>(panels(`/${panelId}`));
      expect(second.advice?.cut).toBeCloseTo(0.6 * items - 0.1, 3);
      const judge = await experts[0].ownFile(`/competitions/${one.competitionId}/panels/${panelId}`);
      expect(judge.bytes.toString()).toContain('After the last round the panel stood at');
    });

    it('shows judges no answer key, and writes down that they saw the items', async () => {
      const { bytes } = await experts[0].ownFile(`/competitions/${one.competitionId}/panels/${panelId}`);
      const page = bytes.toString();
      expect(page).toContain('data-item-preview');
      expect(page).not.toMatch(/answerKey|rationale|"points"/);
      const [seen] = await query<{ count: number }>(
        `SELECT count(*)::int AS count FROM item_sight WHERE purpose = 'judge'`,
      );
      expect(seen?.count).toBe(20);
    });
  });

  it('is adopted by name, published, and grades again what was graded', async () => {
    const [sessionId = ''] = one.sessions;
    await satBy(platform, one, sessionId, 4);
    await gradedAll(platform, sessionId);
    const versions = () =>
      query<{ number: number; rules: { pass: unknown; cut?: unknown } }>(
        'SELECT number, rules FROM scoring_version WHERE session_id = $1 ORDER BY number',
        [sessionId],
      );
    expect(await versions()).toHaveLength(1);

    expect(await codeOf(exam.post(cuts(), { ...law, overall: 56 }))).toBe('REQUEST.INVALID');
    expect(await codeOf(exam.post(cuts(), { ...law, legalBasis: ' ' }))).toBe('REQUEST.INVALID');
    expect(await codeOf(exam.post(cuts(), { ...law, byPart: [{ part: 'nothing', points: 1 }] }))).toBe(
      'REQUEST.INVALID',
    );
    expect(await codeOf((await staff(platform, 'hr')).post(cuts(), law))).toBe('AUTH.FORBIDDEN');
    const named = `So that ${await applicantName(one.competitionId)} passes.`;
    expect(await codeOf(exam.post(cuts(), { ...law, reason: named }))).toBe('STANDARD-SETTING.REASON_NAMES');
    expect(await codeOf(exam.post(cuts(), { ...law, legalBasis: named }))).toBe(
      'STANDARD-SETTING.REASON_NAMES',
    );
    const { items } = await exam.get<{ items: { id: string }[] }>(panels());
    await exam.post(cuts(), {
      method: 'angoff',
      panelId: items[0]?.id,
      overall: 33,
      eachPart: 4,
      byPart: [{ part: 'ethics', points: 15 }],
      reason: 'As the panel advised.',
    });
    await until(async () => (await versions()).length === 2);
    await gradedAll(platform, sessionId);
    expect((await versions())[1]?.rules).toMatchObject({
      pass: { overall: 33, eachPart: 4, byPart: { ethics: 15 } },
      cut: { adoption: 'CUT-1/1', method: 'angoff' },
      annulled: [],
    });
    const grades = await query<{
      points: number;
      passed: boolean;
      parts: { part: string; points: number }[];
    }>(
      `SELECT g.points, g.passed, g.by_part AS parts FROM grade g JOIN scoring_version v ON v.id = g.scoring_version_id
       WHERE v.session_id = $1 AND v.number = 2`,
      [sessionId],
    );
    expect(grades).toHaveLength(4);
    for (const { points, passed, parts } of grades)
      expect(passed).toBe(
        points >= 3300 && parts.every((part) => part.points >= (part.part === 'ethics' ? 1500 : 400)),
      );

    const { version } = await exam.post<{ version: number }>(cuts(), law);
    expect(version).toBe(2);
    await until(async () => (await versions()).length === 3);
    await gradedAll(platform, sessionId);
    expect((await versions())[2]?.rules).toMatchObject({
      pass: { overall: 30, eachPart: 5 },
      cut: { adoption: 'CUT-1/2', method: 'law' },
    });
    const entries = await query<{ shown: Record<string, unknown> }>(
      `SELECT body #> '{content,shown}' AS shown FROM outbox WHERE type = 'cut-score-set' ORDER BY id`,
    );
    expect(entries.map(({ shown }) => shown)).toMatchObject([
      { method: 'angoff', overall: 33, byPart: { ethics: 15 }, judges: 2, legalBasis: null },
      { method: 'law', overall: 30, legalBasis: 'Law 1, article 2', judges: 0, advised: null },
    ]);
    expect(JSON.stringify(entries)).not.toContain('Akhundova');
  }, 60_000);

  it('is never adopted once a result is out, and the log says that it was not', async () => {
    const [sessionId = ''] = one.sessions;
    await exam.post(`/api/v1/sessions/${sessionId}/release`);
    expect(await codeOf(exam.post(cuts(), law))).toBe('STANDARD-SETTING.RESULTS_OUT');
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });
    await expect(query('UPDATE cut_score SET overall = 1')).rejects.toThrow('This table only grows.');
    const page = await exam.ownFile(`/manage/competitions/${one.competitionId}/cut-score`);
    expect(page.bytes.toString()).toContain('Results are out');
    const [entry] = await query<{ id: string }>(
      `SELECT public_id AS id FROM registry_entry WHERE type = 'cut-score-set' ORDER BY seq LIMIT 1`,
    );
    const shown = await (await fetch(`${platform.base}/registry/entries/${entry?.id ?? ''}`)).text();
    expect(shown).toContain('Cut score set');
    expect(shown).toContain('advised by experts');
  }, 60_000);

  it('is adopted before a release or after it, never across it', async () => {
    const raced = await measuredCompetition(platform, 'CUT-2');
    const [sessionId = ''] = raced.sessions;
    await satBy(platform, raced, sessionId, 2);
    await gradedAll(platform, sessionId);
    const path = `/api/v1/competitions/${raced.competitionId}/cut-scores`;
    const other = await staff(platform, 'exam');
    const release = (client: ApiClient) => client.post(`/api/v1/sessions/${sessionId}/release`);
    const [adopted, released] = await Promise.allSettled([
      exam.post(path, { ...law, overall: 41 }),
      release(other),
    ]);
    const state = async () =>
      (
        await query<{ released: boolean; overall: number }>(
          `SELECT x.released_at IS NOT NULL AS released, (v.rules #>> '{pass,overall}')::int AS overall
           FROM exam_session x JOIN scoring_version v ON v.session_id = x.id WHERE x.id = $1
           ORDER BY v.number DESC LIMIT 1`,
          [sessionId],
        )
      )[0];
    // One of both came first; whatever was adopted is what the results are by.
    expect([adopted.status, released.status]).toContain('fulfilled');
    if (released.status === 'rejected') {
      await until(async () => (await state())?.overall === 41);
      await gradedAll(platform, sessionId);
      await release(other);
    }
    expect(await state()).toEqual({ released: true, overall: adopted.status === 'fulfilled' ? 41 : 30 });
  }, 60_000);
});
