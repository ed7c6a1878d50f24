import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isComplete, maximumOf, scoresOf } from '../../src/commission/index.js';
import { hashJson, type Json } from '../../src/kernel/index.js';
import { listRoutes } from '../../src/people/index.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { codeOf } from '../support/code-of.js';
import {
  conclude,
  declareNone,
  interviewStage,
  levels,
  scoreAll,
  seal,
  sittingPanel,
  type Panel,
} from '../support/commissions.js';
import { published, verified } from '../support/entries.js';
import { pdfText } from '../support/pdf-text.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Scores {
  readonly listHash: string | null;
  readonly items: readonly {
    readonly applicationId: string;
    readonly number: string;
    readonly status: string;
    readonly points: number | null;
    readonly rounds: readonly {
      readonly verdict: string;
      readonly discussion: string | null;
      readonly competencies: readonly {
        readonly code: string;
        readonly points: number;
        readonly by: string;
      }[];
      readonly scores: readonly { readonly official: string }[];
    }[];
  }[];
}

interface Candidates {
  readonly items: readonly {
    readonly applicationId: string;
    readonly number: string;
    readonly fullName: string | null;
    readonly status: string;
    readonly members: readonly {
      readonly memberId: string;
      readonly declared: string | null;
      readonly sealed: boolean;
    }[];
  }[];
}

/** Words that stand in one member's entry alone: whoever shows them shows what is sealed. */
const SECRET = 'zebra-forty-two';

