import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { ResultLine } from '../../src/grading/facts.js';
import { COMPUTE_STATISTICS, EnqueueStatistics, openItemFlags } from '../../src/measurement/index.js';
import { equipercentile, percentileAmong } from '../../src/measurement/domain/scaling.js';
import type { PlaceExplanation } from '../../src/ranking/domain/explain-place.js';
import { hashJson, type Json } from '../../src/kernel/index.js';
import { keepChunk, type FactDraft } from '../../src/platform/index.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { published, statedEntry, verified } from '../support/entries.js';
import { gradedAll, measuredCompetition, satBy, type Measured } from '../support/measured.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface Statistics {
  readonly sittings: number;
  readonly mean: number;
  readonly reliability: { readonly method: string; readonly value?: number; readonly standardError?: number };
  readonly items: readonly {
    readonly item: string;
    readonly taken: number;
    readonly exposure: number;
    readonly difficulty: number;
    readonly pointBiserial: number | null;
    readonly omitted: number;
    readonly medianMilliseconds: number | null;
    readonly offered: readonly string[];
    readonly options: readonly { readonly chosen: number; readonly byGroup: readonly number[] }[];
    readonly groups: readonly { readonly taken: number; readonly difficulty: number }[];
  }[];
}

interface RankedPlace {
  readonly candidateNumber: string;
  readonly points: number;
  readonly scaled: number | null;
  readonly scaledParts: Readonly<Record<string, number>> | null;
  readonly place: number | null;
}

const SAT = 9;

