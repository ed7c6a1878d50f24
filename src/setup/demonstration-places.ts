import type { INestApplicationContext } from '@nestjs/common';
import { CreateCompetition, MoveCompetition } from '../competition/index.js';
import { orThrow, type Principal } from '../platform/index.js';
import { OfferPlaces, SaveCentre, SaveRoom, ScheduleSession } from '../session/index.js';

const COMPETITION = 'DEMO-2026-2';
const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Nine in the morning in Baku, in hours of UTC. */
const MORNING = 5;

const CENTRES = [
  {
    centre: {
      code: 'BAKU-1',
      name: { en: 'Examination house on the boulevard', ru: 'Дом экзаменов на бульваре' },
      address: { en: 'Neftchiler Avenue 12, Baku', ru: 'Баку, проспект Нефтяников, 12' },
      timeZone: 'Asia/Baku',
      contact: '+994 12 000 00 01',
    },
    rooms: [
      { name: '101', seats: 24, stepFree: ['1', '2'] },
      { name: '102', seats: 16, stepFree: [] },
    ],
  },
  {
    centre: {
      code: 'GANJA-1',
      name: { en: 'Examination room of the library', ru: 'Экзаменационный зал библиотеки' },
      address: { en: 'Ataturk Avenue 3, Ganja', ru: 'Гянджа, проспект Ататюрка, 3' },
      timeZone: 'Asia/Baku',
      contact: '+994 22 000 00 02',
    },
    rooms: [{ name: 'Hall', seats: 12, stepFree: ['1', '2', '3'] }],
  },
] as const;

/** A competition whose candidates book a place: two centres, two mornings in two weeks. */
export async function seedPlaces(
  app: INestApplicationContext,
  { agencyId, programmeId }: { readonly agencyId: string; readonly programmeId: string },
  { hr, exam }: { readonly hr: Principal; readonly exam: Principal },
): Promise<void> {
  const now = Date.now();
  const { competitionId } = orThrow(
    await app.get(CreateCompetition).run(hr, {
      agencyId,
      code: COMPETITION,
      title: { en: 'Trainees of the regional offices', ru: 'Стажёры региональных отделений' },
      description: {
        en: 'A year of learning beside people who serve citizens every day. You choose where and when you sit the exam.',
        ru: 'Год учёбы рядом с теми, кто каждый день работает с гражданами. Где и когда сдавать экзамен, выбираете вы.',
      },
      programmeId,
      applyFrom: new Date(now - DAY),
      applyUntil: new Date(now + 10 * DAY),
      posts: [
        { title: { en: 'Trainee', ru: 'Стажёр' }, places: 2, grade: 'C-1', location: 'Baku' },
        { title: { en: 'Trainee', ru: 'Стажёр' }, places: 2, grade: 'C-1', location: 'Ganja' },
      ],
    }),
  );
  orThrow(await app.get(MoveCompetition).run(hr, competitionId, 'announce'));
  const offers = [];
  for (const { centre, rooms } of CENTRES) {
    const { centreId } = orThrow(await app.get(SaveCentre).create(exam, centre));
    const roomIds = [];
    for (const { name, seats, stepFree } of rooms) {
      const wish = { name, features: [], seats: { count: seats, features: { 'step-free': stepFree } } };
      roomIds.push(orThrow(await app.get(SaveRoom).run(exam, centreId, null, wish)).roomId);
    }
    offers.push({ centreId, roomIds, capacity: rooms.reduce((sum, { seats }) => sum + seats, 0) });
  }
  const first = Math.ceil(now / DAY + 14) * DAY + MORNING * HOUR;
  for (const [title, opens] of [
    [{ en: 'First morning', ru: 'Первое утро' }, first],
    [{ en: 'Second morning', ru: 'Второе утро' }, first + DAY],
  ] as const) {
    const { sessionId } = orThrow(
      await app.get(ScheduleSession).run(exam, {
        competitionId,
        title,
        opensAt: new Date(opens),
        entryClosesAt: new Date(opens + HOUR / 2),
        releasePolicy: 'officer',
        entry: 'booked',
        admission: 'either',
      }),
    );
    for (const offer of offers) orThrow(await app.get(OfferPlaces).run(exam, sessionId, offer));
  }
}
