import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { percentileAmong } from '../../src/measurement/domain/scaling.js';
import { newCandidate, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { published, verified } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { draftCompetition, release, sit, stageSession } from '../support/staged.js';

const text = (en: string) => ({ en, ru: en });

interface Line {
  readonly number: string;
  readonly points: number | null;
  readonly scaled?: number | null;
  readonly outcome: string;
}

describe('a stage that is sat in two sessions on one scale', () => {
  let platform: TestPlatform;
  let hr: ApiClient;
  let here: string;
  let competitionId: string;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    hr = await staff(platform, 'hr');
    competitionId = await draftCompetition(platform, 'ON-SCALE-1');
    here = `/api/v1/competitions/${competitionId}`;
  }, 120_000);
  afterAll(() => platform.close());

  it('lets go on, and ranks, by the share of the own session and not by points as they are', async () => {
    const rule = { kind: 'cut-score', points: 10_000 };
    const stages = [{ code: 'exam', kind: 'exam', title: text('Exam'), rule, weight: 1 }];
    await hr.put(`${here}/stages`, { stages, ties: [], last: 'equal' });
    await hr.post(`${here}/announcement`);
    const { items } = await hr.get<{ items: { id: string }[] }>(`${here}/stages`);
    const stageId = items[0]?.id ?? '';
    await (
      await staff(platform, 'exam')
    ).post(`${here}/scalings`, { method: 'percentile', stageId, reason: 'Forms differ.' });
    const people: ApiClient[] = [];
    for (let index = 0; index < 5; index += 1) {
      const client = await newCandidate(platform);
      await client.post(`${here}/applications`, { language: 'en' });
      people.push(client);
    }
    await hr.post(`${here}/closing`);
    // The second session knows less than anybody of the first: its best one has fewer points than the first one's last.
    const sessions: string[] = [];
    for (const abilities of [
      [100, 70, 60],
      [40, 0],
    ]) {
      const sessionId = await stageSession(platform, competitionId, stageId);
      for (const ability of abilities) await sit(platform, people.shift() as ApiClient, sessionId, ability);
      await release(platform, sessionId, abilities.length);
      sessions.push(sessionId);
    }
    expect(await hr.get(`${here}/stages/exam/preview`)).toMatchObject({
      advanced: 2,
      out: 3,
      scaledLine: 1_000_000_000,
      atLine: 2,
      owed: [],
    });
    await hr.post(`${here}/stages/exam/conclusions`, {});
    const [list] = await platform.api.parts.database.query<{ scale: unknown; results: Line[] }>(
      `SELECT content -> 'scale' AS scale, content -> 'results' AS results FROM registry_chunk
       WHERE content ->> 'stage' = 'exam'`,
    );
    expect(list?.scale).toEqual({ version: 1, method: 'percentile', base: null });
    for (const session of sessions) {
      const sat = await platform.api.parts.database.query<{ number: string }>(
        'SELECT candidate_number AS number FROM sitting WHERE session_id = $1',
        [session],
      );
      const numbers = new Set(sat.map(({ number }) => number));
      const own = list?.results.filter(({ number }) => numbers.has(number)) ?? [];
      const to = percentileAmong(own.map(({ points }) => points ?? NaN));
      for (const one of own) {
        expect(one.scaled).toBe(to(one.points ?? NaN).exact);
        expect(one.outcome).toBe(one.scaled === 1_000_000_000 ? 'advanced' : 'out');
      }
    }
    const [fewest] =
      list?.results
        .filter(({ outcome }) => outcome === 'advanced')
        .map((one) => one.points ?? 0)
        .sort((a, b) => a - b) ?? [];
    const left = list?.results.filter(({ outcome }) => outcome === 'out').map((one) => one.points ?? 0) ?? [];
    expect(Math.max(...left)).toBeGreaterThan(fewest ?? Infinity);

    await hr.post(`${here}/rankings`);
    const { ranking, items: places } = await hr.get<{
      ranking: { rule: unknown };
      items: { place: number; points: number; scaledParts: unknown }[];
    }>(`${here}/rankings/1`);
    expect(ranking.rule).toMatchObject({
      code: 'openmerit-rank-4',
      stages: [{ code: 'exam', maximum: 10_000, scale: { method: 'percentile' } }],
    });
    // Both were the best of their session.
    expect(places.map(({ place, points }) => [place, points])).toEqual([
      [1, 10_000],
      [1, 10_000],
    ]);
    expect(places.map(({ scaledParts }) => scaledParts)).toEqual([
      { exam: 1_000_000_000 },
      { exam: 1_000_000_000 },
    ]);
    await hr.post(`${here}/rankings/1/approval`);
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });
    const page = await hr.ownFile(`/manage/competitions/${competitionId}/selection/exam`);
    expect(page.bytes.toString()).toContain('100.0000000 on the scale');
    const order = await hr.ownFile(`/manage/competitions/${competitionId}/rankings/1`);
    expect(order.bytes.toString()).toContain('so points count on one scale');
    expect(order.bytes.toString()).toContain('→ 100.0000000');
  }, 120_000);

  it('gets another scale where the session that the others are compared with is declared void', async () => {
    const exam = await staff(platform, 'exam');
    const competitionId = await draftCompetition(platform, 'ON-SCALE-2');
    const here = `/api/v1/competitions/${competitionId}`;
    await hr.post(`${here}/announcement`);
    const people = [await newCandidate(platform), await newCandidate(platform), await newCandidate(platform)];
    for (const client of people) await client.post(`${here}/applications`, { language: 'en' });
    await hr.post(`${here}/closing`);
    const base = await stageSession(platform, competitionId);
    const other = await stageSession(platform, competitionId);
    const choose = (wish: object) => exam.post(`${here}/scalings`, { reason: 'Forms differ.', ...wish });
    await choose({ method: 'equipercentile', baseSessionId: base });
    for (const [index, client] of people.entries())
      await sit(platform, client, index === 0 ? base : other, 100 - 20 * index);
    await release(platform, other, 2);
    expect(await codeOf(hr.post(`${here}/rankings`))).toBe('RANKING.SCALE_BASE');
    expect(await codeOf(choose({ method: 'percentile' }))).toBe('MEASUREMENT.RESULTS_OUT');

    await exam.post(`/api/v1/sessions/${base}/voiding`, { reason: 'The power failed.' });
    expect(await codeOf(hr.post(`${here}/rankings`))).toBe('RANKING.SCALE_BASE');
    const page = await exam.ownFile(`/manage/competitions/${competitionId}/scaling`);
    expect(page.bytes.toString()).toContain('was declared void');
    await choose({ method: 'percentile', reason: 'The session compared with is void.' });
    expect(await codeOf(choose({ method: 'none' }))).toBe('MEASUREMENT.RESULTS_OUT');
    await hr.post(`${here}/rankings`);
    await hr.post(`${here}/rankings/1/approval`);
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 120_000);
});