describe('what a session measured', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let hr: ApiClient;
  let two: Measured;

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const first = () => two.sessions[0] ?? '';
  const second = () => two.sessions[1] ?? '';
  const statisticsOf = (sessionId: string) =>
    exam.get<Statistics>(`/api/v1/sessions/${sessionId}/statistics`);
  const scaling = () => `/api/v1/competitions/${two.competitionId}/scalings`;
  const rankings = (competitionId: string) => `/api/v1/competitions/${competitionId}/rankings`;
  const ranked = (competitionId: string, version = 1) =>
    hr.get<{ ranking: { rule: unknown }; items: RankedPlace[] }>(
      `${rankings(competitionId)}/${String(version)}?limit=100`,
    );
  const linesOf = async (sessionId: string) => {
    const [list] = await query<{ lines: ResultLine[] }>(
      `SELECT c.content -> 'lines' AS lines FROM registry_chunk c WHERE c.content ->> 'session' = $1`,
      [sessionId],
    );
    return list?.lines ?? [];
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    hr = await staff(platform, 'hr');
    two = await measuredCompetition(platform, 'MEASURE-1', 2);
  }, 120_000);
  afterAll(() => platform.close());

  it('is told to nobody before the session is closed', async () => {
    expect(await codeOf(statisticsOf(first()))).toBe('MEASUREMENT.NOT_CLOSED');
    await satBy(platform, two, first(), SAT);
    expect(await codeOf(statisticsOf(first()))).toBe('MEASUREMENT.NO_STATISTICS');
    const waiting = await platform.api.parts.database.transaction((tx) => openItemFlags(tx, first()));
    expect(waiting).toEqual({ count: null, items: [] });
    expect(await codeOf((await staff(platform, 'hr')).get(`/api/v1/sessions/${first()}/statistics`))).toBe(
      'AUTH.FORBIDDEN',
    );
  }, 60_000);

  it('is worked out once, though the queue lost it and it ran again', async () => {
    const { app, parts } = platform.api;
    await platform.worker();
    await gradedAll(platform, first());
    await until(async () => (await codeOf(statisticsOf(first()))) === 'done');
    await parts.queue.flush(COMPUTE_STATISTICS);
    const kept = () =>
      query<{ id: string }>('SELECT id FROM session_statistics WHERE session_id = $1', [first()]);
    expect(await kept()).toHaveLength(1);
    expect(await app.get(EnqueueStatistics).run()).toBe(0);
    await expect(query(`UPDATE session_statistics SET sittings = 1`)).rejects.toThrow(
      'This table only grows.',
    );
  }, 60_000);

  it('counts each item over those who had it, as plain SQL does', async () => {
    const { items, sittings, mean, reliability } = await statisticsOf(first());
    expect(sittings).toBe(SAT);
    const known = await query<{ item: string; taken: number; difficulty: number; none: number }>(
      `SELECT i ->> 'itemVersionId' AS item, count(*)::int AS taken, round(avg((g.by_item -> 0 ->> (i ->> 'position')::int - 1)::int) / 100, 4)::float AS difficulty,
         count(*) FILTER (WHERE substr(g.by_item ->> 1, (i ->> 'position')::int, 1) = 'n')::int AS none
       FROM sitting s JOIN form f ON f.sitting_id = s.id, jsonb_array_elements(f.items) i, grade g
       WHERE s.session_id = $1 AND g.sitting_id = s.id GROUP BY 1`,
      [first()],
    );
    expect(items).toHaveLength(known.length);
    const byItem = new Map(items.map((one) => [one.item, one]));
    for (const { item, taken, difficulty, none } of known) {
      expect(byItem.get(item)).toMatchObject({
        taken,
        omitted: none,
        exposure: Math.round((taken / SAT) * 10_000) / 10_000,
      });
      expect(byItem.get(item)?.difficulty).toBeCloseTo(difficulty, 3);
    }
    const [points] = await query<{ mean: number }>(
      `SELECT avg(g.points)::float / 100 AS mean FROM grade g JOIN sitting s ON s.id = g.sitting_id WHERE s.session_id = $1`,
      [first()],
    );
    expect(mean).toBeCloseTo(points?.mean ?? 0, 3);
    // Those who know a quarter and those who know nearly all are well apart.
    expect(reliability).toMatchObject({ method: 'stratified-components' });
    expect(reliability.value).toBeGreaterThan(0.7);
    expect(reliability.standardError).toBeGreaterThan(1);
    for (const one of items) {
      expect(one.groups.reduce((sum, group) => sum + group.taken, 0)).toBe(one.taken);
      if (one.offered.length > 0 && one.omitted === 0)
        expect(one.options.reduce((sum, option) => sum + option.chosen, 0)).toBeGreaterThanOrEqual(one.taken);
    }
    // One action a second, by the devices' own clocks.
    const times = items.flatMap(({ medianMilliseconds }) => medianMilliseconds ?? []);
    expect(new Set(times)).toEqual(new Set([1000]));
  });

  it('is a file that a spreadsheet opens, and pages with a picture', async () => {
    const { bytes, type } = await exam.ownFile(`/sessions/${first()}/statistics/items.csv`);
    const [head, ...lines] = bytes.toString().trimEnd().split('\r\n');
    expect(type).toContain('text/csv');
    expect(head).toContain('item,item_version,part');
    const { items } = await statisticsOf(first());
    expect(lines).toHaveLength(items.reduce((sum, { offered }) => sum + Math.max(1, offered.length), 0));
    const page = (await exam.ownFile(`/sessions/${first()}/statistics`)).bytes.toString();
    expect(page).toContain('Standard error of measurement');
    const item = items.find(({ options }) => options.length > 1);
    const own = (
      await exam.ownFile(`/sessions/${first()}/statistics/items/${item?.item ?? ''}`)
    ).bytes.toString();
    expect(own).toContain('om-lines__line--0');
    expect(own).toContain('Too few candidates had it');
    const flags = await platform.api.parts.database.transaction((tx) => openItemFlags(tx, first()));
    // Nobody is flagged by nine candidates.
    expect(flags).toEqual({ count: 0, items: [] });
  });

  it('is compared as somebody chose by name, before any result is out', async () => {
    const reason = 'The sessions have forms of their own.';
    expect(await codeOf(exam.post(scaling(), { method: 'equipercentile', reason }))).toBe('REQUEST.INVALID');
    expect(await codeOf((await staff(platform, 'hr')).post(scaling(), { method: 'none', reason }))).toBe(
      'AUTH.FORBIDDEN',
    );
    const [person] = await query<{ name: string }>(
      `SELECT p.full_name AS name FROM application a JOIN person p ON p.id = a.person_id
       WHERE a.competition_id = $1 LIMIT 1`,
      [two.competitionId],
    );
    const named = { method: 'none', reason: `Fairer to ${person?.name ?? ''}.` };
    expect(await codeOf(exam.post(scaling(), named))).toBe('MEASUREMENT.REASON_NAMES');
    await exam.post(scaling(), { method: 'percentile', reason });
    const wish = { method: 'equipercentile', baseSessionId: first(), reason };
    expect(await exam.post(scaling(), wish)).toEqual({ version: 2 });
    await satBy(platform, two, second(), 5);
    await gradedAll(platform, second());
    await exam.post(`/api/v1/sessions/${second()}/release`);
    // The scale is that of a session which is not out: nobody is on it.
    expect(await codeOf(hr.post(rankings(two.competitionId)))).toBe('RANKING.SCALE_BASE');
    await exam.post(`/api/v1/sessions/${first()}/release`);
    expect(await codeOf(exam.post(scaling(), wish))).toBe('MEASUREMENT.RESULTS_OUT');

    await hr.post(rankings(two.competitionId));
    const { ranking, items } = await ranked(two.competitionId);
    expect(ranking.rule).toMatchObject({
      code: 'openmerit-rank-3',
      scale: { version: 2, method: 'equipercentile', base: first() },
    });
    expect(items).toHaveLength(SAT + 5);
    const base = await linesOf(first());
    const lines = await linesOf(second());
    const pointsOf = (all: readonly ResultLine[]) => all.map(({ points }) => points);
    const to = equipercentile(pointsOf(lines), pointsOf(base));
    const onOwn = equipercentile(pointsOf(base), pointsOf(base));
    for (const one of items) {
      const is = (all: readonly ResultLine[]) =>
        all.find(({ candidateNumber }) => candidateNumber === one.candidateNumber);
      const [there, here] = [is(lines), is(base)];
      expect(one.points).toBe((there ?? here)?.points);
      expect(one.scaled).toBe((there ? to(there.points) : onOwn(here?.points ?? NaN)).exact);
    }
    expectOrder(items);
    await hr.post(`${rankings(two.competitionId)}/1/approval`);
    const page = await exam.ownFile(`/manage/competitions/${two.competitionId}/scaling`);
    expect(page.bytes.toString()).toContain('The group is far too small');
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 60_000);

  it('ranks by percentile: by those at or below in one’s own session, whatever it had to answer', async () => {
    const easy = await measuredCompetition(platform, 'MEASURE-2', 2);
    const [one = '', other = ''] = easy.sessions;
    await exam.post(`/api/v1/competitions/${easy.competitionId}/scalings`, {
      method: 'percentile',
      reason: 'By law.',
    });
    await satBy(platform, easy, one, 4, [70, 95]);
    await satBy(platform, easy, other, 4, [40, 65]);
    for (const session of [one, other]) {
      await gradedAll(platform, session);
      await exam.post(`/api/v1/sessions/${session}/release`);
    }
    await hr.post(rankings(easy.competitionId));
    const { ranking, items } = await ranked(easy.competitionId);
    expect(ranking.rule).toMatchObject({
      code: 'openmerit-rank-3',
      scale: { method: 'percentile', base: null },
    });
    for (const session of [one, other]) {
      const lines = await linesOf(session);
      const to = percentileAmong(lines.map(({ points }) => points));
      for (const line of lines) {
        const placed = items.find(({ candidateNumber }) => candidateNumber === line.candidateNumber);
        expect(placed).toMatchObject({ points: line.points, scaled: to(line.points).exact });
        for (const { part, points } of line.parts) {
          const all = lines.map(({ parts }) => parts.find((is) => is.part === part)?.points ?? 0);
          expect(placed?.scaledParts?.[part]).toBe(percentileAmong(all)(points).exact);
        }
      }
    }
    expectOrder(items);
    const places = items.filter(({ place }) => place !== null);
    const raw = [...places].sort((a, b) => b.points - a.points);
    expect(places.map(({ points }) => points)).not.toEqual(raw.map(({ points }) => points));

    const last = places.at(-1);
    const address = `${rankings(easy.competitionId)}/1/places/${last?.candidateNumber ?? ''}`;
    const why = await hr.get<PlaceExplanation>(address);
    expect(why).toMatchObject({ points: last?.points, scaled: last?.scaled, above: { onScale: true } });
    const page = (await hr.ownFile(address.replace('/api/v1/', '/manage/'))).bytes.toString();
    expect(page).toContain(((last?.scaled ?? 0) / 1e7).toFixed(7));
    expect(page).toContain(((last?.points ?? 0) / 100).toFixed(2));

    await hr.post(`${rankings(easy.competitionId)}/1/approval`);
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 120_000);

  it('is told to the bank once the results are out, and to authors on the page of the item', async () => {
    await until(
      async () => (await query('SELECT 1 FROM item_report WHERE session_id = $1', [first()])).length > 0,
    );
    const [told] = await query<{ itemId: string; bankId: string; taken: number }>(
      `SELECT i.id AS "itemId", i.bank_id AS "bankId", (r.body ->> 'taken')::int AS taken FROM item_report r
         JOIN item_version v ON v.id = r.item_version_id JOIN item i ON i.id = v.item_id LIMIT 1`,
    );
    const author = await staff(platform, 'author');
    const page = await author.ownFile(`/item-banks/${told?.bankId ?? ''}/items/${told?.itemId ?? ''}`);
    expect(page.bytes.toString()).toContain('How it did');
    expect(await query(`SELECT 1 FROM item_report WHERE body ? 'keyed'`)).toEqual([]);
  }, 60_000);

  it('is refused by whoever checks, where a ranking goes by other points than the scale gives', async () => {
    const [stated] = await query<{
      draft: FactDraft;
      list: Record<string, Json> & { places: RankedPlace[] };
    }>(
      `SELECT o.body #> '{content,shown}' AS draft, c.content AS list FROM outbox o
         JOIN registry_chunk c ON encode(c.hash, 'hex') = o.body #>> '{content,shown,listHash}'
       WHERE o.type = 'ranking-approved' AND o.body #>> '{fact,subject}' = 'MEASURE-2/1'`,
    );
    if (!stated) throw new Error('The ranking is published.');
    const [head, ...others] = stated.list.places;
    const list = {
      ...stated.list,
      version: 2,
      places: [{ ...head, scaled: (head?.scaled ?? 0) - 1 }, ...others],
    } as unknown as Json;
    await platform.api.parts.database.transaction((tx) => keepChunk(tx, list));
    await statedEntry(platform, {
      type: 'ranking-approved',
      subject: 'MEASURE-2/2',
      cause: 'MEASURE-2',
      time: new Date(),
      official: 'Somebody, Test',
      shown: {
        ...(stated.draft as unknown as FactDraft['shown']),
        version: 2,
        listHash: hashJson(list).toString('hex'),
      },
    });
    const { code, text } = await verified(platform);
    expect(code).not.toBe(0);
    expect(text).toContain('The ranking MEASURE-2/2 does not follow from the results by its rule.');
  }, 60_000);
});

/** By the scale, the higher first; nobody after somebody with less. */
function expectOrder(items: readonly RankedPlace[]): void {
  const scaled = items.filter(({ place }) => place !== null).map((one) => one.scaled ?? NaN);
  expect(scaled).toEqual([...scaled].sort((a, b) => b - a));
}
