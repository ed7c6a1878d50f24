import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FinishRegrades } from '../../src/appeal/index.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { foreseenAt, releasedSession, sharedItems, type Sat } from '../support/contested.js';
import { published, verified } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const REASONS = 'Two of these answers are right by the law as it stands since March.';
const WHY = 'The law was changed in March, and two answers are right since.';

interface Foreseen {
  readonly sessions: readonly { readonly up: number; readonly down: number; readonly sittings: number }[];
  readonly ranking: {
    readonly changes: readonly {
      readonly candidateNumber: string;
      readonly before: { readonly points: number; readonly place: number | null } | null;
      readonly after: { readonly points: number; readonly place: number | null } | null;
    }[];
  };
}
interface Detail {
  readonly state: string;
  readonly foreseen: Foreseen | null;
}

/** From a challenge to the regraded lists, and appeals, on one platform. */
describe('contested results', () => {
  let platform: TestPlatform;
  let sessionId: string;
  let competitionId: string;
  let sat: readonly Sat[];
  let exam: ApiClient;
  let hr: ApiClient;
  let experts: [ApiClient, ApiClient];
  let appeals: ApiClient;
  let cases: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const points = async (): Promise<Map<string, number>> => {
    const found = await query<{ number: string; points: number }>(
      `SELECT s.candidate_number AS number, g.points FROM grade g JOIN sitting s ON s.id = g.sitting_id
         JOIN scoring_version v ON v.id = g.scoring_version_id
       WHERE s.session_id = $1 AND v.number = (SELECT max(number) FROM scoring_version WHERE session_id = $1)`,
      [sessionId],
    );
    return new Map(found.map((one) => [one.number, one.points]));
  };
  const lists = async (): Promise<number> =>
    (
      await query(`SELECT 1 FROM registry_entry WHERE type = 'result-list' AND fact ->> 'subject' = $1`, [
        sessionId,
      ])
    ).length;
  const newestCase = async (): Promise<string> => {
    const { items } = await exam.get<{ items: { id: string; state: string }[] }>(cases);
    return items.find(({ state }) => state === 'open')?.id ?? '';
  };
  const challenge = (of: Sat, position: number) =>
    of.client.post(`/api/v1/sittings/${of.sittingId}/challenges`, { position, reasons: REASONS });
  const satBy = (sittingId: string): Sat => {
    const found = sat.find((one) => one.sittingId === sittingId);
    if (!found) throw new Error('Nobody has sat this.');
    return found;
  };
  const isDone = async (): Promise<boolean> =>
    (await query('SELECT 1 FROM regrade WHERE done_at IS NULL')).length === 0;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    const released = await releasedSession(platform, 6);
    ({ sessionId, competitionId, sat, exam, hr } = released);
    experts = [await staff(platform, 'expert'), await staff(platform, 'expert2')];
    appeals = await staff(platform, 'appeals');
    cases = `/api/v1/competitions/${competitionId}/challenges`;
  }, 180_000);
  afterAll(() => platform.close());

  it('a challenge that is accepted does to everybody what was foreseen, and the log holds', async () => {
    const [item] = await sharedItems(platform);
    const [first, second] = item?.places ?? [];
    if (!item || !first || !second) throw new Error('Two had the same question.');
    await challenge(satBy(first.sittingId), first.position);
    await challenge(satBy(second.sittingId), second.position);
    expect(await codeOf(challenge(satBy(first.sittingId), first.position))).toBe('APPEAL.ALREADY');
    expect(await codeOf(challenge(satBy(first.sittingId), 999))).toBe('APPEAL.NO_ITEM');
    const caseId = await newestCase();
    const ruling = { kind: 'annul', reason: WHY, challenges: 2 };
    // Two experts at once: one of them has decided, the other one is told so.
    const outcomes = await Promise.all(
      experts.map((expert) => codeOf(expert.post(`${cases}/${caseId}/ruling`, ruling))),
    );
    expect(outcomes.sort()).toEqual(['APPEAL.CASE_STATE', 'done']);
    const before = await points();
    const seen = await foreseenAt<Detail>(exam, `${cases}/${caseId}`);
    expect(seen.state).toBe('proposed');
    expect(seen.foreseen?.sessions).toEqual([
      expect.objectContaining({
        sittings: item.places.length,
        down: 0,
        up: item.places.filter((one) => one.points < 100).length,
      }),
    ]);
    expect(
      await codeOf(exam.post(`${cases}/${caseId}/confirmation`, { foreseenHash: 'ab'.repeat(32) })),
    ).toBe('APPEAL.PREVIEW_CHANGED');
    await exam.post(`${cases}/${caseId}/confirmation`, { foreseenHash: seen.foreseenHash });
    await until(isDone);
    // What was foreseen is what came: exactly those numbers, with exactly these points and places.
    const after = await points();
    const foreseen = new Map((seen.foreseen?.ranking.changes ?? []).map((one) => [one.candidateNumber, one]));
    for (const [number, was] of before) {
      expect(after.get(number)).toBe(foreseen.get(number)?.after?.points ?? was);
      expect(after.get(number)).toBeGreaterThanOrEqual(was);
    }
    const rankings = await hr.get<{ items: { version: number; state: string }[] }>(
      `/api/v1/competitions/${competitionId}/rankings`,
    );
    expect(rankings.items.map(({ version, state }) => [version, state])).toEqual([
      [2, 'proposed'],
      [1, 'approved'],
    ]);
    const places = await hr.get<{ items: { candidateNumber: string; place: number | null }[] }>(
      `/api/v1/competitions/${competitionId}/rankings/2`,
    );
    for (const { candidateNumber, place } of places.items) {
      const change = foreseen.get(candidateNumber);
      if (change) expect(place).toBe(change.after?.place ?? null);
    }
    // Nothing was overwritten.
    expect(
      await query(
        'SELECT 1 FROM grade g JOIN scoring_version v ON v.id = g.scoring_version_id WHERE v.session_id = $1',
        [sessionId],
      ),
    ).toHaveLength(12);
    await hr.post(`/api/v1/competitions/${competitionId}/rankings/2/approval`);
    await published(platform);
    expect(await lists()).toBe(2);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 120_000);

  it('another answer key is proposed in its type’s form, and confirmed by somebody else', async () => {
    const items = await sharedItems(platform);
    const [, item] = items;
    const [first] = item?.places ?? [];
    if (!item || !first) throw new Error('Two had the same question.');
    await challenge(satBy(first.sittingId), first.position);
    const caseId = await newestCase();
    const [expert] = experts;
    const [row] = await query<{ key: { points: Record<string, number> } }>(
      'SELECT answer_key AS key FROM item_version WHERE id = $1',
      [item.itemVersionId],
    );
    const key = row?.key.points ?? {};
    const rule = (answerKey: object) =>
      expert.post(`${cases}/${caseId}/ruling`, { kind: 'rekey', answerKey, reason: WHY, challenges: 1 });
    expect(await codeOf(rule({ points: { a: 100 } }))).toBe('APPEAL.KEY');
    expect(await codeOf(rule({ points: key }))).toBe('APPEAL.SAME_KEY');
    const wrong = Object.keys(key).find((option) => key[option] === 0) ?? '';
    await rule({ points: { ...key, [wrong]: 100 } });
    const returned = await codeOf(
      exam.post(`${cases}/${caseId}/return`, { reason: 'Which law do you mean?' }),
    );
    expect(returned).toBe('done');
    await rule({ points: { ...key, [wrong]: 100 } });
    const { foreseenHash } = await foreseenAt(exam, `${cases}/${caseId}`);
    await exam.post(`${cases}/${caseId}/confirmation`, { foreseenHash });
    await until(isDone);
    const [version] = await query<{ rules: { code: string; rekeyed: object; annulled: string[] } }>(
      'SELECT rules FROM scoring_version WHERE session_id = $1 ORDER BY number DESC LIMIT 1',
      [sessionId],
    );
    expect(version?.rules).toMatchObject({
      code: 'openmerit-score-3',
      rekeyed: { [item.itemVersionId]: { points: { [wrong]: 100 } } },
    });
    expect(version?.rules.annulled).toHaveLength(1);
    await published(platform);
    expect(await lists()).toBe(3);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 120_000);

  it('is rejected with reasons that its candidate reads, and those who made the item do not decide', async () => {
    const [, , item] = await sharedItems(platform);
    const [first] = item?.places ?? [];
    if (!item || !first) throw new Error('Two had the same question.');
    const of = satBy(first.sittingId);
    await challenge(of, first.position);
    const caseId = await newestCase();
    const reject = { kind: 'reject', reason: 'The source that is named says the opposite.', challenges: 1 };
    const [author] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'expert'`);
    await query('UPDATE item_version SET author_id = $2 WHERE id = $1', [item.itemVersionId, author?.id]);
    expect(await codeOf(experts[0].post(`${cases}/${caseId}/ruling`, reject))).toBe('APPEAL.OWN_ITEM');
    const named = { ...reject, reason: 'Test Person B is wrong. Test Person C, D, E, F, G, H, I too.' };
    expect(await codeOf(experts[1].post(`${cases}/${caseId}/ruling`, named))).toBe('APPEAL.REASON_NAMES');
    expect(await codeOf(experts[1].post(`${cases}/${caseId}/ruling`, { ...reject, challenges: 2 }))).toBe(
      'APPEAL.MORE_CAME',
    );
    await experts[1].post(`${cases}/${caseId}/ruling`, reject);
    const own = await of.client.get<{
      challenges: { position: number; state: string; reason: string | null }[];
    }>(`/api/v1/sittings/${first.sittingId}/review`);
    expect(own.challenges).toContainEqual(
      expect.objectContaining({ position: first.position, state: 'rejected', reason: reject.reason }),
    );
  });

  it('an appeal is decided by somebody who took no part; a sitting that is given back is in no list any more', async () => {
    const [one, other] = sat;
    if (!one || !other) throw new Error('Some have sat.');
    const make = (of: Sat) =>
      of.client.post<{ appealId: string }>(`/api/v1/sittings/${of.sittingId}/appeals`, {
        about: 'incident',
        body: 'The power went out for a quarter of an hour, and no time was added.',
      });
    const { appealId } = await make(one);
    expect(await codeOf(make(one))).toBe('APPEAL.WAITS');
    const at = `/api/v1/sessions/${sessionId}/appeals/${appealId}`;
    // Who released the results may hold the role, and may not decide.
    await query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), a.id, 'appeal-officer', $1 FROM account a WHERE a.sign_in = 'exam'`,
      [sessionId],
    );
    expect(await codeOf(exam.post(`${at}/taking`))).toBe('APPEAL.TOOK_PART');
    await appeals.post(`${at}/taking`);
    const decision = {
      outcome: 'upheld',
      remedy: 'sat-again',
      ground: 'technical',
      reason: 'The protocol says the same.',
    };
    expect(await codeOf(exam.post(`${at}/decision`, decision))).toBe('APPEAL.TOOK_PART');
    expect(await codeOf(appeals.post(`${at}/decision`, { ...decision, outcome: 'rejected' }))).toBe(
      'APPEAL.REMEDY',
    );
    await appeals.post(`${at}/decision`, decision);
    expect(await codeOf(appeals.post(`${at}/decision`, decision))).toBe('APPEAL.STATE');
    await until(isDone);
    const { appealId: second } = await make(other);
    await appeals.post(`/api/v1/sessions/${sessionId}/appeals/${second}/taking`);
    await appeals.post(`/api/v1/sessions/${sessionId}/appeals/${second}/decision`, {
      ...decision,
      outcome: 'rejected',
      remedy: 'none',
    });
    await published(platform);
    const shown = await fetch(`${platform.base}/api/v1/competitions/${competitionId}/changes`);
    expect(await shown.json()).toMatchObject({
      items: [{ change: 'other-key' }, { change: 'annulled', reason: WHY }],
      appeals: { waiting: 0, upheld: 1, partly: 0, rejected: 1 },
    });
    const newest = await fetch(`${platform.base}/api/v1/registry/entries?type=result-list&limit=1`);
    expect(await newest.json()).toMatchObject({ items: [{ shown: { sat: 5 } }] });
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 120_000);

  it('is over when its days are over', async () => {
    const [one] = await sharedItems(platform);
    const [place] = one?.places ?? [];
    await query(`UPDATE exam_session SET released_at = released_at - interval '4 days' WHERE id = $1`, [
      sessionId,
    ]);
    const of = satBy(place?.sittingId ?? '');
    expect(await codeOf(challenge(of, place?.position ?? 1))).toBe('APPEAL.WINDOW_OVER');
    await query(`UPDATE exam_session SET released_at = released_at - interval '7 days' WHERE id = $1`, [
      sessionId,
    ]);
    const body = { about: 'sitting', body: 'The room was so loud that nobody could think.' };
    expect(await codeOf(of.client.post(`/api/v1/sittings/${of.sittingId}/appeals`, body))).toBe(
      'APPEAL.APPEAL_OVER',
    );
  });

  it('a second list that no change brought is named by the verifier', async () => {
    await platform.api.parts.database.transaction(async (tx) => {
      const { stateResultsAgain } = await import('../../src/grading/index.js');
      const { sessionById } = await import('../../src/session/index.js');
      const session = await sessionById(tx, sessionId);
      if (session) await stateResultsAgain(tx, session, 'Somebody, Test');
    });
    await published(platform);
    const { code, text } = await verified(platform);
    expect(code).toBe(1);
    expect(text).toContain('were published already');
    expect(await platform.api.app.get(FinishRegrades).run()).toBe(0);
  }, 60_000);
});
