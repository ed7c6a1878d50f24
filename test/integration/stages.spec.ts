import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newId } from '../../src/kernel/index.js';
import { beginBatch, type Beginning } from '../../src/sitting/store/begin-batch.js';
import { newCandidate, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { published, verified } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { draftCompetition, giveInterviews, release, sit, stageSession } from '../support/staged.js';

interface Line {
  readonly number: string;
  readonly before: string | null;
  readonly points: number | null;
  readonly outcome: string;
  readonly kept: boolean;
}

const text = (en: string) => ({ en, ru: en });
const PLAN = {
  stages: [
    { code: 'exam', kind: 'exam', title: text('Exam'), rule: { kind: 'best', count: 2 }, weight: 60 },
    {
      code: 'interview',
      kind: 'interview',
      title: text('Interview'),
      rule: { kind: 'cut-score', points: 1000 },
      weight: 20,
    },
    { code: 'case', kind: 'case', title: text('Case'), rule: { kind: 'best', count: 5 }, weight: 20 },
  ],
  ties: ['interview'],
  last: 'lot',
};

describe('a competition in stages', () => {
  let platform: TestPlatform;
  let hr: ApiClient;
  let here: string;
  let competitionId: string;
  const stageIds = new Map<string, string>();
  const people: { client: ApiClient; applicationId: string }[] = [];
  const interviews = new Map<string, number>();
  let caseSession: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const conclude = (code: string, body: Record<string, unknown> = {}) =>
    hr.post<{ version: number; advanced: number }>(`${here}/stages/${code}/conclusions`, body);
  const person = (index: number) => {
    const one = people[index];
    if (!one) throw new Error('There is nobody.');
    return one;
  };
  const factsOf = (type: string) =>
    query<{ shown: Record<string, unknown>; subject: string }>(
      `SELECT body #> '{content,shown}' AS shown, body #>> '{fact,subject}' AS subject FROM outbox
       WHERE type = $1 AND body #>> '{fact,cause}' = 'STAGED-1' ORDER BY id`,
      [type],
    );
  const listOf = async (hash: unknown) => {
    const [chunk] = await query<{ content: { results: Line[] } & Record<string, unknown> }>(
      `SELECT content FROM registry_chunk WHERE encode(hash, 'hex') = $1`,
      [hash],
    );
    if (!chunk) throw new Error('A list is kept.');
    return chunk.content;
  };
  const newestList = async () => listOf((await factsOf('stage-concluded')).at(-1)?.shown['listHash']);

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    hr = await staff(platform, 'hr');
    competitionId = await draftCompetition(platform, 'STAGED-1');
    here = `/api/v1/competitions/${competitionId}`;
  }, 120_000);
  afterAll(() => platform.close());

  it('has its stages set until it is announced, and states them then', async () => {
    const set = (plan: unknown) => hr.put(`${here}/stages`, plan);
    expect(await codeOf(set({ ...PLAN, ties: ['essay'] }))).toBe('COMPETITION.STAGES_TIES');
    expect(await set({ ...PLAN, stages: [PLAN.stages[2], PLAN.stages[0]], ties: [] })).toEqual({ stages: 2 });
    expect(await set(PLAN)).toEqual({ stages: 3 });
    expect(await codeOf(hr.get(`${here}/stages`))).toBe('COMPETITION.NOT_FOUND');
    await hr.post(`${here}/announcement`);
    expect(await codeOf(set(PLAN))).toBe('COMPETITION.STATE');
    const { items } = await hr.get<{ items: { code: string; id: string; position: number }[] }>(
      `${here}/stages`,
    );
    expect(items.map(({ code, position }) => [code, position])).toEqual([
      ['exam', 1],
      ['interview', 2],
      ['case', 3],
    ]);
    for (const { code, id } of items) stageIds.set(code, id);
    const [fact] = await factsOf('competition-announced');
    expect(fact?.shown).toMatchObject({
      stages: [
        { code: 'exam', rule: { kind: 'best', count: 2 }, weight: 60, programme: { version: 1 } },
        { code: 'interview', programme: null },
        { code: 'case' },
      ],
      ranking: { ties: ['interview'], last: 'lot' },
    });
    const page = await (await fetch(`${platform.base}/competitions/${competitionId}`)).text();
    expect(page).toContain('The best 2 and all equal to the last of them go on.');
  }, 60_000);

  it('lets its rule alone decide who goes on, once, whoever races', async () => {
    for (let index = 0; index < 4; index += 1) {
      const client = await newCandidate(platform);
      const { applicationId } = await client.post<{ applicationId: string }>(`${here}/applications`, {
        language: 'en',
      });
      people.push({ client, applicationId });
    }
    expect(await codeOf(conclude('exam'))).toBe('SELECTION.APPLICATIONS_OPEN');
    await hr.post(`${here}/closing`);
    expect(await codeOf(conclude('exam'))).toBe('SELECTION.OWED');
    expect(await codeOf(conclude('interview'))).toBe('SELECTION.STAGE_BEFORE');
    const sessionId = await stageSession(platform, competitionId);
    await sit(platform, person(0).client, sessionId, 100);
    await sit(platform, person(1).client, sessionId, 100);
    await sit(platform, person(2).client, sessionId, 0);
    expect(await codeOf(conclude('exam'))).toBe('SELECTION.OWED');
    await release(platform, sessionId, 3);
    expect(await hr.get(`${here}/stages/exam/preview`)).toMatchObject({
      advanced: 2,
      out: 1,
      absent: 1,
      atLine: 2,
      owed: [],
      conclusions: [],
    });
    const race = await Promise.all(Array.from({ length: 5 }, () => codeOf(conclude('exam'))));
    expect(race.sort()).toEqual([
      'SELECTION.NOTHING_NEW',
      'SELECTION.NOTHING_NEW',
      'SELECTION.NOTHING_NEW',
      'SELECTION.NOTHING_NEW',
      'done',
    ]);
    const list = await newestList();
    expect(list.results.map(({ outcome }) => outcome).sort()).toEqual([
      'absent',
      'advanced',
      'advanced',
      'out',
    ]);
    expect(JSON.stringify(list)).not.toContain('Test Person');
    const told = await query<{ kind: string }>(
      `SELECT kind FROM notice WHERE kind LIKE 'stage-%' ORDER BY kind`,
    );
    expect(told.map(({ kind }) => kind)).toEqual(['stage-advanced', 'stage-advanced', 'stage-out']);
  }, 120_000);

  it('keeps whoever is out from every door of a later stage', async () => {
    giveInterviews(platform, interviews);
    expect(await codeOf(conclude('interview'))).toBe('SELECTION.NOBODY');
    for (const index of [0, 1]) interviews.set(person(index).applicationId, 1500);
    // Who is out of the stage counts for nothing, whatever somebody scored.
    interviews.set(person(2).applicationId, 2000);
    expect(await conclude('interview')).toEqual({ version: 1, advanced: 2 });
    caseSession = await stageSession(platform, competitionId, stageIds.get('case'));
    const out = person(2).client;
    expect(await codeOf(out.get(`/api/v1/sessions/${caseSession}/waiting`))).toBe('SESSION.NOT_IN_STAGE');
    expect(await codeOf(out.post(`/api/v1/sessions/${caseSession}/sittings`))).toBe('SESSION.NOT_IN_STAGE');
    const [roster] = await query<{ count: number; draw: string }>(
      `SELECT count(n.holder_id)::int AS count, max(x.draw_id::text) AS draw FROM exam_session x
         JOIN draw_number n ON n.draw_id = x.draw_id WHERE x.id = $1`,
      [caseSession],
    );
    expect(roster?.count).toBe(2);
    const [account] = await query<{ personId: string }>(
      'SELECT person_id AS "personId" FROM application WHERE id = $1',
      [person(2).applicationId],
    );
    const forced: Beginning = {
      sittingId: newId(),
      sessionId: caseSession,
      drawId: roster?.draw ?? '',
      applicationId: person(2).applicationId,
      personId: account?.personId ?? '',
      candidateNumber: 'FORCED',
      language: 'en',
      accommodations: {},
      allowedMilliseconds: 60_000,
      root: Buffer.alloc(32),
      places: '[]',
      formHash: '00'.repeat(32),
      watchVersion: null,
      browser: null,
      wishHash: null,
    };
    const begun = await platform.api.parts.database.transaction((tx) => beginBatch(tx, [forced]));
    expect(begun.size).toBe(0);
    await sit(platform, person(0).client, caseSession, 100);
    await sit(platform, person(1).client, caseSession, 100);
    await release(platform, caseSession, 2);
    expect(await codeOf(hr.post(`${here}/rankings`))).toBe('RANKING.STAGES_OPEN');
    expect(await conclude('case')).toEqual({ version: 1, advanced: 2 });
  }, 120_000);

  it('ranks by all stages, orders equals by a lot that anybody draws again, and explains each place', async () => {
    expect(await hr.post(`${here}/rankings`)).toEqual({ version: 1 });
    await hr.post(`${here}/rankings/1/approval`);
    const { items } = await hr.get<{
      items: { applicationId: string; candidateNumber: string; points: number; place: number; lot: string }[];
    }>(`${here}/rankings/1`);
    // 60 × 1 + 20 × 0.75 + 20 × 1
    expect(items.map(({ points, place }) => [points, place])).toEqual([
      [9500, 1],
      [9500, 2],
    ]);
    const lots = items.map(({ lot }) => lot);
    expect(lots).toEqual([...lots].sort());
    const second = people.find(({ applicationId }) => applicationId === items[1]?.applicationId);
    expect(await second?.client.get(`${here}/place/mine`)).toMatchObject({
      place: 2,
      ranked: 2,
      parts: [
        { code: 'exam', adds: 6000 },
        { code: 'interview', points: 1500, maximum: 2000, adds: 1500 },
        { code: 'case', adds: 2000 },
      ],
      above: { candidateNumber: items[0]?.candidateNumber, decidedBy: 'lot' },
      below: null,
    });
    expect(await codeOf(person(2).client.get(`${here}/place/mine`))).toBe('RANKING.NO_PLACE');
    expect(await hr.get(`${here}/rankings/1/places/${items[0]?.candidateNumber ?? ''}`)).toMatchObject({
      place: 1,
      below: { decidedBy: 'lot' },
    });
    await published(platform);
    const outcome = await verified(platform);
    expect(outcome.text).not.toContain('FAILS');
    expect(outcome.code).toBe(0);
  }, 120_000);

  it('is concluded again with a reason; who has gone on stays, until an officer decides otherwise', async () => {
    const fallen = person(1).applicationId;
    interviews.set(fallen, 900);
    expect(await codeOf(hr.post(`${here}/rankings`, { reason: 'Other points.' }))).toBe(
      'RANKING.STAGES_OPEN',
    );
    expect(await codeOf(conclude('interview'))).toBe('SELECTION.REASON');
    expect(await codeOf(conclude('interview', { reason: 'For Test Person B.' }))).toBe(
      'SELECTION.REASON_NAMES',
    );
    expect(await hr.get(`${here}/stages/interview/preview`)).toMatchObject({ advanced: 1, stays: 1 });
    expect(await conclude('interview', { reason: 'A sheet was read wrongly.' })).toEqual({
      version: 2,
      advanced: 2,
    });
    const kept = await newestList();
    expect(kept.results.filter((line) => line.kept).map(({ points }) => points)).toEqual([900]);
    expect(kept['difference']).toEqual({ cameIn: [], fellOut: [] });
    // The stage after it rests on what was.
    expect(await codeOf(hr.post(`${here}/rankings`, { reason: 'Other points.' }))).toBe(
      'RANKING.STAGES_OPEN',
    );
    await conclude('case', { reason: 'The interview was concluded again.' });
    expect(await codeOf(hr.post(`${here}/rankings`))).toBe('RANKING.REASON');
    const reason = 'A sheet of the interview was read wrongly.';
    const { version } = await hr.post<{ version: number }>(`${here}/rankings`, { reason });
    await hr.post(`${here}/rankings/${String(version)}/approval`);
    const fact = (await factsOf('ranking-approved')).at(-1);
    expect(fact?.shown).toMatchObject({ reason, version });
    expect(await listOf(fact?.shown['difference'])).toMatchObject({ from: 1, to: version });
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });

    await conclude('interview', { reason: 'The commission decided so.', evenIfSat: true });
    expect((await newestList())['difference']).toMatchObject({ cameIn: [], fellOut: [expect.any(String)] });
    const [decision] = await query(`SELECT 1 FROM decision WHERE action = 'stage-put-out'`);
    expect(decision).toBeDefined();
    await conclude('case', { reason: 'The interview was concluded again.' });
    const last = await hr.post<{ version: number }>(`${here}/rankings`, { reason: 'One is out.' });
    await hr.post(`${here}/rankings/${String(last.version)}/approval`);
    const { items } = await hr.get<{ items: { applicationId: string }[] }>(
      `${here}/rankings/${String(last.version)}`,
    );
    expect(items.map(({ applicationId }) => applicationId)).toEqual([person(0).applicationId]);
    await published(platform);
    const outcome = await verified(platform);
    expect(outcome.text).not.toContain('FAILS');
    expect(outcome.code).toBe(0);
  }, 120_000);
});
