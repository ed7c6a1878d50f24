import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { verified } from '../support/entries.js';
import { appointed, freshCodes } from '../support/offers.js';
import { demonstrationCode } from '../../src/desk/round/offer-accept-sign.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface Result {
  readonly points: number;
  readonly passed: boolean;
  readonly byPart: readonly { readonly part: string; readonly points: number; readonly maximum: number }[];
}

interface Place {
  readonly sittingId: string;
  readonly place: number | null;
  readonly points: number;
  readonly fullName: string;
}

describe('what officials decide, by name', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let hr: ApiClient;
  let ids: { sessionId: string; competitionId: string };
  const sat: { client: ApiClient; sittingId: string }[] = [];
  let places: Place[];

  beforeAll(async () => {
    platform = await startPlatform();
    ids = await openSession(platform);
    // This session waits for an officer's release.
    await platform.api.parts.database.query(`UPDATE exam_session SET release_policy = 'officer'`);
    exam = await staff(platform, 'exam');
    hr = await staff(platform, 'hr');
    const knowledge = bankKnowledge(platform.config.banksDir);
    for (const ability of [100, 90, 80, 0]) {
      const one = await newSitting(platform);
      await sitExam(
        one.client,
        one.leased,
        seededGenerator(sha256(`fixed ${String(ability)}`)),
        knowledge,
        ability,
      );
      sat.push(one);
    }
    await platform.worker();
    await until(async () => {
      const { graded } = await exam.get<{ graded: number }>(`/api/v1/sessions/${ids.sessionId}/grading`);
      return graded === sat.length;
    });
  }, 180_000);
  afterAll(() => platform.close());

  const resultOf = async (index: number): Promise<Result> => {
    const one = sat[index];
    if (!one) throw new Error('Nobody sat there.');
    return one.client.get<Result>(`/api/v1/sittings/${one.sittingId}/result`);
  };

  it('shows nobody a score before its release, and everybody their own after it', async () => {
    expect(await codeOf(resultOf(0))).toBe('GRADING.NO_RESULT');
    expect(await codeOf(hr.post(`/api/v1/competitions/${ids.competitionId}/rankings`))).toBe(
      'RANKING.NOTHING_RELEASED',
    );
    expect(await codeOf(exam.post(`/api/v1/sessions/${ids.sessionId}/release`))).toBe(
      'GRADING.STILL_SITTING',
    );
    await exam.post(`/api/v1/sessions/${ids.sessionId}/closing`);
    expect(await exam.post(`/api/v1/sessions/${ids.sessionId}/release`)).toEqual({ results: 4 });
    expect(await codeOf(exam.post(`/api/v1/sessions/${ids.sessionId}/release`))).toBe(
      'GRADING.ALREADY_RELEASED',
    );
    const [first, second] = sat;
    expect(
      await codeOf(
        second?.client.get(`/api/v1/sittings/${first?.sittingId ?? ''}/result`) ?? Promise.resolve(),
      ),
    ).toBe('GRADING.NO_RESULT');
  });

  it('gives full points to whoever chose every best option, through shuffled forms and all', async () => {
    const best = await resultOf(0);
    expect(best).toMatchObject({ points: 5500, passed: true });
    expect(best.byPart.map(({ points, maximum }) => [points, maximum])).toEqual([
      [1500, 1500],
      [1500, 1500],
      [1500, 1500],
      [1000, 1000],
    ]);
    expect((await resultOf(3)).passed).toBe(false);
  });

  it('ranks by the stated rule, and approves once', async () => {
    const path = `/api/v1/competitions/${ids.competitionId}/rankings`;
    await hr.post(path);
    const { version } = await hr.post<{ version: number }>(path);
    expect(version).toBe(2);
    expect(await codeOf(hr.post(`${path}/1/approval`))).toBe('RANKING.NOT_PROPOSED');
    expect(
      await codeOf(
        hr.post(`/api/v1/competitions/${ids.competitionId}/offers`, {
          postId: sat[0]?.sittingId,
          sittingId: sat[0]?.sittingId,
        }),
      ),
    ).toBe('APPOINTMENT.NO_RANKING');
    // As if more results had been released since it was made: it would not be what the published ones give.
    const back = (by: string) =>
      platform.api.parts.database.query(`UPDATE ranking SET created_at = created_at ${by} WHERE version = 2`);
    await back(`- interval '1 day'`);
    expect(await codeOf(hr.post(`${path}/2/approval`))).toBe('RANKING.STALE');
    await back(`+ interval '1 day'`);
    await hr.post(`${path}/2/approval`);
    expect(await codeOf(hr.post(`${path}/2/approval`))).toBe('RANKING.NOT_PROPOSED');
    ({ items: places } = await hr.get<{ items: Place[] }>(`${path}/2`));
    expect(places[0]).toMatchObject({ place: 1, points: 5500, sittingId: sat[0]?.sittingId });
    expect(places.at(-1)).toMatchObject({ place: null, sittingId: sat[3]?.sittingId });
  });

  it('appoints in order; passing over a higher place needs a reason, which is public', async () => {
    const path = `/api/v1/competitions/${ids.competitionId}/offers`;
    const { posts } = await hr.get<{ posts: { id: string; places: number }[] }>(
      `/api/v1/competitions/${ids.competitionId}`,
    );
    const single = posts.find((post) => post.places === 1);
    const many = posts.find((post) => post.places === 3);
    const wish = (index: number, postId: string | undefined, reason?: string) =>
      hr.post(path, { postId, sittingId: places[index]?.sittingId, reason });
    expect(await codeOf(wish(1, single?.id))).toBe('APPOINTMENT.REASON_NEEDED');
    expect(await codeOf(wish(3, single?.id))).toBe('APPOINTMENT.NOT_RANKED');
    const reason = 'The first in rank has asked for the other post.';
    const [first, second] = [0, 1].map((index) =>
      sat.find(({ sittingId }) => sittingId === places[index]?.sittingId),
    );
    if (!first || !second || !single) throw new Error('Both sat, and there is such a post.');
    await appointed(platform, ids.competitionId, [
      { postId: single.id, sittingId: second.sittingId, reason, candidate: second.client },
    ]);
    expect(await codeOf(wish(0, single.id))).toBe('APPOINTMENT.POST_FULL');
    expect(await codeOf(wish(1, many?.id))).toBe('APPOINTMENT.ALREADY');
    const races = await Promise.all(Array.from({ length: 6 }, () => codeOf(wish(0, many?.id))));
    expect(races.sort()).toEqual([...Array<string>(5).fill('APPOINTMENT.ALREADY'), 'done']);
    const { items: offers } = await hr.get<{ items: { id: string; state: string }[] }>(path);
    expect(offers.map(({ state }) => state)).toEqual(['signed', 'offered']);
    const offerId = offers[1]?.id ?? '';
    await first.client.post(`/api/v1/offers/${offerId}/acceptance`);
    await freshCodes(platform);
    const official = await staff(platform, 'official');
    const sign = () =>
      official.post(`/api/v1/competitions/${ids.competitionId}/appointments`, {
        offerIds: [offerId],
        code: demonstrationCode(),
      });
    await sign();
    const entries = await until(async () => {
      const { items } = await hr.get<{
        items: { personName: string; shown: { passedOverReason: string | null } }[];
      }>('/api/v1/registry/entries?type=appointment');
      return items.length === 2 && items;
    });
    expect(entries.map(({ personName, shown }) => [personName, shown.passedOverReason])).toEqual([
      [places[0]?.fullName, null],
      [places[1]?.fullName, reason],
    ]);
  });

  it('ends an appointment once, on a day that it can have ended, and says so at its entry', async () => {
    const path = `/api/v1/competitions/${ids.competitionId}/appointments`;
    const { items } = await hr.get<{ items: { id: string; decidedAt: string; ended: object | null }[] }>(
      path,
    );
    const [one] = items;
    const day = one?.decidedAt.slice(0, 10) ?? '';
    const end = (endedOn: string, reason = 'resigned', id = one?.id) =>
      hr.post(`${path}/${id ?? ''}/end`, { reason, endedOn });
    expect(one?.ended).toBeNull();
    expect(await codeOf(end('2020-02-29'))).toBe('APPOINTMENT.END_BEFORE_START');
    expect(await codeOf(end('9999-01-01'))).toBe('APPOINTMENT.END_NOT_YET');
    expect(await codeOf(end('2026-02-30'))).toBe('APPOINTMENT.END_DAY');
    expect(await codeOf(end(day, 'bored'))).toBe('REQUEST.INVALID');
    for (const id of [ids.competitionId, 'none'])
      expect(await codeOf(end(day, 'resigned', id))).toBe('APPOINTMENT.NO_APPOINTMENT');
    const races = await Promise.all(Array.from({ length: 6 }, () => codeOf(end(day))));
    expect(races.sort()).toEqual([...Array<string>(5).fill('APPOINTMENT.ALREADY_ENDED'), 'done']);
    const after = await hr.get<{ items: { ended: object | null }[] }>(path);
    expect(after.items.map(({ ended }) => ended)).toEqual([{ reason: 'resigned', endedOn: day }, null]);

    const stated = await until(async () => {
      const found = await hr.get<{ items: { publicId: string; fact: { subject: string } }[] }>(
        '/api/v1/registry/entries?type=tenure-ended',
      );
      return found.items.length > 0 && found.items;
    });
    expect(stated.map(({ fact }) => fact.subject)).toEqual([one?.id]);
    expect(JSON.stringify(stated)).not.toContain(places[1]?.fullName);
    const entries = await hr.get<{ items: { publicId: string; fact: { subject: string } }[] }>(
      '/api/v1/registry/entries?type=appointment',
    );
    const appointment = entries.items.find(({ fact }) => fact.subject === one?.id);
    const page = await (
      await fetch(`${platform.base}/registry/entries/${appointment?.publicId ?? ''}`)
    ).text();
    expect(page).toContain('Ended on ');
    expect(page).toContain(`href="/registry/entries/${stated[0]?.publicId ?? ''}"`);
    const own = await (await fetch(`${platform.base}/registry/entries/${stated[0]?.publicId ?? ''}`)).text();
    expect(own).toContain(`href="/registry/entries/${appointment?.publicId ?? ''}"`);
    expect(await verified(platform)).toMatchObject({
      code: 0,
      text: expect.stringMatching(/holds {2}tenures: [^:]+: 1\./),
    });
  });

  it('is all on record for the auditor', async () => {
    const auditor = await staff(platform, 'auditor');
    const { items } = await auditor.get<{
      items: { action: string; official: string; reason: string | null }[];
    }>('/api/v1/decisions?limit=100');
    const actions = items.map(({ action }) => action);
    for (const action of [
      'session-closed',
      'results-released',
      'ranking-proposed',
      'ranking-approved',
      'appointed',
      'appointment-ended',
    ]) {
      expect(actions).toContain(action);
    }
    expect(items.find(({ reason }) => reason !== null)?.official).toBe(
      'Leyla Mammadova, Head of HR, Ministry of Digital Services',
    );
  });
});
