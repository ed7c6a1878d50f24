import type { ApiClient } from './api-client.js';

const HOUR = 3_600_000;

export interface Draft {
  readonly disclosure: 'commitments' | 'auditor' | 'public';
  readonly places: number;
  /** The exam programme, by its code; left out: the first there is. */
  readonly programme?: string;
}

/** Drafts a competition of the demonstration's agency, in which people can apply at once. @returns its id. */
export async function draft(
  hr: ApiClient,
  code: string,
  { disclosure, places, programme }: Draft,
): Promise<string> {
  const { items: agencies } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/agencies');
  const agency = agencies.find((one) => one.code === 'MDS');
  if (!agency) throw new Error('The demonstration’s agency is missing.');
  const { competitionId } = await hr.post<{ competitionId: string }>(
    `/api/v1/agencies/${agency.id}/competitions`,
    {
      code,
      title: { en: `Played round ${code}`, ru: `Пробный конкурс ${code}` },
      description: { en: 'Played by the round command.', ru: 'Проведён командой round.' },
      programmeId: await programmeId(hr, programme),
      disclosure,
      applyFrom: new Date(Date.now() - HOUR).toISOString(),
      applyUntil: new Date(Date.now() + 24 * HOUR).toISOString(),
      posts: [{ title: { en: 'Specialist', ru: 'Специалист' }, places, grade: 'B-4', location: 'Baku' }],
    },
  );
  return competitionId;
}

/** Drafts a competition and announces it. @returns its id. */
export async function announce(hr: ApiClient, code: string, wish: Draft): Promise<string> {
  const competitionId = await draft(hr, code, wish);
  await hr.post(`/api/v1/competitions/${competitionId}/announcement`);
  return competitionId;
}

/** @param code left out: of the first programme there is. */
export async function programmeId(hr: ApiClient, code?: string): Promise<string> {
  const { items } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/programmes');
  const found = items.find((one) => code === undefined || one.code === code);
  if (!found) throw new Error('The demonstration’s exam programme is missing.');
  return found.id;
}
