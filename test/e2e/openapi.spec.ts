import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import supertest from 'supertest';
import { PROJECT_DIR } from '../../src/app.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { playRound, type RoundOutcome } from '../../src/desk/round/play-round.js';
import { listRoutes } from '../../src/people/index.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { accountOf } from '../../src/desk/round/be-candidate.js';
import { newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { assembledForms, parallelBlueprint } from '../support/forms.js';
import { newApplicant, placesOnOffer } from '../support/places.js';
import { conclude, scoreAll, sittingPanel } from '../support/commissions.js';
import { lateAnswers } from '../support/late.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { stagedInHand } from '../support/staged.js';
import { askingApplication } from '../support/uploads.js';
import { until } from '../support/until.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: object;
  readonly security?: readonly object[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Record<string, { readonly schema: object }> }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

/** Every answer of the API that the round brings forth, held against its description. */
describe('the API’s description', () => {
  let platform: TestPlatform;
  let document: Document;
  let outcome: RoundOutcome;
  const validators = new Map<string, ValidateFunction>();

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    const answer = await supertest(platform.api.app.getHttpServer()).get('/api/docs/json').expect(200);
    document = answer.body as Document;
    outcome = await playRound({
      base: platform.base,
      candidates: 4,
      disclosure: 'auditor',
      password: DEMONSTRATION_PASSWORD,
      knowledge: bankKnowledge(platform.config.banksDir),
    });
  }, 180_000);
  afterAll(() => platform.close());

  /** What the description says of an answer; objects may have no field that it does not name. */
  function validator(path: string, method: string, status: string): ValidateFunction {
    const key = `${method} ${path} ${status}`;
    const known = validators.get(key);
    if (known) return known;
    const content = document.paths[path]?.[method]?.responses[status]?.content;
    const schema = Object.values(content ?? {})[0]?.schema;
    if (!schema) throw new Error(`${key} is not described.`);
    const ajv = new Ajv2020({
      strict: false,
      allErrors: true,
      formats: { 'date-time': true, uuid: true, date: true, password: true, email: true },
    });
    const text = JSON.stringify({ ...schema, components: closed(document.components) });
    const made = ajv.compile(JSON.parse(text) as object);
    validators.set(key, made);
    return made;
  }

  it('is OpenAPI 3.1 and has a page', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    await supertest(platform.api.app.getHttpServer()).get('/api/docs').redirects(1).expect(200);
  });

  it('names every route of the API, and none that is not there', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = listRoutes(platform.api.app)
      .filter(({ path }) => /^\/(api|health)\//.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual(routes.sort());
  });

  it('has a name of its own for every shape: of two classes with one name the description keeps one', () => {
    const names = readdirSync(path.join(PROJECT_DIR, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [
          ...readFileSync(path.join(PROJECT_DIR, 'src', file), 'utf8').matchAll(
            /^(?:export )?class (\w+Dto)\b/gm,
          ),
        ].map(([, name]) => name),
      );
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('is true of what every reading route answers', async () => {
    const hr = await staff(platform, 'hr');
    const exam = await staff(platform, 'exam');
    const admin = await staff(platform, 'admin');
    const author = await staff(platform, 'author');
    const asking = await askingApplication(platform);
    const [agency] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM agency WHERE code = 'MDS'`,
    );
    const [item] = await platform.api.parts.database.query<{ id: string; bankId: string }>(
      `SELECT id, bank_id AS "bankId" FROM item ORDER BY code LIMIT 1`,
    );
    const demonstration = await openSession(platform);
    const { centre, early } = await placesOnOffer(platform, demonstration.competitionId);
    const booker = await newApplicant(platform, demonstration.competitionId);
    await booker.client.put(`/api/v1/competitions/${demonstration.competitionId}/booking`, {
      sessionId: early,
      centreId: centre.centreId,
    });
    const { client: candidate, sittingId } = await newSitting(platform);
    const returned = await newSitting(platform);
    const lease = await lateAnswers(returned.client, returned.leased);
    const ended = await newSitting(platform);
    const inDemonstration = `/api/v1/sessions/${demonstration.sessionId}`;
    await exam.post(`${inDemonstration}/messages`, { text: 'A test.' });
    await exam.post(`${inDemonstration}/sittings/${ended.sittingId}/end`, { reason: 'A test.' });
    const [entry] = (
      await candidate.get<{ items: { publicId: string; shown: { listHash?: string } }[] }>(
        `/api/v1/registry/entries?type=result-list&competition=${outcome.code}`,
      )
    ).items;
    const [own] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM sitting WHERE state = 'closed' LIMIT 1`,
    );
    expect(own).toBeDefined();
    const [graded] = await platform.api.parts.database.query<{ number: string }>(
      `SELECT candidate_number AS number FROM sitting WHERE session_id = $1 AND state = 'closed' LIMIT 1`,
      [outcome.sessionId],
    );
    const marker = await staff(platform, 'marker');
    const { programmeId, assemblyId } = await assembledForms(platform, 'described');
    const panel = await sittingPanel(platform, 1);
    await scoreAll(panel, 4);
    await conclude(panel);
    const heard = {
      applicationId: panel.candidates[0]?.applicationId ?? '',
      competitionId: panel.competitionId,
      stageId: panel.stageId,
    };
    // Statistics come by themselves, panels by an officer.
    await until(async () => {
      const told = await codeOf(exam.get(`/api/v1/sessions/${outcome.sessionId}/statistics`));
      expect(['done', 'MEASUREMENT.NO_STATISTICS']).toContain(told);
      return told === 'done';
    });
    const judges = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM account WHERE sign_in IN ('expert', 'expert2')`,
    );
    const { panelId } = await exam.post<{ panelId: string }>(
      `/api/v1/competitions/${outcome.competitionId}/panels`,
      { judges: judges.map(({ id }) => id), candidate: 'Can just do the work.', perLine: 1 },
    );
    const { appealId } = await returned.client.post<{ appealId: string }>(
      `/api/v1/sittings/${returned.sittingId}/appeals`,
      { about: 'incident', body: 'The power went out for a quarter of an hour.' },
    );
    const { incidentId } = await exam.post<{ incidentId: string }>(
      `/api/v1/sessions/${demonstration.sessionId}/sittings/${sittingId}/incidents`,
      { kind: 'disturbance', what: 'Somebody called the candidate from the corridor.', note: 'I heard it.' },
    );
    const [contested] = await platform.api.parts.database.query<{ id: string }>(
      `INSERT INTO challenge_case (id, competition_id, item_version_id, state, due_at)
       SELECT gen_random_uuid(), $1, id, 'open', clock_timestamp() FROM item_version LIMIT 1 RETURNING id`,
      [outcome.competitionId],
    );
    const winner = accountOf(outcome.code, 0);
    const passed = await new ApiClient(platform.base).signIn(winner.email, winner.password);
    const [released] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT s.id FROM sitting s JOIN account a ON a.person_id = s.person_id WHERE a.sign_in = $1`,
      [winner.email],
    );
    const { code: certificate } = await passed.post<{ code: string }>(
      `/api/v1/sittings/${released?.id ?? ''}/certificate`,
    );
    const fill: Record<string, string> = {
      accountId: judges[0]?.id ?? '',
      code: certificate,
      batchId: booker.applicationId,
      appealId,
      incidentId,
      caseId: contested?.id ?? '',
      programmeId,
      panelId,
      assemblyId,
      competitionId: outcome.competitionId,
      sessionId: outcome.sessionId,
      publicId: entry?.publicId ?? '',
      hash: entry?.shown.listHash ?? '',
      version: '1',
      bankId: item?.bankId ?? '',
      itemId: item?.id ?? '',
      sittingId,
      centreId: centre.centreId,
      applicationId: booker.applicationId,
      textId: booker.applicationId,
      candidateNumber: graded?.number ?? '',
      agencyId: agency?.id ?? '',
    };
    const queries: Record<string, string> = {
      '/api/v1/banks/{bankId}/items/{itemId}/differences': '?from=1&to=1',
    };
    const staged = await stagedInHand(platform);
    const readers: [RegExp, typeof hr][] = [
      [/\/ending$/, ended.client],
      [/place\/mine$/, await staff(platform, staged.winner.signIn)],
      [/stages\/\{code\}|rankings.*places/, hr],
      [/\/review$/, returned.client],
      [/\/consent$|sessions\/\{sessionId\}\/record$/, candidate],
      [/sessions.*\/appeals/, await staff(platform, 'appeals')],
      [/\/challenges/, exam],
      [/commission\/entries/, panel.members[0]],
      [/\/commission/, hr],
      [/\/interviews$/, panel.candidates[0]?.client ?? hr],
      [/application-form/, asking.client],
      [/^\/api\/v1\/post-requests/, admin],
      [/panelId\}\/ratings/, await staff(platform, 'expert')],
      [/panels/, exam],
      [/competitions\/\{competitionId\}\/(places|booking)/, booker.client],
      [/v1\/marking$|marking\/(own|texts)/, marker],
      [/centres|applicants|accommodations|sessions\/\{sessionId\}\/(?!waiting)/, exam],
      [/blueprints|assemblies/, exam],
      [/item-|bankId/, author],
      [/accounts|decisions|banks|letters|failed-jobs/, admin],
      [/\/signals$/, exam],
      [/sittings|applications|waiting|notices|v1\/offers/, candidate],
      [/grading|room|contributions|admission|seat-code|checklist|rehearsals/, exam],
      [/./, hr],
    ];
    // What stands elsewhere than in the round.
    const places: [RegExp, Record<string, string>][] = [
      [
        /stages\/\{code\}|place\/mine$|rankings.*places/,
        { competitionId: staged.played, code: 'exam', candidateNumber: staged.winner.number },
      ],
      [
        /\/review$|sessions.*\/appeals/,
        { sessionId: demonstration.sessionId, sittingId: returned.sittingId },
      ],
      [/\/end(ing)?$/, { sessionId: demonstration.sessionId, sittingId: ended.sittingId }],
      [/\/messages$/, { sessionId: demonstration.sessionId }],
      [/sessions.*\/incidents/, { sessionId: demonstration.sessionId }],
      [/sessions.*(snapshots|signals)$/, { ...demonstration, sittingId }],
      // The candidate waits before a session of their own competition.
      [/\/waiting$|sessions\/\{sessionId\}\/record$/, { sessionId: demonstration.sessionId }],
      [/\/(places|bookings?)\b/, { ...demonstration, sessionId: early }],
      [/\/commission|\/interviews$/, heard],
      [/application-form|screening\/\{/, asking.ids],
      [
        /sessions.*\/late|accommodations/,
        { ...demonstration, sittingId: returned.sittingId, lease: String(lease) },
      ],
    ];
    const wrong: string[] = [];
    // Those of a sitting's token answer no account.
    const read = Object.entries(document.paths).filter(
      ([, { get }]) => get && !JSON.stringify(get.security ?? []).includes('sitting'),
    );
    for (const [path] of read) {
      // A stream of events has no end.
      if (path.endsWith('/board/live')) continue;
      const reader = readers.find(([pattern]) => pattern.test(path))?.[1] ?? hr;
      const own = { ...fill, ...places.find(([pattern]) => pattern.test(path))?.[1] };
      const address =
        path.replace(/\{(\w+)\}/g, (_, name: string) => own[name] ?? '') + (queries[path] ?? '');
      // The candidate is still sitting, and there is an incident: all say so with the code that is described.
      if (/receipt|answer-sheet|session-file|result$/.test(path)) {
        await expect(reader.get(address)).rejects.toThrow(
          /404 (SITTING\.(NO|UNKNOWN)_RECEIPT|DISCLOSURE\.NOT_PUBLIC)|409 GRADING\.HELD/,
        );
        continue;
      }
      // Nobody has written anything: a marker has no text in hand.
      if (path.endsWith('/marking/texts/{textId}')) {
        await expect(reader.get(address)).rejects.toThrow('404 MARKING.NO_TEXT');
        continue;
      }
      // Nobody is admitted there any more.
      if (path.endsWith('/candidates/{applicationId}/photo')) {
        await expect(reader.ownFile(address)).rejects.toThrow('409 SITTING.SESSION_STATE');
        continue;
      }
      // Nobody has brought a file.
      if (path.endsWith('/imports/{batchId}')) {
        await expect(reader.get(address)).rejects.toThrow('404 IMPORT.NO_BATCH');
        continue;
      }
      if (/\/(slip|protocol-file(-with-names)?|documents\/\{documentId\})$/.test(path)) {
        expect(await reader.ownFile(address)).toMatchObject({ type: 'application/pdf', cache: 'no-store' });
        continue;
      }
      if (path.endsWith('/auditor-package')) {
        const auditor = await staff(platform, 'auditor');
        expect(await auditor.ownFile(address)).toMatchObject({ type: 'application/x-ndjson' });
        continue;
      }
      const check = validator(path, 'get', '200');
      const body = await reader.get(address).catch((error: unknown) => wrong.push(String(error)) && null);
      if (body !== null && !check(body)) wrong.push(`${path}: ${JSON.stringify(check.errors?.slice(0, 3))}`);
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  it('is true of what changes answer, of receipts and results, and of refusals', async () => {
    const { client, sittingId } = await newSitting(platform);
    const leased = await client.post(`/api/v1/sittings/${sittingId}/leases`);
    expect(validator('/api/v1/sittings/{sittingId}/leases', 'post', '201')(leased)).toBe(true);
    const receipt = await client.post(`/api/v1/sittings/${sittingId}/submission`);
    expect(validator('/api/v1/sittings/{sittingId}/submission', 'post', '200')(receipt)).toBe(true);
    expect(
      validator(
        '/api/v1/sittings/{sittingId}/receipt',
        'get',
        '200',
      )(await client.get(`/api/v1/sittings/${sittingId}/receipt`)),
    ).toBe(true);
    const checked = await client.post<{ hash: string }>('/api/v1/receipts/check', receipt);
    expect(validator('/api/v1/receipts/check', 'post', '200')(checked)).toBe(true);
    const standing = await client.get(`/api/v1/receipts/${checked.hash}`);
    expect(validator('/api/v1/receipts/{hash}', 'get', '200')(standing)).toBe(true);
    const problem = await supertest(platform.api.app.getHttpServer())
      .get('/api/v1/competitions/none')
      .expect(404);
    expect(problem.headers['content-type']).toContain('application/problem+json');
    expect(validator('/api/v1/competitions/{competitionId}', 'get', 'default')(problem.body)).toBe(true);
  });

  it('is true of what blueprints and assemblies answer', async () => {
    const exam = await staff(platform, 'exam');
    const { programmeId, assemblyId } = await assembledForms(platform, 'answered');
    const blueprint = parallelBlueprint('answered-too', 20);
    const answers: [string, string, unknown][] = [
      ['/api/v1/blueprints', '201', await exam.post('/api/v1/blueprints', { blueprint })],
      ['/api/v1/blueprints/check', '200', await exam.post('/api/v1/blueprints/check', { blueprint })],
      [
        '/api/v1/assemblies/{assemblyId}/approval',
        '200',
        await exam.post(`/api/v1/assemblies/${assemblyId}/approval`),
      ],
      [
        '/api/v1/blueprints/{programmeId}/assemblies',
        '201',
        await exam.post(`/api/v1/blueprints/${programmeId}/assemblies`),
      ],
    ];
    for (const [path, status, answer] of answers) {
      const check = validator(path, 'post', status);
      expect([path, check(answer), check.errors]).toEqual([path, true, null]);
    }
    const auditor = await staff(platform, 'auditor');
    await expect(auditor.post('/api/v1/blueprints', { blueprint })).rejects.toThrow('403');
    await expect(
      exam.post('/api/v1/blueprints', { blueprint: { ...blueprint, code: 'Not A Code', pass: undefined } }),
    ).rejects.toThrow('422 REQUEST.INVALID');
  });

  it('describes a body for every change that takes one, and refuses what the description does not allow', async () => {
    const hr = await staff(platform, 'hr');
    const described = document.paths['/api/v1/competitions/{competitionId}/offers']?.['post'];
    expect(described?.requestBody).toBeDefined();
    await expect(
      hr.post(`/api/v1/competitions/${outcome.competitionId}/offers`, {
        postId: 'x',
        sittingId: 'y',
        extra: 1,
      }),
    ).rejects.toThrow('422 REQUEST.INVALID');
  });
});

/** The same components, with every object closed against fields that it does not name. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  const inner = Object.fromEntries(Object.entries(record).map(([key, member]) => [key, closed(member)]));
  const isObject = record['type'] === 'object' && typeof record['properties'] === 'object';
  return isObject && record['additionalProperties'] === undefined
    ? { ...inner, additionalProperties: false }
    : inner;
}
