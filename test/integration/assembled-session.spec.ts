import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunAssembly, verifyBundle, type Blueprint, type DrawBundle } from '../../src/form/index.js';
import { MoveAssembly } from '../../src/form/use-cases/move-assembly.js';
import { PublishBlueprint } from '../../src/form/use-cases/publish-blueprint.js';
import { RequestAssembly } from '../../src/form/use-cases/request-assembly.js';
import { SaveBlueprint } from '../../src/form/use-cases/save-blueprint.js';
import { principalOf } from '../../src/people/index.js';
import { orThrow, type Principal } from '../../src/platform/index.js';
import { livePool } from '../../src/question-bank/index.js';
import { newCandidate, staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const BANK = 'public-ethics-administration';

const blueprint: Blueprint = {
  code: 'two-forms',
  title: { en: 'Two forms', ru: 'Два варианта' },
  minutes: 20,
  languages: ['en', 'ru'],
  governingLanguage: 'en',
  parts: [
    {
      code: 'ethics',
      title: { en: 'Ethics', ru: 'Этика' },
      bank: BANK,
      draw: [
        { contentArea: 'integrity', count: 3 },
        { contentArea: 'human-rights', count: 3 },
      ],
    },
  ],
  pass: { overall: 3, eachPart: 1 },
  assembly: 'parallel',
  parallel: { forms: 2, maximumOverlap: 0 },
};

describe('a session with assembled forms', () => {
  let platform: TestPlatform;
  let officer: Principal;
  const get = <T>(type: new (...parts: never[]) => T): T => platform.api.app.get<T>(type);

  beforeAll(async () => {
    platform = await startPlatform();
    const { database } = platform.api.parts;
    const [row] = await database.query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'exam'`);
    officer = (await principalOf(database.tx, row?.id ?? '')) as Principal;
  }, 120_000);
  afterAll(() => platform.close());

  it('is drawn from what the officer approved, and counts what was shown', async () => {
    const { database } = platform.api.parts;
    const [exam, hr] = await Promise.all(['exam', 'hr'].map((name) => staff(platform, name)));
    const { programmeId } = orThrow(await get(SaveBlueprint).run(officer, blueprint, null));
    orThrow(await get(PublishBlueprint).run(officer, programmeId));
    const [agency] = await database.query<{ id: string }>(`SELECT id FROM agency WHERE code = 'MDS'`);
    const { competitionId } = (await hr?.post<{ competitionId: string }>(
      `/api/v1/agencies/${agency?.id ?? ''}/competitions`,
      {
        code: 'TWO-FORMS',
        title: { en: 'Two forms', ru: 'Два варианта' },
        description: { en: 'A competition with two forms.' },
        programmeId,
        applyFrom: new Date(Date.now() - 3_600_000).toISOString(),
        applyUntil: new Date(Date.now() + 3_600_000).toISOString(),
        posts: [{ title: { en: 'Clerk' }, places: 1, grade: 'B-4', location: 'Baku' }],
      },
    )) ?? { competitionId: '' };
    await hr?.post(`/api/v1/competitions/${competitionId}/announcement`);
    const { sessionId } = (await exam?.post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: 'With two forms' },
        opensAt: new Date(Date.now() - 3_600_000).toISOString(),
        entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
        releasePolicy: 'officer',
      },
    )) ?? { sessionId: '' };
    const opening = `/api/v1/sessions/${sessionId}/opening`;
    await expect(exam?.post(opening, { withoutGo: 'A test.' })).rejects.toMatchObject({
      code: 'DRAW.NOT_ASSEMBLED',
    });

    const { assemblyId } = orThrow(await get(RequestAssembly).run(officer, programmeId, 30));
    await get(RunAssembly).run(assemblyId);
    orThrow(await get(MoveAssembly).run(officer, assemblyId, 'approve'));
    await exam?.post(opening, { withoutGo: 'A test.' });
    const [used] = await database.query<{ state: string }>('SELECT state FROM assembly WHERE id = $1', [
      assemblyId,
    ]);
    expect(used?.state).toBe('used');
    for (let i = 0; i < 4; i += 1) {
      const candidate = await newCandidate(platform);
      await candidate.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
      const { sittingId } = await candidate.post<{ sittingId: string }>(
        `/api/v1/sessions/${sessionId}/sittings`,
      );
      await candidate.post(`/api/v1/sittings/${sittingId}/submission`);
    }
    await exam?.post(`/api/v1/sessions/${sessionId}/closing`);

    const bundle = (await exam?.get<DrawBundle>(`/api/v1/sessions/${sessionId}/draw-bundle`)) as DrawBundle;
    expect([...verifyBundle(bundle)].filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    expect(new Set(bundle.assignments.map(({ form }) => form))).toEqual(new Set(['A', 'B']));
    // Four candidates with six items each, no item in both forms.
    const pool = await livePool(database.tx, [BANK], ['en', 'ru']);
    const shown = pool.filter(({ exposure }) => exposure > 0);
    expect(shown.reduce((sum, { exposure }) => sum + exposure, 0)).toBe(24);
    expect(shown.length % 6).toBe(0);
  }, 120_000);
});