describe('a commission', () => {
  let platform: TestPlatform;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);

  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(() => platform.close());

  const scores = (panel: Panel, who = panel.members[0]) => who.get<Scores>(`${panel.at}/scores`);
  const candidates = (panel: Panel, who = panel.members[0]) => who.get<Candidates>(`${panel.at}/candidates`);
  const factsOf = (type: string, subject: string) =>
    query<{ shown: Record<string, unknown>; official: string }>(
      `SELECT body #> '{content,shown}' AS shown, body #>> '{fact,official}' AS official FROM outbox
       WHERE type = $1 AND body #>> '{fact,subject}' = $2 ORDER BY id`,
      [type, subject],
    );
  const subjectOf = async (panel: Panel) => {
    const [row] = await query<{ code: string }>('SELECT code FROM competition WHERE id = $1', [
      panel.competitionId,
    ]);
    return `${row?.code ?? ''}/interview`;
  };

  it('is formed by the rules alone, pins its guide, and is a public fact', async () => {
    const panel = await interviewStage(platform, 1);
    const { hr, at, seats } = panel;
    const setUp = (members: readonly object[], more: object = {}) =>
      codeOf(hr.put(at, { members, guide: 'service', ...more }));
    expect(await codeOf(hr.get(at))).toBe('COMMISSION.NOT_SET_UP');
    expect(await setUp(seats.slice(0, 2))).toBe('COMMISSION.TOO_FEW');
    const inside = { ...seats[2], outside: false, organisation: null };
    expect(await setUp([seats[0] as object, seats[1] as object, inside])).toBe('COMMISSION.NONE_OUTSIDE');
    // Of the ministry, by position.
    const named = { ...seats[1], outside: true, organisation: 'Somewhere else' };
    expect(await setUp([seats[0] as object, named, inside])).toBe('COMMISSION.NOT_OUTSIDE');
    const [stranger] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'proctor'`);
    expect(
      await setUp([seats[0] as object, { ...inside, accountId: stranger?.id }, seats[2] as object]),
    ).toBe('COMMISSION.NO_ROLE');
    expect(await setUp(seats, { largestGap: 5 })).toBe('COMMISSION.GAP');
    expect(await setUp(seats, { quorum: { numerator: 1, denominator: 3 } })).toBe('COMMISSION.QUORUM');
    expect(await setUp(seats, { guide: 'no-such' })).toBe('COMMISSION.NO_GUIDE');
    expect(await setUp(seats)).toBe('done');

    const guide = await hr.get<Record<string, unknown>>(`${at}/guide`);
    const { version, title, about } = guide;
    const competencies = guide['competencies'] as { title: object }[];
    const other = { version, title, about, competencies: competencies.slice(0, 2) };
    expect(await hr.put(`${at}/guide`, other)).toEqual({ version: 2 });
    expect(await codeOf(hr.put(`${at}/guide`, other))).toBe('COMMISSION.GUIDE_CHANGED');
    expect(await codeOf(hr.put(`${at}/guide`, { ...other, version: 2, competencies: [] }))).toBe(
      'COMMISSION.GUIDE_EMPTY',
    );
    expect(await hr.post(`${at}/opening`)).toEqual({ candidates: 1 });
    expect(await codeOf(hr.put(`${at}/guide`, { ...other, version: 2 }))).toBe('COMMISSION.GUIDE_PINNED');
    expect(await setUp(seats)).toBe('COMMISSION.NOT_FORMING');
    expect(await codeOf(hr.post(`${at}/opening`))).toBe('COMMISSION.STATE');
    expect(await maximumOf(platform.api.parts.database.tx, panel.stageId)).toBe(1000);

    const pinned = await hr.get<{ hash: string }>(`${at}/guide`);
    const [fact] = await factsOf('commission-formed', await subjectOf(panel));
    expect(fact).toMatchObject({
      official: expect.stringContaining('Leyla Mammadova'),
      shown: {
        version: 1,
        quorum: { numerator: 2, denominator: 3 },
        largestGap: 3,
        guide: { code: 'service', version: 2, hash: pinned.hash },
        reason: null,
      },
    });
    expect((fact?.shown['members'] as object[])[0]).toMatchObject({
      function: 'chair',
      official: expect.stringContaining('Elnur Safarov'),
      organisation: null,
    });
    expect(JSON.stringify(fact)).not.toContain('Test Person');
  });

  it('has no stage to sit before where candidates sit an exam', async () => {
    const panel = await interviewStage(platform, 0, 'exam');
    expect(await codeOf(panel.hr.put(panel.at, { members: panel.seats, guide: 'service' }))).toBe(
      'COMMISSION.NO_STAGE',
    );
    const empty = await interviewStage(platform, 0);
    await empty.hr.put(empty.at, { members: empty.seats, guide: 'service' });
    expect(await codeOf(empty.hr.post(`${empty.at}/opening`))).toBe('COMMISSION.NO_CANDIDATES');
  });

  it('hears nobody’s scores before they have declared, and none of those who step aside', async () => {
    const panel = await sittingPanel(platform, 2);
    const [chair, second, third] = panel.members;
    const [one, other] = panel.candidates.map(({ applicationId }) => applicationId) as [string, string];
    const declare = (kind: string, applicationId = one) =>
      codeOf(second.post(`${panel.at}/declarations`, { declarations: [{ applicationId, kind }] }));
    expect(await codeOf(seal(panel, chair, one, levels(3)))).toBe('COMMISSION.UNDECLARED');
    await declareNone(panel, chair);
    await declareNone(panel, third);
    expect(await codeOf(seal(panel, chair, one, { empathy: 3 }))).toBe('COMMISSION.LEVELS_MISSING');
    expect(await codeOf(seal(panel, chair, one, levels(6)))).toBe('COMMISSION.LEVEL');
    expect(await codeOf(seal(panel, chair, one, levels(3, { other: 1 })))).toBe('COMMISSION.LEVEL');
    await seal(panel, chair, one, levels(3));
    await seal(panel, third, one, levels(4));
    // The second member is still waited for, until they step aside: then the other two are all there are.
    expect((await scores(panel)).items.map(({ status }) => status)).toContain('scoring');
    expect(await declare('none')).toBe('done');
    expect(await declare('none')).toBe('COMMISSION.DECLARED');
    expect(await declare('work')).toBe('done');
    expect(await declare('none')).toBe('COMMISSION.SETTLED');
    expect(await codeOf(seal(panel, second, one, levels(5)))).toBe('COMMISSION.RECUSED');
    const found = (await scores(panel)).items.find(({ applicationId }) => applicationId === one);
    expect(found).toMatchObject({ status: 'scored', points: 1400 });
    // Whoever stepped aside does not see what the others gave.
    const aside = (await scores(panel, second)).items.find(({ applicationId }) => applicationId === one);
    expect(aside).toMatchObject({ points: null, rounds: [] });
    expect(await declare('family', other)).toBe('done');
    expect(await declare('none', other)).toBe('COMMISSION.DECLARED');
    const listed = (await candidates(panel)).items.find(({ applicationId }) => applicationId === other);
    expect(listed?.members.map(({ declared }) => declared)).toEqual(['none', 'conflict', 'none']);
    const acts = await query<{ action: string }>(
      `SELECT action FROM decision WHERE scope_id = $1 AND action IN ('commission-conflict', 'commission-no-conflict')`,
      [panel.competitionId],
    );
    expect(acts.filter(({ action }) => action === 'commission-conflict')).toHaveLength(2);
    expect(acts).toHaveLength(7);
  });

  it('shows no score to anybody before all are in, on any route', async () => {
    const panel = await sittingPanel(platform, 1);
    const [chair, second, third] = panel.members;
    const applicationId = panel.candidates[0]?.applicationId ?? '';
    for (const member of panel.members) await declareNone(panel, member);
    await seal(panel, chair, applicationId, levels(2), SECRET);
    await second.put(`${panel.at}/entries/${applicationId}`, {
      levels: levels(5),
      notes: SECRET,
      seal: false,
    });
    expect(await chair.get(`${panel.at}/entries/${applicationId}`)).toMatchObject({ notes: SECRET });
    const fill: Record<string, string> = {
      competitionId: panel.competitionId,
      stageId: panel.stageId,
      applicationId,
    };
    const routes = listRoutes(platform.api.app).filter(
      ({ method, path }) => method === 'GET' && /commission|interview|^\/desk|^\/audit|decisions/.test(path),
    );
    expect(routes.length).toBeGreaterThan(6);
    const seen = async (): Promise<string[]> => {
      const who = ['hr', 'member3', 'auditor', 'admin', 'exam'];
      const shown: string[] = [];
      for (const signIn of who) {
        const cookie = await cookieOf(signIn);
        for (const { path } of routes) {
          const address = path.replace(/:(\w+)/g, (_, name: string) => fill[name] ?? 'x');
          const answer = await fetch(platform.base + address, { headers: { cookie }, redirect: 'manual' });
          expect(answer.status).toBeLessThan(500);
          const text = await answer.text();
          if (text.includes(SECRET)) shown.push(`${signIn} ${path}`);
        }
      }
      return shown;
    };
    const cookieOf = async (signIn: string): Promise<string> => {
      const begun = await fetch(`${platform.base}/api/v1/session`);
      const cookies = () => begun.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
      const { csrfToken } = (await begun.json()) as { csrfToken: string };
      const answer = await fetch(`${platform.base}/api/v1/session`, {
        method: 'POST',
        headers: {
          cookie: cookies().join('; '),
          'x-csrf-token': csrfToken,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ signIn, password: DEMONSTRATION_PASSWORD }),
      });
      expect(answer.status).toBe(200);
      return answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0] ?? '')
        .join('; ');
    };
    expect(await seen()).toEqual([]);
    expect((await scores(panel, third)).items[0]?.rounds).toEqual([]);
    expect(await codeOf(seal(panel, chair, applicationId, levels(5)))).toBe('COMMISSION.SEALED');
    await expect(
      query('UPDATE commission_entry SET notes = $1 WHERE sealed_at IS NOT NULL', ['x']),
    ).rejects.toThrow('sealed');
    await seal(panel, second, applicationId, levels(3), SECRET);
    expect(await seen()).toEqual([]);
    await seal(panel, third, applicationId, levels(3));
    // The walk can see: now it does.
    const open = await seen();
    expect(open.some((one) => one.startsWith('hr '))).toBe(true);
    expect(open.some((one) => one.startsWith('member3 '))).toBe(true);
    expect(open.some((one) => one.startsWith('auditor '))).toBe(true);
    expect(open.some((one) => one.startsWith('exam '))).toBe(false);
    const read = await query<{ official: string }>(
      `SELECT official FROM decision WHERE action = 'commission-scores-read' AND scope_id = $1`,
      [panel.competitionId],
    );
    expect(read.length).toBeGreaterThan(0);
    expect(read.every(({ official }) => official.includes('Nigar Aliyeva'))).toBe(true);
  });

  it('opens a round once where the last two seal at the same moment', async () => {
    const panel = await sittingPanel(platform, 4);
    const [chair, second, third] = panel.members;
    for (const member of panel.members) await declareNone(panel, member);
    for (const { applicationId } of panel.candidates) await seal(panel, chair, applicationId, levels(3));
    await Promise.all(
      panel.candidates.flatMap(({ applicationId }) => [
        seal(panel, second, applicationId, levels(4)),
        seal(panel, third, applicationId, levels(4)),
      ]),
    );
    const rounds = await query<{ verdict: string; entries: number }>(
      `SELECT r.verdict, (SELECT count(*)::int FROM commission_entry e
         WHERE e.round_id = r.id AND e.sealed_at <= r.closed_at) AS entries
       FROM commission_round r JOIN commission c ON c.id = r.commission_id WHERE c.stage_id = $1`,
      [panel.stageId],
    );
    expect(rounds).toEqual(panel.candidates.map(() => ({ verdict: 'stands', entries: 3 })));
    // (3 + 4 + 4) / 3 in each of four competencies.
    expect((await scores(panel)).items.map(({ points }) => points)).toEqual([1468, 1468, 1468, 1468]);
  });

  it('asks again where a gap is too large, and takes the median where it stays', async () => {
    const panel = await sittingPanel(platform, 2);
    const [chair, second, third] = panel.members;
    const [one, other] = panel.candidates.map(({ applicationId }) => applicationId) as [string, string];
    for (const member of panel.members) await declareNone(panel, member);
    const round = async (applicationId: string, ...given: Record<string, number>[]) => {
      for (const [index, member] of panel.members.entries())
        await seal(panel, member, applicationId, given[index] ?? {});
    };
    await round(one, levels(3, { empathy: 1 }), levels(3, { empathy: 5 }), levels(3));
    await round(other, levels(2), levels(5), levels(4));
    const found = async (applicationId: string) =>
      (await scores(panel)).items.find((item) => item.applicationId === applicationId);
    expect(await found(one)).toMatchObject({ status: 'void', points: null });
    expect(await found(other)).toMatchObject({ status: 'scored', points: 1468 });
    expect(await codeOf(seal(panel, third, one, levels(4)))).toBe('COMMISSION.ROUND_OVER');
    const again = (who: typeof chair, discussion: string, applicationId = one) =>
      codeOf(who.post(`${panel.at}/rounds/${applicationId}`, { discussion }));
    expect(await again(second, 'We talked.')).toBe('COMMISSION.CHAIR_ONLY');
    expect(await again(chair, 'We talked.', other)).toBe('COMMISSION.NOT_VOID');
    expect(await again(chair, 'a')).toBe('COMMISSION.SAY_WHY');
    expect(await again(chair, 'Mr Person was nervous.')).toBe('COMMISSION.TEXT_NAMES');
    expect(await again(chair, 'One of us had not heard the second answer.')).toBe('done');
    await round(one, levels(3, { empathy: 1 }), levels(4, { empathy: 5 }), levels(4, { empathy: 5 }));
    const result = await found(one);
    expect(result).toMatchObject({ status: 'scored', points: 367 * 3 + 500 });
    expect(result?.rounds.map(({ verdict }) => verdict)).toEqual(['void', 'median']);
    expect(result?.rounds[1]?.competencies.find(({ code }) => code === 'empathy')).toMatchObject({
      points: 500,
      by: 'median',
    });
    // The first round stays as it was.
    expect(result?.rounds[0]?.scores).toHaveLength(3);
    await expect(
      query(`UPDATE commission_round SET verdict = 'stands' WHERE verdict = 'void'`),
    ).rejects.toThrow('stays');
  });

  it('goes on without a member where the others are a quorum, and never with one alone', async () => {
    const panel = await sittingPanel(platform, 2);
    const [chair, second, third] = panel.members;
    const [one, other] = panel.candidates.map(({ applicationId }) => applicationId) as [string, string];
    const { items } = await candidates(panel);
    const [, secondId, thirdId] = items[0]?.members.map(({ memberId }) => memberId) ?? [];
    await declareNone(panel, chair);
    await declareNone(panel, second);
    const excuse = (memberId: string | undefined, applicationId = one) =>
      codeOf(chair.post(`${panel.at}/excusals/${applicationId}`, { memberId, reason: 'Ill today.' }));
    await seal(panel, chair, one, levels(4));
    await seal(panel, second, one, levels(4));
    expect(await excuse(secondId)).toBe('COMMISSION.NOT_EXPECTED');
    expect(await excuse(thirdId)).toBe('done');
    expect((await scores(panel)).items.find(({ applicationId }) => applicationId === one)?.points).toBe(1600);
    expect(await excuse(thirdId)).toBe('COMMISSION.ROUND_OVER');
    expect(await excuse(thirdId, other)).toBe('done');
    expect(await excuse(secondId, other)).toBe('COMMISSION.NO_QUORUM');
    await third.post(`${panel.at}/declarations`, {
      declarations: [{ applicationId: other, kind: 'family' }],
    });
    await second.post(`${panel.at}/declarations`, {
      declarations: [{ applicationId: other, kind: 'dispute' }],
    });
    await seal(panel, chair, other, levels(5));
    const stuck = (await scores(panel)).items.find(({ applicationId }) => applicationId === other);
    expect(stuck).toMatchObject({ status: 'scoring', rounds: [] });
  });

  it('can have other members while it sits, on public record, and a conflict is not lost by it', async () => {
    const panel = await sittingPanel(platform, 1);
    const [chair, second, third] = panel.members;
    const one = panel.candidates[0]?.applicationId ?? '';
    await declareNone(panel, chair);
    await declareNone(panel, third);
    await second.post(`${panel.at}/declarations`, { declarations: [{ applicationId: one, kind: 'family' }] });
    await seal(panel, chair, one, levels(4));
    const swapped = panel.seats.map((seat, index) => ({
      ...seat,
      function: index === 1 ? 'chair' : 'member',
    }));
    const change = (members: readonly object[], reason = 'The chair is on leave.') =>
      codeOf(panel.hr.post(`${panel.at}/members`, { members, reason }));
    expect(await change(swapped)).toBe('COMMISSION.IN_ROUND');
    await seal(panel, third, one, levels(4));
    expect(await change(panel.seats)).toBe('COMMISSION.SAME_MEMBERS');
    expect(await change(swapped, 'Because of Person')).toBe('COMMISSION.TEXT_NAMES');
    expect(await change(swapped)).toBe('done');
    const { items } = await candidates(panel, panel.hr);
    expect(items[0]?.members.map(({ declared }) => declared).sort()).toEqual(['conflict', 'none', 'none']);
    expect((await scores(panel)).items[0]?.points).toBe(1600);
    const facts = await factsOf('commission-formed', await subjectOf(panel));
    expect(facts.map(({ shown }) => [shown['version'], shown['reason']])).toEqual([
      [1, null],
      [2, 'The chair is on leave.'],
    ]);
  });

  it('gives times that a candidate sees, and does not plan two at once', async () => {
    const panel = await sittingPanel(platform, 2);
    const [one, other] = panel.candidates as [Panel['candidates'][number], Panel['candidates'][number]];
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const plan = (applicationId: string, more: object) =>
      codeOf(
        panel.hr.put(`${panel.at}/slots/${applicationId}`, {
          minutes: 60,
          timeZone: 'Asia/Baku',
          place: 'Room 5',
          ...more,
        }),
      );
    const own = async () =>
      (
        await one.client.get<{ items: Record<string, unknown>[] }>(
          `/api/v1/competitions/${panel.competitionId}/interviews`,
        )
      ).items;
    expect(await own()).toMatchObject([{ stage: 'interview', slot: null, number: null, points: null }]);
    expect(await plan(one.applicationId, { startsAt: at(-1) })).toBe('REQUEST.INVALID');
    expect(await plan(one.applicationId, { startsAt: at(24), timeZone: 'Baku' })).toBe('REQUEST.INVALID');
    const first = at(24);
    expect(await plan(one.applicationId, { startsAt: first })).toBe('done');
    expect(await plan(other.applicationId, { startsAt: at(24.5) })).toBe('COMMISSION.OVERLAPS');
    expect(await plan(other.applicationId, { startsAt: at(25.1) })).toBe('done');
    expect(await own()).toMatchObject([{ slot: { startsAt: first, place: 'Room 5' } }]);
    expect(await plan(one.applicationId, { startsAt: at(30) })).toBe('COMMISSION.SAY_WHY');
    expect(await plan(one.applicationId, { startsAt: at(30), reason: 'The room is closed.' })).toBe('done');
    const kept = await query(`SELECT 1 FROM commission_slot WHERE application_id = $1`, [one.applicationId]);
    expect(kept).toHaveLength(2);
  });

  it('concludes by a vote, with a protocol that its public hash fits, and no name in it', async () => {
    const panel = await sittingPanel(platform, 3);
    const [chair, second] = panel.members;
    const [one, absent, withdrawn] = panel.candidates as [
      Panel['candidates'][number],
      Panel['candidates'][number],
      Panel['candidates'][number],
    ];
    const { tx } = platform.api.parts.database;
    const absence = (who = chair, reason = 'Did not come, and did not write.') =>
      codeOf(who.post(`${panel.at}/absences/${absent.applicationId}`, { reason }));
    for (const member of panel.members) await declareNone(panel, member);
    expect(await codeOf(chair.post(`${panel.at}/conclusion`))).toBe('COMMISSION.NOT_DONE');
    for (const member of panel.members) await seal(panel, member, one.applicationId, levels(4));
    expect(await codeOf(chair.post(`${panel.at}/absences/${one.applicationId}`, { reason: 'Gone' }))).toBe(
      'COMMISSION.WAS_HEARD',
    );
    expect(await absence(second)).toBe('COMMISSION.CHAIR_ONLY');
    expect(await absence()).toBe('done');
    expect(await absence()).toBe('COMMISSION.ABSENT');
    expect(await codeOf(seal(panel, second, absent.applicationId, levels(1)))).toBe('COMMISSION.ABSENT');
    expect(await codeOf(chair.delete(`${panel.at}/absences/${absent.applicationId}`))).toBe('done');
    expect(await absence()).toBe('done');
    expect((await scores(panel)).listHash).toBeNull();
    await query(`UPDATE application SET state = 'withdrawn' WHERE id = $1`, [withdrawn.applicationId]);
    const { listHash } = await scores(panel);
    expect(listHash).toMatch(/^[0-9a-f]{64}$/);
    const vote = (who: typeof chair, more: object) =>
      codeOf(who.post(`${panel.at}/votes`, { approve: true, listHash, ...more }));
    expect(await vote(chair, { listHash: 'ab'.repeat(32) })).toBe('COMMISSION.LIST_CHANGED');
    expect(await vote(chair, {})).toBe('done');
    expect(await vote(chair, {})).toBe('COMMISSION.VOTED');
    expect(await codeOf(chair.post(`${panel.at}/conclusion`))).toBe('COMMISSION.VOTES_MISSING');
    expect(await vote(second, { approve: false, opinion: 'Person was better.' })).toBe(
      'COMMISSION.TEXT_NAMES',
    );
    expect(await vote(second, { approve: false, opinion: 'The time was too short.' })).toBe('done');
    expect(await codeOf(second.post(`${panel.at}/conclusion`))).toBe('COMMISSION.CHAIR_ONLY');
    expect(await isComplete(tx, panel.stageId)).toBe(false);
    expect(await codeOf(chair.get(`${panel.at}/protocol`))).toBe('COMMISSION.NOT_CONCLUDED');
    const race = await Promise.all([1, 2, 3].map(() => codeOf(chair.post(`${panel.at}/conclusion`))));
    expect(race.sort()).toEqual(['COMMISSION.STATE', 'COMMISSION.STATE', 'done']);

    expect(await isComplete(tx, panel.stageId)).toBe(true);
    expect(await scoresOf(tx, panel.stageId)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ applicationId: one.applicationId, points: 1600 }),
        expect.objectContaining({ applicationId: absent.applicationId, points: null }),
      ]),
    );
    expect(await scoresOf(tx, panel.stageId)).toHaveLength(2);
    const { content, hash } = await second.get<{ content: Json; hash: string }>(`${panel.at}/protocol`);
    expect(hashJson(content).toString('hex')).toBe(hash);
    expect(JSON.stringify(content)).not.toContain('Test Person');
    const [fact] = await factsOf('commission-concluded', await subjectOf(panel));
    expect(fact).toMatchObject({
      official: expect.stringContaining('Elnur Safarov'),
      shown: {
        candidates: 2,
        absent: 1,
        voidedRounds: 0,
        maximum: 2000,
        votes: { ayes: 1, noes: 1 },
        listHash,
        protocolHash: hash,
      },
    });
    const [chunk] = await query<{ content: Json }>(
      `SELECT content FROM registry_chunk WHERE hash = decode($1, 'hex')`,
      [listHash],
    );
    expect(hashJson(chunk?.content ?? null).toString('hex')).toBe(listHash);

    const named = pdfText((await panel.hr.ownFile(`${panel.at}/protocol-file-with-names`)).bytes);
    const numbers = pdfText((await chair.ownFile(`${panel.at}/protocol-file`)).bytes);
    const words = (text: string) => text.replace(/\s+/g, ' ');
    expect(words(named)).toContain('Test Person');
    expect(words(numbers)).not.toContain('Test Person');
    for (const said of [
      'Elnur Safarov',
      'Vusala Ibrahimova',
      '16.00',
      'did not come',
      'The time was too short',
    ])
      expect(words(numbers)).toContain(said);
    expect(numbers.replace(/\s/g, '')).toContain(hash);
    expect(await codeOf(chair.ownFile(`${panel.at}/protocol-file-with-names`))).toBe('AUTH.FORBIDDEN');
    const mine = await one.client.get<{ items: { points: number }[] }>(
      `/api/v1/competitions/${panel.competitionId}/interviews`,
    );
    expect(mine.items[0]?.points).toBe(1600);
    expect(await codeOf(seal(panel, second, one.applicationId, levels(1)))).toBe('COMMISSION.NOT_SITTING');
  });

  it('is public in the registry, and the verifier follows it', async () => {
    const panel = await sittingPanel(platform, 1);
    await scoreAll(panel, 5);
    await conclude(panel);
    await platform.worker();
    await published(platform);
    const code = (await subjectOf(panel)).split('/')[0] ?? '';
    const list = await (await fetch(`${platform.base}/registry?competition=${code}`)).text();
    for (const words of ['Commission formed', 'Commission concluded']) expect(list).toContain(words);
    const { items } = (await (
      await fetch(`${platform.base}/api/v1/registry/entries?competition=${code}`)
    ).json()) as { items: { publicId: string }[] };
    const pages = await Promise.all(
      items.map(async ({ publicId }) =>
        (await fetch(`${platform.base}/registry/entries/${publicId}?lang=en`)).text(),
      ),
    );
    for (const words of ['Elnur Safarov', 'University of Public Service', '20.00'])
      expect(pages.join(' ')).toContain(words);
    expect(pages.join(' ')).not.toContain('Test Person');
    const { code: ended, text } = await verified(platform);
    expect([ended, text]).toEqual([0, expect.not.stringContaining('does not know')]);
  }, 60_000);
});
