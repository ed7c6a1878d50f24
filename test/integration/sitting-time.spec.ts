import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { Regrant } from '../../src/sitting/index.js';
import { newCandidate, newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { chain } from '../support/events.js';
import type { Told } from '../support/live.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const MINUTE = 60_000;

interface Started {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly candidateNumber: string;
  readonly accommodations: object;
  readonly serverTime: number;
  readonly deadline: number;
}

describe('a sitting’s time', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let sessionId: string;
  let competitionId: string;
  let minutes: number;

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const session = (step: string) => `/api/v1/sessions/${sessionId}/${step}`;
  const begin = async () => {
    const { client, leased } = await newSitting(platform);
    return { client, leased: leased as unknown as Started };
  };
  const clock = async ({ token }: Started): Promise<Told> => {
    const answer = await fetch(`${platform.base}/api/v1/sitting-clock`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await answer.json()) as Told;
  };
  const applicationOf = async (sittingId: string): Promise<string> => {
    const [row] = await query<{ id: string }>('SELECT application_id AS id FROM sitting WHERE id = $1', [
      sittingId,
    ]);
    return row?.id ?? '';
  };
  const givenSeconds = async ({ sittingId }: Started): Promise<number | undefined> => {
    const [row] = await query<{ seconds: number }>(
      'SELECT round(extract(epoch FROM deadline_at - started_at))::int AS seconds FROM sitting WHERE id = $1',
      [sittingId],
    );
    return row?.seconds;
  };
  const grant = (applicationId: string, more: object) =>
    exam.post<{ accommodationId: string }>(`/api/v1/competitions/${competitionId}/accommodations`, {
      applicationId,
      extraTimePercent: 0,
      breakMinutes: 0,
      largerType: false,
      reader: false,
      basis: 'medical',
      document: 'Clinic 7, note 12/2026',
      ...more,
    });
  /** What the page of the room says of somebody's state. */
  const inRoom = async ({ sittingId }: Started): Promise<string> => {
    const rows = (await exam.ownFile(`/sessions/${sessionId}/room/rows`)).bytes.toString();
    const [, row = ''] = rows.split(`id="r${sittingId}"`);
    return /om-tag[^>]*>([^<]*)</.exec(row)?.[1]?.trim() ?? row;
  };
  const takeBreak = ({ client, leased }: { client: ApiClient; leased: Started }, action: 'begin' | 'end') =>
    client.post<Told>(`/api/v1/sittings/${leased.sittingId}/break`, { action });
  const now = async (): Promise<number> => {
    const [row] = await query<{ now: string }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now',
    );
    return Number(row?.now);
  };
  /** As if a break had begun so much earlier. */
  const age = async (sittingId: string, milliseconds: number): Promise<void> => {
    await query(
      `UPDATE sitting_break SET began_at = began_at - $2 * interval '1 millisecond', until_at = until_at - $2 * interval '1 millisecond'
       WHERE sitting_id = $1 AND ended_at IS NULL`,
      [sittingId, milliseconds],
    );
    for (const [table, key] of [
      ['sitting', 'id'],
      ['sitting_lease', 'sitting_id'],
    ]) {
      await query(
        `UPDATE ${table ?? ''} SET deadline_at = deadline_at - $2 * interval '1 millisecond' WHERE ${key ?? ''} = $1`,
        [sittingId, milliseconds],
      );
    }
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    ({ sessionId, competitionId } = await openSession(platform));
    const [row] = await query<{ minutes: number }>('SELECT minutes FROM exam_session WHERE id = $1', [
      sessionId,
    ]);
    minutes = row?.minutes ?? 0;
  }, 120_000);
  afterAll(() => platform.close());

  it('begins with what was granted before, and shows it', async () => {
    const client = await newCandidate(platform);
    const applied = await client.post<{ applicationId?: string; id?: string }>(
      `/api/v1/competitions/${competitionId}/applications`,
      { language: 'en' },
    );
    const applicationId = applied.applicationId ?? applied.id ?? '';
    await grant(applicationId, { extraTimePercent: 25, breakMinutes: 10, largerType: true });
    const started = await client.post<Started>(session('sittings'));
    expect(started.accommodations).toEqual({ extraTimePercent: 25, breakMinutes: 10, largerType: true });
    expect(await givenSeconds(started)).toBe(Math.ceil(minutes * 60 * 1.25));
    expect(await clock(started)).toMatchObject({ breakLeft: 10 * MINUTE, onBreak: false });
  });

  it('changes with a grant, another in its place, and its revocation, while the candidate is sitting', async () => {
    const { leased } = await begin();
    const applicationId = await applicationOf(leased.sittingId);
    const before = await clock(leased);
    await grant(applicationId, { extraTimePercent: 50 });
    const half = Math.ceil(minutes * 30) * 1000;
    expect((await clock(leased)).deadline - before.deadline).toBe(half);
    const { accommodationId } = await grant(applicationId, { extraTimePercent: 10, reader: true });
    expect((await clock(leased)).deadline - before.deadline).toBe(minutes * 6000);
    await exam.delete(`/api/v1/competitions/${competitionId}/accommodations/${accommodationId}`);
    expect((await clock(leased)).deadline).toBe(before.deadline);
    const lists = await query<{ standing: number; all: number }>(
      `SELECT count(*) FILTER (WHERE revoked_at IS NULL)::int AS standing, count(*)::int AS all
       FROM accommodation WHERE application_id = $1`,
      [applicationId],
    );
    expect(lists).toEqual([{ standing: 0, all: 2 }]);
    const decisions = await query<{ action: string; official: string }>(
      `SELECT action, official FROM decision WHERE action LIKE 'accommodation-%' AND subject = $1 ORDER BY action`,
      [accommodationId],
    );
    expect(decisions.map(({ action }) => action)).toEqual(['accommodation-granted', 'accommodation-revoked']);
  });

  it('keeps of a grant no word of its paper in clear, and shows it to its exam officer', async () => {
    const { leased } = await begin();
    await grant(await applicationOf(leased.sittingId), { reader: true, document: 'Paper-of-secret-words' });
    const [row] = await query<{ clear: boolean }>(
      `SELECT bool_or(position(convert_to('secret-words', 'UTF8') IN document) > 0) AS clear FROM accommodation`,
    );
    expect(row?.clear).toBe(false);
    const { items } = await exam.get<{ items: { document: string }[] }>(
      `/api/v1/competitions/${competitionId}/accommodations`,
    );
    expect(items.some(({ document }) => document === 'Paper-of-secret-words')).toBe(true);
    expect(await codeOf(grant(await applicationOf(leased.sittingId), {}))).toBe('SITTING.NOTHING_GRANTED');
  });

  it('settles who began in the moment of a grant', async () => {
    const { leased } = await begin();
    const applicationId = await applicationOf(leased.sittingId);
    const before = await clock(leased);
    await grant(applicationId, { extraTimePercent: 20 });
    const granted = await clock(leased);
    // As if the start had not seen the grant.
    await query(`UPDATE sitting SET accommodations = '{}' WHERE id = $1`, [leased.sittingId]);
    for (const [table, key] of [
      ['sitting', 'id'],
      ['sitting_lease', 'sitting_id'],
    ]) {
      await query(
        `UPDATE ${table ?? ''} SET deadline_at = to_timestamp($2::bigint / 1000.0) WHERE ${key ?? ''} = $1`,
        [leased.sittingId, before.deadline],
      );
    }
    expect(await platform.api.app.get(Regrant).settle()).toBe(1);
    expect((await clock(leased)).deadline).toBe(granted.deadline);
    expect(await platform.api.app.get(Regrant).settle()).toBe(0);
  });

  it('stands during a break, runs on when it is ended, and by itself when the minutes are used up', async () => {
    const sitting = await begin();
    const { leased, client } = sitting;
    expect(await codeOf(takeBreak(sitting, 'begin'))).toBe('SITTING.NO_BREAK');
    await grant(await applicationOf(leased.sittingId), { breakMinutes: 10 });
    const before = await clock(leased);

    const onBreak = await takeBreak(sitting, 'begin');
    expect(onBreak).toMatchObject({ onBreak: true });
    expect(onBreak.deadline).toBe(before.deadline + 10 * MINUTE);
    expect(await inRoom(leased)).toBe('On a break');
    await client.post(
      '/api/v1/responses',
      { previous: leased.rootHash, events: chain(leased, leased.rootHash, 1, [[1, '2']]) },
      leased.token,
    );
    await age(leased.sittingId, 4 * MINUTE);
    const back = await takeBreak(sitting, 'end');
    expect(back).toMatchObject({ onBreak: false, pausedLeft: null });
    // The clock stood while the break lasted, no longer; four of its minutes were made up by the test.
    const lasted = 10 * MINUTE - (back.breakLeft ?? 0);
    expect(lasted).toBeGreaterThanOrEqual(4 * MINUTE);
    expect(Math.abs(back.deadline + 4 * MINUTE - before.deadline - lasted)).toBeLessThanOrEqual(2);

    const again = await takeBreak(sitting, 'begin');
    await age(leased.sittingId, again.breakLeft ?? 0);
    const over = await clock(leased);
    expect(over).toMatchObject({ onBreak: false, pausedLeft: null, breakLeft: 0 });
    expect(await codeOf(takeBreak(sitting, 'begin'))).toBe('SITTING.NO_BREAK_LEFT');
    const breaks = await query('SELECT number FROM sitting_break WHERE sitting_id = $1', [leased.sittingId]);
    expect(breaks).toHaveLength(2);
  });

  it('goes on with a break that staff interrupted, unless its candidate is back', async () => {
    const [away, back] = [await begin(), await begin()];
    for (const sitting of [away, back]) {
      await grant(await applicationOf(sitting.leased.sittingId), { breakMinutes: 10 });
      await takeBreak(sitting, 'begin');
    }
    await exam.post(session('pause'), { reason: 'Alarm.' });
    const stopped = await clock(away.leased);
    expect(stopped).toMatchObject({ onBreak: false });
    expect(stopped.pausedLeft).not.toBeNull();
    await takeBreak(back, 'end');
    await exam.post(session('resumption'), { reason: 'False alarm.' });
    const after = await clock(away.leased);
    expect(after).toMatchObject({ onBreak: true, pausedLeft: stopped.pausedLeft });
    // What was left of the break is left still, and the deadline says when it is over.
    expect(after.deadline - (after.pausedLeft ?? 0) - after.serverTime).toBeLessThanOrEqual(10 * MINUTE);
    expect(await clock(back.leased)).toMatchObject({ onBreak: false, pausedLeft: null });
  });

  it('gives everybody exactly what was left when it was stopped', async () => {
    const { leased } = await begin();
    const before = await clock(leased);
    const [t0] = [await now()];
    await exam.post(session('pause'), { reason: 'No light.' });
    const t1 = await now();
    const stopped = await clock(leased);
    const stoppedAt = before.deadline - (stopped.pausedLeft ?? 0);
    expect(stoppedAt).toBeGreaterThanOrEqual(t0);
    expect(stoppedAt).toBeLessThanOrEqual(t1);
    await exam.post(session('extension'), { minutes: 3, reason: 'It took long.' });
    const t2 = await now();
    await exam.post(session('resumption'), { reason: 'Light again.' });
    const t3 = await now();
    const running = await clock(leased);
    const resumedAt = running.deadline - (stopped.pausedLeft ?? 0) - 3 * MINUTE;
    expect(resumedAt).toBeGreaterThanOrEqual(t2);
    expect(resumedAt).toBeLessThanOrEqual(t3);
  });

  it('stops one sitting alone, which does not go on with its session', async () => {
    const [one, other] = [await begin(), await begin()];
    const { candidateNumber } = one.leased;
    await exam.post(session('pause'), { reason: 'A broken chair.', candidateNumber });
    expect((await clock(one.leased)).pausedLeft).not.toBeNull();
    expect((await clock(other.leased)).pausedLeft).toBeNull();
    await exam.post(session('pause'), { reason: 'Alarm.' });
    expect(await inRoom(one.leased)).toBe('Clock stands');
    expect(await inRoom(other.leased)).toBe('Stands with all');
    await exam.post(session('resumption'), { reason: 'Safe.' });
    expect((await clock(one.leased)).pausedLeft).not.toBeNull();
    await exam.post(session('resumption'), { reason: 'A new chair.', candidateNumber });
    expect((await clock(one.leased)).pausedLeft).toBeNull();
    expect(await codeOf(exam.post(session('pause'), { reason: 'x', candidateNumber: 'nobody' }))).toBe(
      'SITTING.NO_SUCH_NUMBER',
    );
    expect(await codeOf(exam.post(session('resumption'), { reason: 'x', candidateNumber }))).toBe(
      'SITTING.NOT_PAUSED',
    );
  });

  it('is extended for one, for all, and on wish for those who begin later', async () => {
    const [one, other] = [await begin(), await begin()];
    const { candidateNumber } = one.leased;
    await exam.post(session('extension'), { minutes: 5, reason: 'A slow keyboard.', candidateNumber });
    expect((await clock(one.leased)).deadline - one.leased.deadline).toBe(5 * MINUTE);
    expect((await clock(other.leased)).deadline).toBe(other.leased.deadline);
    await exam.post(session('extension'), { minutes: 4, reason: 'A late bus.', forLater: true });
    expect((await clock(other.leased)).deadline - other.leased.deadline).toBe(4 * MINUTE);
    const later = (await begin()).leased;
    expect(await givenSeconds(later)).toBe((minutes + 4) * 60);
    const { items } = await exam.get<{ items: { kind: string; official: string; reason: string }[] }>(
      session('time-changes'),
    );
    expect(items[0]).toMatchObject({ kind: 'extend', reason: 'A late bus.', forLater: true, minutes: 4 });
    expect(items[0]?.official).toMatch(/\S/);
    const proctor = await staff(platform, 'proctor');
    expect(await codeOf(proctor.post(session('extension'), { minutes: 1, reason: 'x' }))).toBe(
      'AUTH.FORBIDDEN',
    );
  });

  it('is changed once by what is sent twice, also at the same moment', async () => {
    const [one, other] = [await begin(), await begin()];
    const { candidateNumber } = one.leased;
    const before = (await exam.get<{ items: unknown[] }>(session('time-changes'))).items.length;
    const act = { actId: randomUUID(), minutes: 6, reason: 'A lost line.', candidateNumber };
    const answers = await Promise.all(
      [1, 2, 3].map(() => exam.post<{ doneBefore: boolean }>(session('extension'), act)),
    );
    expect(answers.toSorted((a, b) => Number(a.doneBefore) - Number(b.doneBefore))).toEqual(
      [false, true, true].map((doneBefore) => ({ sittings: 1, doneBefore })),
    );
    expect((await clock(one.leased)).deadline - one.leased.deadline).toBe(6 * MINUTE);
    expect((await exam.get<{ items: unknown[] }>(session('time-changes'))).items).toHaveLength(before + 1);
    const others = [
      { ...act, minutes: 7 },
      { ...act, reason: 'Another.' },
      { ...act, candidateNumber: other.leased.candidateNumber },
      { ...act, candidateNumber: undefined },
    ];
    for (const changed of others)
      expect(await codeOf(exam.post(session('extension'), changed))).toBe('SITTING.ACT_TAKEN');
    expect(await codeOf(exam.post(session('pause'), { actId: act.actId, reason: act.reason }))).toBe(
      'SITTING.ACT_TAKEN',
    );
    const invalid = exam.post(session('extension'), { ...act, actId: 'again' });
    expect(await codeOf(invalid)).toBe('REQUEST.INVALID');
    expect((await clock(other.leased)).deadline).toBe(other.leased.deadline);
    // It was done: that a clock stands by now is no answer to whoever had stopped it.
    const stop = { actId: randomUUID(), reason: 'Alarm.' };
    const stopped = await exam.post<object>(session('pause'), stop);
    expect(stopped).toMatchObject({ doneBefore: false });
    expect(await exam.post(session('pause'), stop)).toEqual({ ...stopped, doneBefore: true });
    await exam.post(session('resumption'), { reason: 'Safe.' });
    expect((await clock(one.leased)).pausedLeft).toBeNull();
  });

  it('is changed again and again while everybody saves and hands in: no deadlock, nothing lost', async () => {
    const sittings = [];
    for (let i = 0; i < 12; i += 1) sittings.push(await begin());
    let changing = true;
    const changes = (async () => {
      for (let round = 0; round < 12; round += 1) {
        await exam.post(session('pause'), { reason: `Round ${String(round)}` });
        await exam.post(session('extension'), { minutes: 1, reason: 'In between' });
        await exam.post(session('resumption'), { reason: 'On' });
      }
      changing = false;
    })();
    const saved = await Promise.all(
      sittings.map(async ({ client, leased }, index) => {
        let previous = leased.rootHash;
        let seq = 1;
        while (changing || seq < 5) {
          const events = chain(leased, previous, seq, [
            [1, String((seq % 4) + 1)],
            [2, '1'],
          ]);
          await client.post('/api/v1/responses', { previous, events }, leased.token);
          previous = events[1]?.hash ?? '';
          seq += 2;
        }
        if (index % 2 === 0) await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
        return seq - 1;
      }),
    );
    await changes;
    for (const [index, { leased }] of sittings.entries()) {
      const [log] = await query<{ count: number; head: number }>(
        `SELECT (SELECT count(*)::int FROM response_event WHERE sitting_id = $1) AS count, head_seq AS head
         FROM sitting_lease WHERE sitting_id = $1`,
        [leased.sittingId],
      );
      expect(log).toEqual({ count: saved[index], head: saved[index] });
      if (index % 2 === 1) {
        expect((await clock(leased)).deadline).toBeGreaterThan(leased.deadline + 12 * MINUTE - 1);
      }
    }
  }, 120_000);
});
