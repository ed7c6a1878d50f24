import type { ApiClient } from '../../src/desk/round/api-client.js';
import { staff } from './candidates.js';
import type { TestPlatform } from './platform.js';
import { until } from './until.js';

/** Parallel forms out of a shipped bank, as the API takes them. */
export const parallelBlueprint = (code: string, forms = 2) => ({
  code,
  title: { en: 'Parallel forms', ru: 'Параллельные варианты' },
  minutes: 20,
  languages: ['en', 'ru'],
  governingLanguage: 'en',
  parts: [
    {
      code: 'ethics',
      title: { en: 'Ethics', ru: 'Этика' },
      bank: 'public-ethics-administration',
      draw: [
        { contentArea: 'integrity', difficulty: { from: 0, to: 1000 }, count: 3 },
        { contentArea: 'human-rights', count: 3 },
      ],
    },
  ],
  pass: { overall: 3, eachPart: 1 },
  constraints: [{ part: 'ethics', type: 'single-choice', minimum: 1 }],
  include: [],
  assembly: 'parallel',
  parallel: { forms, maximumOverlap: 0 },
});

export interface MadeForms {
  readonly exam: ApiClient;
  readonly programmeId: string;
  readonly assemblyId: string;
}

/** A published blueprint whose forms are assembled and wait for approval. The platform has a worker. */
export async function assembledForms(platform: TestPlatform, code: string): Promise<MadeForms> {
  const exam = await staff(platform, 'exam');
  const { programmeId } = await exam.post<{ programmeId: string }>('/api/v1/blueprints', {
    blueprint: parallelBlueprint(code),
  });
  await exam.post(`/api/v1/blueprints/${programmeId}/publication`);
  const { assemblyId } = await exam.post<{ assemblyId: string }>(
    `/api/v1/blueprints/${programmeId}/assemblies`,
    { timeLimitSeconds: 20 },
  );
  await until(async () => {
    const { state } = await exam.get<{ state: string }>(`/api/v1/assemblies/${assemblyId}`);
    return state === 'done';
  });
  return { exam, programmeId, assemblyId };
}
