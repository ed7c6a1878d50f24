import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  approvedForms,
  LoadProgrammes,
  markFormsUsed,
  programmeById,
  programmes,
  RunAssembly,
  type Blueprint,
} from '../../src/form/index.js';
import { ASSEMBLE_FORMS } from '../../src/form/jobs/assemble-forms.job.js';
import { recheckForms } from '../../src/form/domain/assembly/recheck-form.js';
import { assemblyById, formsOf } from '../../src/form/store/assembly-store.js';
import { blueprintById, blueprintVersions, poolFor } from '../../src/form/store/blueprint-store.js';
import { MoveAssembly } from '../../src/form/use-cases/move-assembly.js';
import { PublishBlueprint } from '../../src/form/use-cases/publish-blueprint.js';
import { RequestAssembly } from '../../src/form/use-cases/request-assembly.js';
import { SaveBlueprint } from '../../src/form/use-cases/save-blueprint.js';
import { principalOf } from '../../src/people/index.js';
import { orThrow, type Principal } from '../../src/platform/index.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

const blueprint = (code: string, more: Partial<Blueprint> = {}): Blueprint => ({
  code,
  title: { en: 'Two forms', ru: 'Два варианта' },
  minutes: 20,
  languages: ['en', 'ru'],
  governingLanguage: 'en',
  parts: [
    {
      code: 'ethics',
      title: { en: 'Ethics', ru: 'Этика' },
      bank: 'public-ethics-administration',
      draw: [
        { contentArea: 'integrity', count: 3 },
        { contentArea: 'human-rights', count: 3 },
      ],
    },
  ],
  pass: { overall: 3, eachPart: 1 },
  assembly: 'parallel',
  parallel: { forms: 2, maximumOverlap: 0 },
  ...more,
});

