import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import {
  bookedSession,
  makeCentre,
  newApplicant,
  offer,
  type BookingBrief,
  type PlaceBrief,
  type TestCentre,
} from '../support/places.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

describe('places in an exam', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let competitionId: string;
  let openId: string;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const applicant = () => newApplicant(platform, competitionId);
  const book = (
    client: ApiClient,
    sessionId: string,
    { centreId }: TestCentre,
    needs: readonly string[] = [],
  ) =>
    client.put<BookingBrief>(`/api/v1/competitions/${competitionId}/booking`, { sessionId, centreId, needs });
  const own = (client: ApiClient) =>
    client.get<BookingBrief>(`/api/v1/competitions/${competitionId}/booking`);
  const placesOf = async (sessionId: string) => {
    const { items } = await exam.get<{ items: PlaceBrief[] }>(`/api/v1/sessions/${sessionId}/places`);
    return items.map(({ capacity, booked, free }) => ({ capacity, booked, free }));
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    ({ competitionId, sessionId: openId } = await openSession(platform));
  }, 120_000);
  afterAll(() => platform.close());

  it('go to one of twenty who want the last one in the same moment', async () => {
    const centre = await makeCentre(exam, [30]);
    const sessionId = await bookedSession(exam, competitionId, 100);
    await offer(exam, sessionId, centre, 3);
    const people = await Promise.all(Array.from({ length: 22 }, applicant));
    const [first, second, ...racers] = people;
    if (!first || !second) throw new Error('There are twenty-two.');
    await book(first.client, sessionId, centre);
    await book(second.client, sessionId, centre);
    const codes = await Promise.all(racers.map(({ client }) => codeOf(book(client, sessionId, centre))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['done', 'SESSION.FULL']));
    expect(await placesOf(sessionId)).toEqual([{ capacity: 3, booked: 3, free: 0 }]);
    const seats = await query<{ seat_id: string }>(
      'SELECT seat_id FROM booking WHERE session_id = $1 AND ended_at IS NULL',
      [sessionId],
    );
    expect(new Set(seats.map(({ seat_id }) => seat_id)).size).toBe(3);
    // Whoever gives theirs back makes one more happy.
    await first.client.delete(`/api/v1/competitions/${competitionId}/booking`);
    expect(await codeOf(own(first.client))).toBe('SESSION.NOT_BOOKED');
    const again = await Promise.all(
      racers.slice(0, 8).map(({ client }) => codeOf(book(client, sessionId, centre))),
    );
    expect(again.filter((code) => code === 'done').length).toBeGreaterThanOrEqual(1);
    expect(await placesOf(sessionId)).toEqual([{ capacity: 3, booked: 3, free: 0 }]);
  });

  it('are one for each person and competition, also when one books everywhere at once', async () => {
    const centres = [await makeCentre(exam, [5]), await makeCentre(exam, [5])] as const;
    const sessions = [
      await bookedSession(exam, competitionId, 120),
      await bookedSession(exam, competitionId, 140),
    ];
    for (const sessionId of sessions) for (const centre of centres) await offer(exam, sessionId, centre, 5);
    const { client, applicationId } = await applicant();
    const codes = await Promise.all(
      sessions.flatMap((sessionId) => centres.map((centre) => codeOf(book(client, sessionId, centre)))),
    );
    expect(codes).toEqual(['done', 'done', 'done', 'done']);
    const held = await query<{ ended_as: string | null }>(
      'SELECT ended_as FROM booking WHERE application_id = $1',
      [applicationId],
    );
    expect(held.map(({ ended_as }) => ended_as).sort()).toEqual(['moved', 'moved', 'moved', null]);
    const counts = (await Promise.all(sessions.map(placesOf))).flat();
    expect(counts.reduce((sum, { booked }) => sum + booked, 0)).toBe(1);
  });

  it('keep the old place where the new one cannot be had, and give another slip where it can', async () => {
    const full = await makeCentre(exam, [1]);
    const roomy = await makeCentre(exam, [6]);
    const sessionId = await bookedSession(exam, competitionId, 160);
    await offer(exam, sessionId, full, 1);
    await offer(exam, sessionId, roomy, 6);
    const other = await applicant();
    await book(other.client, sessionId, full);
    const { client } = await applicant();
    const before = await book(client, sessionId, roomy);
    expect(await codeOf(book(client, sessionId, full))).toBe('SESSION.FULL');
    expect(await own(client)).toEqual(before);
    // The same wish again is the same place.
    expect(await book(client, sessionId, roomy)).toEqual(before);
    const moved = await book(client, sessionId, roomy, ['step-free']);
    expect(moved).toMatchObject({ seat: '1', features: ['step-free'] });
    expect(moved.slipCode).not.toBe(before.slipCode);
    expect(await codeOf(book(client, sessionId, roomy, ['large-desk']))).toBe('SESSION.NO_FITTING_SEAT');
    expect((await own(client)).slipCode).toBe(moved.slipCode);
    // Whoever holds the only place of a full centre still has it after changing their wish.
    expect(await book(other.client, sessionId, full, ['step-free'])).toMatchObject({ seat: '1' });
  });

  it('close a day before the opening, or when an officer says, and stand once the draw is committed', async () => {
    const centre = await makeCentre(exam, [6, 6, 6]);
    const [a, b, c] = centre.roomIds;
    const soon = await bookedSession(exam, competitionId, 23);
    const fixed = await bookedSession(exam, competitionId, 180);
    const later = await bookedSession(exam, competitionId, 210);
    const put = (sessionId: string, roomId = '') =>
      offer(exam, sessionId, { centreId: centre.centreId, roomIds: [roomId] }, 6);
    await put(soon, a);
    await put(fixed, b);
    await put(later, c);
    const { client, applicationId } = await applicant();
    expect(await codeOf(book(client, soon, centre))).toBe('SESSION.BOOKING_CLOSED');
    const offered = await client.get<{ items: PlaceBrief[] }>(`/api/v1/competitions/${competitionId}/places`);
    expect(offered.items.map(({ sessionId }) => sessionId)).not.toContain(soon);
    await exam.put(`/api/v1/sessions/${soon}/booking-time`, {
      closesAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await book(client, soon, centre);
    await book(client, fixed, centre);
    const outsider = await applicant();
    expect(
      await codeOf(
        exam.put(`/api/v1/sessions/${fixed}/places/${centre.centreId}`, { roomIds: [], capacity: 0 }),
      ),
    ).toBe('SESSION.PLACES_HELD');

    await exam.post(`/api/v1/sessions/${fixed}/draw/offers`, { kind: 'made' });
    await exam.post(`/api/v1/sessions/${fixed}/draw/commitment`, {});
    const roster = await query<{ holder_id: string }>(
      `SELECT n.holder_id FROM draw_number n JOIN exam_session x ON x.draw_id = n.draw_id
       WHERE x.id = $1 AND n.list = 0`,
      [fixed],
    );
    expect(roster).toEqual([{ holder_id: applicationId }]);
    expect(await codeOf(book(client, later, centre))).toBe('SESSION.ROSTER_FIXED');
    expect(await codeOf(book(outsider.client, fixed, centre))).toBe('SESSION.ROSTER_FIXED');
    expect(await own(client)).toMatchObject({ sessionId: fixed, isRosterFixed: true });

    // An officer may, by name and with a reason: late ones get a spare number.
    const forOutsider = `/api/v1/sessions/${fixed}/bookings/${outsider.applicationId}`;
    const wish = { centreId: centre.centreId, needs: [] };
    expect(await codeOf(exam.put(forOutsider, { ...wish, reason: '   ' }))).toBe('SESSION.REASON');
    expect(await codeOf(outsider.client.put(forOutsider, { ...wish, reason: 'I would like to' }))).toBe(
      'AUTH.FORBIDDEN',
    );
    const reason = 'The bus from Lankaran did not run.';
    expect(await exam.put(forOutsider, { ...wish, reason })).toMatchObject({ sessionId: fixed });
    const [decision] = await query<{ official: string; reason: string; subject: string }>(
      `SELECT official, reason, subject FROM decision WHERE action = 'place-booked' ORDER BY id DESC LIMIT 1`,
    );
    expect(decision).toMatchObject({
      official: 'Daniyar Omarov, Exam officer, State Examination Centre',
      reason,
    });
    expect(decision?.subject).toMatch(/^[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$/);
    const { items } = await exam.get<{ items: { reference: string; fullName: string }[] }>(
      `/api/v1/sessions/${fixed}/bookings?find=${decision?.subject.slice(0, 9) ?? ''}`,
    );
    expect(items.map(({ reference }) => reference)).toEqual([decision?.subject]);
    await exam.post(`${forOutsider}/cancellation`, { reason: 'Asked by telephone.' });
    expect(await codeOf(own(outsider.client))).toBe('SESSION.NOT_BOOKED');
  });

  it('are free with the withdrawal from the competition, and nobody withdrawn gets one', async () => {
    const centre = await makeCentre(exam, [2]);
    const sessionId = await bookedSession(exam, competitionId, 300);
    await offer(exam, sessionId, centre, 2);
    const { client, applicationId } = await applicant();
    for (let round = 0; round < 6; round += 1) {
      // Booking and withdrawing at once: whichever is later, no withdrawn person holds a place.
      await Promise.all([
        codeOf(book(client, sessionId, centre)),
        client.delete(`/api/v1/competitions/${competitionId}/applications/mine`),
      ]);
      const held = await query(
        `SELECT 1 FROM booking b JOIN application a ON a.id = b.application_id
         WHERE b.application_id = $1 AND b.ended_at IS NULL AND a.state = 'withdrawn'`,
        [applicationId],
      );
      expect(held).toEqual([]);
      await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
    }
    await book(client, sessionId, centre);
    await client.delete(`/api/v1/competitions/${competitionId}/applications/mine`);
    expect(await placesOf(sessionId)).toEqual([{ capacity: 2, booked: 0, free: 2 }]);
    expect(await codeOf(book(client, sessionId, centre))).toBe('SITTING.NOT_APPLIED');
  });

  it('let only the booked in', async () => {
    const centre = await makeCentre(exam, [4]);
    const sessionId = await bookedSession(exam, competitionId, 400);
    await offer(exam, sessionId, centre, 4);
    const [inside, outside] = [await applicant(), await applicant()];
    await book(inside.client, sessionId, centre);
    // The day comes: by the clock of the record.
    await query(
      `UPDATE exam_session SET opens_at = clock_timestamp() - interval '1 minute',
         entry_closes_at = clock_timestamp() + interval '1 hour' WHERE id = $1`,
      [sessionId],
    );
    await exam.post(`/api/v1/sessions/${sessionId}/opening`, { withoutGo: 'A test.' });
    const start = ({ client }: { client: ApiClient }) =>
      codeOf(client.post(`/api/v1/sessions/${sessionId}/sittings`));
    expect(await start(outside)).toBe('SESSION.NOT_BOOKED');
    expect(await start(inside)).toBe('done');
    expect(await codeOf(inside.client.delete(`/api/v1/competitions/${competitionId}/booking`))).toBe(
      'SESSION.BOOKING_CLOSED',
    );
    const cancel = exam.post(`/api/v1/sessions/${sessionId}/bookings/${inside.applicationId}/cancellation`, {
      reason: 'By mistake.',
    });
    expect(await codeOf(cancel)).toBe('COMPETITION.SITTING_BEGUN');
    expect(
      await codeOf(
        exam.put(`/api/v1/sessions/${sessionId}/bookings/${outside.applicationId}`, {
          centreId: centre.centreId,
          needs: [],
          reason: 'Came late.',
        }),
      ),
    ).toBe('done');
    expect(await start(outside)).toBe('done');
  });

  it('are not in two sessions at once, nor in rooms that are gone, nor more than there are seats', async () => {
    const centre = await makeCentre(exam, [3, 3]);
    const [first, second] = centre.roomIds;
    const sessionId = await bookedSession(exam, competitionId, 500);
    const sameTime = await bookedSession(exam, competitionId, 500);
    expect(await codeOf(offer(exam, sessionId, centre, 7))).toBe('SESSION.CAPACITY');
    expect(await codeOf(offer(exam, openId, centre, 6))).toBe('SESSION.NO_PLACES');
    await offer(exam, sessionId, { ...centre, roomIds: [first ?? ''] }, 3);
    expect(await codeOf(offer(exam, sameTime, centre, 6))).toBe('SESSION.ROOM_BUSY');
    await offer(exam, sameTime, { ...centre, roomIds: [second ?? ''] }, 3);
    const { client } = await applicant();
    const { seat } = await book(client, sessionId, centre);
    const address = `/api/v1/centres/${centre.centreId}`;
    const room = (labels: readonly string[]) =>
      codeOf(exam.put(`${address}/rooms/${first ?? ''}`, { name: '101', features: [], seats: { labels } }));
    expect(await codeOf(exam.post(`${address}/retirement`))).toBe('CENTRE.IN_USE');
    expect(await codeOf(exam.post(`${address}/rooms/${first ?? ''}/retirement`))).toBe('CENTRE.IN_USE');
    expect(await room(['1', '2', '3'].filter((label) => label !== seat))).toBe('CENTRE.IN_USE');
    expect(await room([seat])).toBe('done');
    expect(await placesOf(sessionId)).toEqual([{ capacity: 3, booked: 1, free: 0 }]);
    expect(await room(['1', '2', '3'])).toBe('done');
    expect(await placesOf(sessionId)).toEqual([{ capacity: 3, booked: 1, free: 2 }]);
    await client.delete(`/api/v1/competitions/${competitionId}/booking`);
    expect(await codeOf(exam.post(`${address}/retirement`))).toBe('done');
    expect(await codeOf(book(client, sessionId, centre))).toBe('SESSION.FULL');
    const history = await query('SELECT 1 FROM booking WHERE centre_id = $1', [centre.centreId]);
    expect(history).toHaveLength(1);
    const hr = await staff(platform, 'hr');
    expect(await codeOf(hr.get(address))).toBe('AUTH.FORBIDDEN');
    expect(await codeOf(exam.get(address))).toBe('done');
  });

  it('hold the session to its hour: nobody’s place moves behind their back, and no room has two sessions at once', async () => {
    const centre = await makeCentre(exam, [3]);
    const sessionId = await bookedSession(exam, competitionId, 700);
    const later = await bookedSession(exam, competitionId, 800);
    await offer(exam, sessionId, centre, 3);
    await offer(exam, later, centre, 3);
    const from = Date.now();
    const plan = (id: string, hours: number, more: Record<string, unknown> = {}) =>
      codeOf(
        exam.put(`/api/v1/sessions/${id}/plan`, {
          title: { en: 'Moved', ru: 'Перенесена' },
          opensAt: new Date(from + hours * 3_600_000).toISOString(),
          entryClosesAt: new Date(from + (hours + 1) * 3_600_000).toISOString(),
          releasePolicy: 'officer',
          ...more,
        }),
      );
    expect(await plan(sessionId, 700)).toBe('done');
    expect(await plan(later, 700)).toBe('SESSION.ROOM_BUSY');
    expect(await plan(later, 750)).toBe('done');
    const { client } = await applicant();
    await book(client, sessionId, centre);
    expect(await plan(sessionId, 720)).toBe('SESSION.BOOKED');
    expect(await plan(sessionId, 700, { entry: 'applied' })).toBe('SESSION.BOOKED');
    expect(await plan(sessionId, 700, { admission: 'either' })).toBe('done');
    await client.delete(`/api/v1/competitions/${competitionId}/booking`);
    // Both want the room at the same hour: one gets it.
    const raced = await Promise.all([plan(sessionId, 900), plan(later, 900)]);
    expect(raced.sort()).toEqual(['SESSION.ROOM_BUSY', 'done']);
  });

  it('of a session that is void are none: their holders book elsewhere', async () => {
    const centre = await makeCentre(exam, [4, 4]);
    const [first, second] = centre.roomIds;
    const gone = await bookedSession(exam, competitionId, 600);
    const next = await bookedSession(exam, competitionId, 600);
    await offer(exam, gone, { ...centre, roomIds: [first ?? ''] }, 4);
    await offer(exam, next, { ...centre, roomIds: [second ?? ''] }, 4);
    const { client, applicationId } = await applicant();
    await book(client, gone, centre);
    await query(`UPDATE exam_session SET state = 'void' WHERE id = $1`, [gone]);
    expect(await codeOf(own(client))).toBe('SESSION.NOT_BOOKED');
    await book(client, next, centre);
    expect(
      await query('SELECT ended_as FROM booking WHERE application_id = $1 AND session_id = $2', [
        applicationId,
        gone,
      ]),
    ).toEqual([{ ended_as: 'void' }]);
  });
});
