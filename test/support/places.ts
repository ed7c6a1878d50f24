import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newCandidate, staff } from './candidates.js';
import type { TestPlatform } from './platform.js';

const HOUR = 3_600_000;
let made = 0;

export interface TestCentre {
  readonly centreId: string;
  readonly roomIds: readonly string[];
}

export interface PlaceBrief {
  readonly sessionId: string;
  readonly opensAt: string;
  readonly centre: { readonly id: string };
  readonly capacity: number;
  readonly booked: number;
  readonly free: number;
}

export interface BookingBrief {
  readonly applicationId: string;
  readonly sessionId: string;
  readonly centre: { readonly id: string };
  readonly room: string;
  readonly seat: string;
  readonly features: readonly string[];
  readonly slipCode: string;
  readonly isClosed: boolean;
  readonly isRosterFixed: boolean;
}

/** A centre whose rooms have so many seats; the first seat of each is step-free. */
export async function makeCentre(exam: ApiClient, rooms: readonly number[]): Promise<TestCentre> {
  made += 1;
  const { centreId } = await exam.post<{ centreId: string }>('/api/v1/centres', {
    code: `TEST-${String(made)}`,
    name: { en: `Test centre ${String(made)}`, ru: `Тестовый центр ${String(made)}` },
    address: { en: '28 May Street 7, Baku', ru: 'Баку, улица 28 Мая, 7' },
    timeZone: 'Asia/Baku',
    contact: '+994 12 000 00 00',
  });
  const roomIds: string[] = [];
  for (const [index, count] of rooms.entries()) {
    const { roomId } = await exam.post<{ roomId: string }>(`/api/v1/centres/${centreId}/rooms`, {
      name: String(101 + index),
      features: [],
      seats: { count, features: { 'step-free': ['1'] } },
    });
    roomIds.push(roomId);
  }
  return { centreId, roomIds };
}

/** A session of booked places, opening in so many hours. */
export async function bookedSession(exam: ApiClient, competitionId: string, hours: number): Promise<string> {
  const { sessionId } = await exam.post<{ sessionId: string }>(
    `/api/v1/competitions/${competitionId}/sessions`,
    {
      title: { en: `Session in ${String(hours)} hours`, ru: `Сессия через ${String(hours)} ч` },
      opensAt: new Date(Date.now() + hours * HOUR).toISOString(),
      entryClosesAt: new Date(Date.now() + (hours + 1) * HOUR).toISOString(),
      releasePolicy: 'officer',
      entry: 'booked',
    },
  );
  return sessionId;
}

export const offer = (
  exam: ApiClient,
  sessionId: string,
  { centreId, roomIds }: TestCentre,
  capacity: number,
) => exam.put(`/api/v1/sessions/${sessionId}/places/${centreId}`, { roomIds, capacity });

/** A candidate who applied and may book. */
export async function newApplicant(
  platform: TestPlatform,
  competitionId: string,
): Promise<{ client: ApiClient; applicationId: string }> {
  const client = await newCandidate(platform);
  const { applicationId } = await client.post<{ applicationId: string }>(
    `/api/v1/competitions/${competitionId}/applications`,
    { language: 'en' },
  );
  return { client, applicationId };
}

/** Two sessions with places in one centre, for one who looks at pages. */
export async function placesOnOffer(platform: TestPlatform, competitionId: string, seats = 4) {
  const exam = await staff(platform, 'exam');
  const centre = await makeCentre(exam, [seats, seats]);
  const early = await bookedSession(exam, competitionId, 100);
  const late = await bookedSession(exam, competitionId, 200);
  await offer(exam, early, centre, seats);
  await offer(exam, late, centre, 2 * seats);
  return { exam, centre, early, late };
}