describe.each(backends)('blueprints and assemblies, the queue on %s', (backend) => {
  let platform: TestPlatform;
  let redis: TestRedis | undefined;
  let officer: Principal;
  const get = <T>(type: new (...parts: never[]) => T): T => platform.api.app.get<T>(type);
  const db = () => platform.api.parts.database;
  const save = async (body: Blueprint, base: string | null = null): Promise<string> =>
    orThrow(await get(SaveBlueprint).run(officer, body, base)).programmeId;
  const stateOf = async (id: string) => (await assemblyById(db().tx, id))?.state;
  const request = async (programmeId: string): Promise<string> =>
    orThrow(await get(RequestAssembly).run(officer, programmeId, 30)).assemblyId;

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis();
    platform = await startPlatform(redis ? { REDIS_URL: redis.url } : {});
    const [row] = await db().query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'exam'`);
    officer = (await principalOf(db().tx, row?.id ?? '')) as Principal;
  }, 120_000);
  afterAll(async () => {
    await platform.close();
    await redis?.stop();
  });

  it('assembles by a job, is approved by name, and is handed to a draw', async () => {
    const programmeId = await save(blueprint('by-job'));
    orThrow(await get(PublishBlueprint).run(officer, programmeId));
    const assemblyId = await request(programmeId);
    expect(await get(RequestAssembly).run(officer, programmeId, 30)).toMatchObject({
      refusal: { code: 'FORM.ASSEMBLING' },
    });
    expect(await get(MoveAssembly).run(officer, assemblyId, 'approve')).toMatchObject({
      refusal: { code: 'FORM.ASSEMBLY_STATE' },
    });
    const worker = await platform.worker();
    await until(async () => (await stateOf(assemblyId)) === 'done');
    const done = await assemblyById(db().tx, assemblyId);
    expect(done).toMatchObject({ kind: 'parallel', forms: 2, formsDone: 2, failure: null });
    expect(done?.result).toMatchObject({ measures: ['expectedScore'], simulation: { examinees: 5000 } });
    expect(await approvedForms(db().tx, programmeId)).toBeUndefined();

    orThrow(await get(MoveAssembly).run(officer, assemblyId, 'approve'));
    orThrow(await get(MoveAssembly).run(officer, assemblyId, 'withdraw'));
    orThrow(await get(MoveAssembly).run(officer, assemblyId, 'approve'));
    const forms = (await approvedForms(db().tx, programmeId)) ?? [];
    expect(forms.map(({ name }) => name)).toEqual(['A', 'B']);
    const body = blueprint('by-job');
    expect(recheckForms(body, await poolFor(db().tx, body), forms)).toEqual([]);
    await markFormsUsed(db().tx, programmeId);
    expect(await approvedForms(db().tx, programmeId)).toEqual(forms);
    expect(await get(MoveAssembly).run(officer, assemblyId, 'withdraw')).toMatchObject({
      refusal: { code: 'FORM.ASSEMBLY_STATE' },
    });
    const decisions = await db().query<{ action: string; official: string }>(
      `SELECT action, official FROM decision WHERE subject = 'by-job 1' ORDER BY id`,
    );
    expect(decisions.map(({ action }) => action)).toEqual([
      'blueprint-saved',
      'blueprint-published',
      'assembly-requested',
      'assembly-approved',
      'assembly-withdrawn',
      'assembly-approved',
    ]);
    expect(new Set(decisions.map(({ official }) => official))).toEqual(new Set([officer.official]));
    await worker.close();
  });

  it('is found owed when the queue has lost it, also where its worker died', async () => {
    const programmeId = await save(blueprint('lost'));
    const assemblyId = await request(programmeId);
    await platform.api.parts.queue.flush(ASSEMBLE_FORMS);
    await db().query(`UPDATE assembly SET state = 'running', attempts = 1 WHERE id = $1`, [assemblyId]);
    const worker = await platform.worker();
    await until(async () => (await stateOf(assemblyId)) === 'done');
    await worker.close();
    expect(await formsOf(db().tx, assemblyId)).toHaveLength(2);
  });
});

describe('blueprints and assemblies', () => {
  let platform: TestPlatform;
  let officer: Principal;
  const get = <T>(type: new (...parts: never[]) => T): T => platform.api.app.get<T>(type);
  const db = () => platform.api.parts.database;
  const save = (body: Blueprint, base: string | null = null) => get(SaveBlueprint).run(officer, body, base);
  const saved = async (body: Blueprint, base: string | null = null) =>
    orThrow(await save(body, base)).programmeId;

  beforeAll(async () => {
    platform = await startPlatform();
    const [row] = await db().query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'exam'`);
    officer = (await principalOf(db().tx, row?.id ?? '')) as Principal;
  }, 120_000);
  afterAll(() => platform.close());

  it('keeps every version, the author’s name, and drafts away from the public', async () => {
    const first = await saved(blueprint('versions'));
    expect(await saved(blueprint('versions'), first)).toBe(first);
    const second = await saved(blueprint('versions', { minutes: 25 }), first);
    expect(
      (await blueprintVersions(db().tx, 'versions')).map(({ version, body }) => [version, body.minutes]),
    ).toEqual([
      [2, 25],
      [1, 20],
    ]);
    expect(await blueprintById(db().tx, second)).toMatchObject({
      state: 'draft',
      origin: 'editor',
      official: officer.official,
      newest: true,
    });
    const shown = async () => (await programmes(db().tx)).map(({ code }) => code);
    expect(await shown()).not.toContain('versions');
    expect(await programmeById(db().tx, second)).toBeUndefined();
    orThrow(await get(PublishBlueprint).run(officer, first));
    expect((await programmes(db().tx)).find(({ code }) => code === 'versions')).toMatchObject({ version: 1 });
    expect(await get(PublishBlueprint).run(officer, first)).toMatchObject({
      refusal: { code: 'FORM.BLUEPRINT_STATE' },
    });
  });

  it('refuses a code that is taken, a version that is old, and what is wrong, field by field', async () => {
    const first = await saved(blueprint('refused'));
    expect(await save(blueprint('refused'))).toMatchObject({ refusal: { code: 'FORM.CODE_TAKEN' } });
    await saved(blueprint('refused', { minutes: 21 }), first);
    expect(await save(blueprint('refused', { minutes: 22 }), first)).toMatchObject({
      refusal: { code: 'FORM.STALE' },
    });
    const [part] = blueprint('x').parts;
    const wrong = blueprint('wrong', {
      governingLanguage: 'de',
      parts: part ? [part, { ...part, bank: 'none', draw: [{ contentArea: 'nothing', count: 1 }] }] : [],
      assembly: 'per-candidate',
      parallel: undefined,
      constraints: [{ part: 'none', minimum: 3, maximum: 2 }],
      include: ['A'],
      exclude: ['A'],
      pass: { overall: 99, eachPart: 1 },
    });
    expect(await save(wrong)).toMatchObject({
      refusal: {
        code: 'FORM.BLUEPRINT',
        fields: {
          governingLanguage: 'FORM.GOVERNING_LANGUAGE',
          'parts.1.bank': 'FORM.NO_BANK',
          'parts.1.code': 'FORM.PART_TWICE',
          'constraints.0.part': 'FORM.NO_PART',
          'constraints.0.maximum': 'FORM.BOUNDS',
          assembly: 'FORM.DRAWN_CONSTRAINTS',
          exclude: 'FORM.IN_AND_OUT',
          'pass.overall': 'FORM.PASS_TOO_HIGH',
        },
      },
    });
  });

  it('leaves what an officer made as it is when the shipped programmes are loaded again', async () => {
    const [shipped] = (await programmes(db().tx)).filter(({ code }) => code === 'civil-service-general');
    if (!shipped) throw new Error('It is shipped.');
    const { body } = shipped;
    const mine = await saved({ ...body, minutes: 56 }, shipped.id);
    expect(orThrow(await get(LoadProgrammes).run(platform.config.banksDir))).toBe(0);
    expect((await blueprintVersions(db().tx, 'civil-service-general'))[0]?.id).toBe(mine);
  });

  it('neither publishes nor assembles what the bank cannot meet, and says what is lacking', async () => {
    const programmeId = await saved(blueprint('too-much', { parallel: { forms: 20, maximumOverlap: 0 } }));
    const lacking = { refusal: { code: 'FORM.INFEASIBLE', data: { lacks: expect.arrayContaining([]) } } };
    expect(await get(PublishBlueprint).run(officer, programmeId)).toMatchObject(lacking);
    expect(await get(RequestAssembly).run(officer, programmeId, 30)).toMatchObject(lacking);
  });

  it('keeps the first result, however often it runs, and nothing once it is cancelled', async () => {
    const programmeId = await saved(blueprint('twice'));
    const { assemblyId } = orThrow(await get(RequestAssembly).run(officer, programmeId, 30));
    const run = get(RunAssembly);
    await Promise.all([run.run(assemblyId), run.run(assemblyId)]);
    const forms = await formsOf(db().tx, assemblyId);
    expect(forms).toHaveLength(2);
    await run.run(assemblyId);
    expect(await formsOf(db().tx, assemblyId)).toEqual(forms);

    const { assemblyId: other } = orThrow(await get(RequestAssembly).run(officer, programmeId, 30));
    orThrow(await get(MoveAssembly).run(officer, other, 'cancel'));
    await run.run(other);
    expect(await assemblyById(db().tx, other)).toMatchObject({ state: 'cancelled', result: null });
    expect(await formsOf(db().tx, other)).toEqual([]);
  });

  it('approves no forms that the bank has outrun, nor those of a draft', async () => {
    const programmeId = await saved(blueprint('outrun'));
    const { assemblyId } = orThrow(await get(RequestAssembly).run(officer, programmeId, 30));
    await get(RunAssembly).run(assemblyId);
    const approve = () => get(MoveAssembly).run(officer, assemblyId, 'approve');
    expect(await approve()).toMatchObject({ refusal: { code: 'FORM.NOT_PUBLISHED' } });
    orThrow(await get(PublishBlueprint).run(officer, programmeId));
    const [form] = await formsOf(db().tx, assemblyId);
    const code = form?.parts[0]?.items[0]?.itemCode ?? '';
    await db().query(
      `UPDATE item_version v SET state = 'suspended' FROM item i WHERE i.id = v.item_id AND i.code = $1 AND v.state = 'live'`,
      [code],
    );
    expect(await approve()).toMatchObject({
      refusal: { code: 'FORM.BROKEN_RULES', data: { violations: [{ rule: 'unknown-item', detail: code }] } },
    });
  });

  it('gives up what it has begun too often', async () => {
    const programmeId = await saved(blueprint('gives-up'));
    const { assemblyId } = orThrow(await get(RequestAssembly).run(officer, programmeId, 30));
    await db().query('UPDATE assembly SET attempts = 5 WHERE id = $1', [assemblyId]);
    await get(RunAssembly).run(assemblyId);
    expect(await assemblyById(db().tx, assemblyId)).toMatchObject({
      state: 'failed',
      failure: { code: 'FORM.GAVE_UP' },
    });
  });
});
