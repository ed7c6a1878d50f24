import { draft, programmeId } from './announce.js';
import type { ApiClient } from './api-client.js';
import { LONG_ROUND_PLACES, type Table } from './round-table.js';

/** HR drafts a competition with an exam, an essay and an interview, and announces it. */
export async function announceStages(
  hr: ApiClient,
  code: string,
  candidates: number,
): Promise<Pick<Table, 'competitionId' | 'stageIds'>> {
  const competitionId = await draft(hr, code, {
    disclosure: 'commitments',
    places: LONG_ROUND_PLACES,
    programme: 'civil-service-general',
  });
  const competition = `/api/v1/competitions/${competitionId}`;
  const write = Math.min(24, Math.max(5, Math.ceil(candidates / 3)));
  await hr.put(`${competition}/stages`, {
    stages: [
      {
        code: 'exam',
        kind: 'exam',
        title: { en: 'Exam', ru: 'Экзамен' },
        rule: { kind: 'best', count: write },
        weight: 50,
      },
      {
        code: 'essay',
        kind: 'essay',
        title: { en: 'Written tasks', ru: 'Письменные работы' },
        rule: { kind: 'best', count: Math.min(8, Math.ceil((2 * write) / 3)) },
        weight: 20,
        programmeId: await programmeId(hr, 'essay'),
      },
      {
        code: 'interview',
        kind: 'interview',
        title: { en: 'Interview', ru: 'Собеседование' },
        rule: {
          kind: 'weighted',
          least: 20,
          stages: [
            { code: 'exam', weight: 50 },
            { code: 'essay', weight: 20 },
            { code: 'interview', weight: 30 },
          ],
        },
        weight: 30,
      },
    ],
    ties: ['interview', 'exam'],
    last: 'lot',
  });
  await hr.post(`${competition}/announcement`);
  const { items } = await hr.get<{ items: { id: string; code: string }[] }>(`${competition}/stages`);
  return { competitionId, stageIds: new Map(items.map((one) => [one.code, one.id])) };
}
