import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { verifyBundle, type DrawBundle } from '../../src/form/index.js';
import { EnqueueOwed, releasedGrade } from '../../src/grading/index.js';
import { canonicalJson, hashJson, seededGenerator, sha256, type Json } from '../../src/kernel/index.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { answers, applicant, begin, NO_GO, openedSession, planSession, save } from '../support/sessions.js';
import { until } from '../support/until.js';

interface Receipt {
  readonly body: { readonly candidateNumber: string };
  readonly signature: string;
}

const run = promisify(execFile);
const FAILURE = { cause: 'failure', reason: 'The power went.' };

describe('what is declared void', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
  }, 120_000);
  afterAll(() => platform.close());

  const voidOne = (sessionId: string, sittingId: string, body: object) =>
    exam.post(`/api/v1/sessions/${sessionId}/sittings/${sittingId}/voiding`, body);
  const voidAll = (sessionId: string, reason = 'The centre lost its power.') =>
    exam.post<{ sittings: number }>(`/api/v1/sessions/${sessionId}/voiding`, { reason });
  const handIn = (client: ApiClient, sittingId: string) =>
    client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`);
  const factsOf = (type: string, subject: string) =>
    query<{ shown: Record<string, unknown>; official: string }>(
      `SELECT body #> '{content,shown}' AS shown, body #>> '{fact,official}' AS official FROM outbox
       WHERE type = $1 AND body #>> '{fact,subject}' = $2`,
      [type, subject],
    );

  it('ends a sitting at once, and the same session gives another number and another form', async () => {
    const { client } = await applicant(platform);
    const sessionId = await openedSession(platform);
    const before = await begin(client, sessionId);
    await save(client, before, answers(before, [[1, '2']]));
    await voidOne(sessionId, before.sittingId, { ...FAILURE, again: 'here' });
    expect(await codeOf(voidOne(sessionId, before.sittingId, { ...FAILURE, again: 'no' }))).toBe(
      'SITTING.VOID',
    );
    const more = answers(before, [
      [1, '2'],
      [2, '1'],
    ]).slice(1);
    expect(
      await codeOf(
        client.post(
          '/api/v1/responses',
          { previous: answers(before, [[1, '2']])[0]?.hash, events: more },
          before.token,
        ),
      ),
    ).toBe('SITTING.VOID');
    expect(await codeOf(handIn(client, before.sittingId))).toBe('SITTING.VOID');
    expect(await codeOf(client.post(`/api/v1/sittings/${before.sittingId}/leases`))).toBe('SITTING.VOID');
    // Entry is closed meanwhile: not for who begins again.
    await query(
      `UPDATE exam_session SET opens_at = clock_timestamp() - interval '2 hours',
         entry_closes_at = clock_timestamp() - interval '1 minute' WHERE id = $1`,
      [sessionId],
    );
    expect(await client.get(`/api/v1/sessions/${sessionId}/waiting`)).toMatchObject({ state: 'may-start' });
    const starts = await Promise.all(Array.from({ length: 4 }, () => begin(client, sessionId)));
    const [after] = starts;
    expect(new Set(starts.map(({ sittingId }) => sittingId)).size).toBe(1);
    expect(after?.sittingId).not.toBe(before.sittingId);
    expect(after?.candidateNumber).not.toBe(before.candidateNumber);
    const [forms] = await query<{ count: number }>(
      'SELECT count(DISTINCT content_hash)::int AS count FROM form WHERE sitting_id = ANY($1::uuid[])',
      [[before.sittingId, after?.sittingId]],
    );
    expect(forms).toEqual({ count: 2 });
    expect(await codeOf(begin((await applicant(platform)).client, sessionId))).toBe('SITTING.ENTRY_CLOSED');
    const [fact] = await factsOf('sitting-void', before.candidateNumber);
    expect(fact).toMatchObject({
      shown: { session: sessionId, receiptHash: null },
      official: expect.stringContaining('Daniyar Omarov'),
    });
    expect(JSON.stringify(fact)).not.toContain('power');

    await handIn(client, after?.sittingId ?? '');
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    const bundle = await exam.get<DrawBundle>(`/api/v1/sessions/${sessionId}/draw-bundle`);
    expect([...verifyBundle(bundle)].filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    expect(bundle.roster).toContain(before.candidateNumber);
    expect(bundle.spares.flat()).toContain(after?.candidateNumber);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-void-'));
    const file = path.join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify(bundle));
    if (process.env['OPENMERIT_SKIP_PYTHON'] !== '1') {
      expect((await run('python3', ['test/python/draw.py', file])).stdout).toBe(
        '1 files checked, 0 faults\n',
      );
    }
    rmSync(folder, { recursive: true });
  }, 90_000);

  it('lets nobody sit again who was not told to, and leaves misconduct to an incident', async () => {
    const { client } = await applicant(platform);
    const sessionId = await openedSession(platform);
    const { sittingId } = await begin(client, sessionId);
    const failed = { cause: 'failure', reason: 'The power went.', again: 'no' };
    const cheat = { ...failed, cause: 'misconduct' };
    expect(await codeOf(voidOne(sessionId, sittingId, cheat))).toBe('SITTING.NEEDS_INCIDENT');
    expect(await codeOf(voidOne(sessionId, sittingId, { ...failed, reason: ' ' }))).toBe('SESSION.WHY');
    const other = await openedSession(platform);
    expect(await codeOf(voidOne(other, sittingId, failed))).toBe('SITTING.NOT_FOUND');
    const proctor = await staff(platform, 'proctor');
    const address = `/api/v1/sessions/${sessionId}/sittings/${sittingId}/voiding`;
    expect(await codeOf(proctor.post(address, failed))).toBe('AUTH.FORBIDDEN');
    await voidOne(sessionId, sittingId, failed);
    expect(await codeOf(begin(client, sessionId))).toBe('SITTING.VOID');
    expect(await client.get(`/api/v1/sessions/${sessionId}/waiting`)).toMatchObject({ state: 'void' });
    const [decision] = await query<{ official: string; reason: string }>(
      `SELECT official, reason FROM decision WHERE action = 'sitting-void-failure' AND scope_id = $1`,
      [sessionId],
    );
    expect(decision).toMatchObject({
      reason: 'The power went.',
      official: expect.stringContaining('Omarov'),
    });
  }, 60_000);

  it('is neither graded nor released nor ranked; its receipt stays true', async () => {
    const [kept, lost] = [await applicant(platform), await applicant(platform)];
    const sessionId = await openedSession(platform);
    const sittings = [];
    for (const { client } of [kept, lost]) {
      const leased = await begin(client, sessionId);
      await sitExam(client, leased, seededGenerator(sha256(leased.sittingId)));
      sittings.push(leased.sittingId);
    }
    const [, lostId = ''] = sittings;
    const receipt = await lost.client.get<Receipt>(`/api/v1/sittings/${lostId}/receipt`);
    await platform.worker();
    await until(async () => {
      const { graded } = await exam.get<{ graded: number }>(`/api/v1/sessions/${sessionId}/grading`);
      return graded === 2;
    });
    await voidOne(sessionId, lostId, { ...FAILURE, again: 'no' });
    expect(await exam.get(`/api/v1/sessions/${sessionId}/grading`)).toMatchObject({ closed: 1, graded: 1 });
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    expect(await exam.post(`/api/v1/sessions/${sessionId}/release`)).toEqual({ results: 1 });
    expect(await codeOf(lost.client.get(`/api/v1/sittings/${lostId}/result`))).toBe('GRADING.NO_RESULT');
    expect(await releasedGrade(platform.api.parts.database.tx, lostId)).toBeUndefined();
    expect(await platform.api.app.get(EnqueueOwed).run()).toBe(0);
    const hr = await staff(platform, 'hr');
    const [{ competition_id: competitionId } = { competition_id: '' }] = await query<{
      competition_id: string;
    }>('SELECT competition_id FROM exam_session WHERE id = $1', [sessionId]);
    const path = `/api/v1/competitions/${competitionId}/rankings`;
    const { version } = await hr.post<{ version: number }>(path);
    const { items } = await hr.get<{ items: { sittingId: string }[] }>(`${path}/${String(version)}`);
    expect(items.map((one) => one.sittingId)).toEqual([sittings[0]]);
    // The receipt is the same and true; the fact names it.
    expect(await lost.client.get(`/api/v1/sittings/${lostId}/receipt`)).toEqual(receipt);
    const { keys } = platform.api.parts;
    const body = Buffer.from(canonicalJson(receipt.body as unknown as Json));
    expect(keys.verify('receipts', body, Buffer.from(receipt.signature, 'base64'))).toBe(true);
    const [fact] = await factsOf('sitting-void', receipt.body.candidateNumber);
    expect(fact?.shown['receiptHash']).toBe(hashJson(receipt.body).toString('hex'));
    // What is released is for an appeal.
    expect(await codeOf(voidOne(sessionId, sittings[0] ?? '', { ...FAILURE, again: 'no' }))).toBe(
      'SITTING.RELEASED',
    );
    expect(await codeOf(voidAll(sessionId))).toBe('SITTING.RELEASED');
  }, 90_000);

  it('may be a whole session; who is affected sits another one, and nobody else does', async () => {
    const [open, closed, absent] = [
      await applicant(platform),
      await applicant(platform),
      await applicant(platform),
    ];
    const sessionId = await openedSession(platform, { admission: 'seat-code' });
    const { code } = await exam.post<{ code: string }>(`/api/v1/sessions/${sessionId}/seat-code`);
    const sittings = [];
    for (const { client } of [open, closed]) {
      await client.post(`/api/v1/sessions/${sessionId}/admission`, { seatCode: code });
      sittings.push(await begin(client, sessionId));
    }
    await handIn(closed.client, sittings[1]?.sittingId ?? '');
    expect(await codeOf(voidAll(sessionId, '  '))).toBe('SESSION.WHY');
    expect(await voidAll(sessionId)).toEqual({ state: 'void', sittings: 2 });
    expect(await codeOf(voidAll(sessionId))).toBe('SITTING.SESSION_STATE');
    expect(await codeOf(begin(absent.client, sessionId))).toBe('SITTING.NOT_OPEN');
    for (const { client } of [open, closed]) {
      expect(await codeOf(begin(client, sessionId))).toBe('SITTING.VOID');
    }
    const [fact] = await factsOf('session-void', sessionId);
    expect(fact?.shown).toMatchObject({ sittings: 2, reason: 'The centre lost its power.' });
    const list = await exam.get<{ numbers: string[] }>(
      `/api/v1/registry/lists/${String(fact?.shown['listHash'])}`,
    );
    expect(list.numbers).toEqual(sittings.map(({ candidateNumber }) => candidateNumber).sort());
    const bundle = await exam.get<DrawBundle>(`/api/v1/sessions/${sessionId}/draw-bundle`);
    expect([...verifyBundle(bundle)].filter(({ wrong }) => wrong !== undefined)).toEqual([]);

    const plan = {
      title: { en: 'Again' },
      opensAt: new Date(Date.now() - 3_600_000).toISOString(),
      entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const replacement = await exam.post<{ sessionId: string; candidates: number }>(
      `/api/v1/sessions/${sessionId}/replacement`,
      plan,
    );
    expect(replacement.candidates).toBeGreaterThanOrEqual(3);
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/replacement`, plan))).toBe(
      'SITTING.REPLACED',
    );
    const [copied] = await query<{ admission: string; replaces_id: string }>(
      'SELECT admission, replaces_id FROM exam_session WHERE id = $1',
      [replacement.sessionId],
    );
    expect(copied).toEqual({ admission: 'seat-code', replaces_id: sessionId });
    const stranger = await applicant(platform);
    await exam.post(`/api/v1/sessions/${replacement.sessionId}/opening`, { ...NO_GO, spareNumbers: 2 });
    const { code: next } = await exam.post<{ code: string }>(
      `/api/v1/sessions/${replacement.sessionId}/seat-code`,
    );
    for (const { client } of [open, absent]) {
      await client.post(`/api/v1/sessions/${replacement.sessionId}/admission`, { seatCode: next });
      await begin(client, replacement.sessionId);
    }
    expect(await codeOf(begin(stranger.client, replacement.sessionId))).toBe('SESSION.NOT_ENTITLED');
  }, 90_000);

  it('carries those over whose sittings alone are void, also into a replacement that is planned already', async () => {
    const [first, second, third] = [
      await applicant(platform),
      await applicant(platform),
      await applicant(platform),
    ];
    const sessionId = await openedSession(platform);
    const leased = [];
    for (const { client } of [first, second, third]) leased.push(await begin(client, sessionId));
    const plan = {
      title: { en: 'For those affected' },
      opensAt: new Date(Date.now() - 3_600_000).toISOString(),
      entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
    };
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/replacement`, plan))).toBe(
      'SITTING.NOBODY_AFFECTED',
    );
    await voidOne(sessionId, leased[0]?.sittingId ?? '', { ...FAILURE, again: 'replacement' });
    const replacement = await exam.post<{ sessionId: string; candidates: number }>(
      `/api/v1/sessions/${sessionId}/replacement`,
      plan,
    );
    expect(replacement.candidates).toBe(1);
    await voidOne(sessionId, leased[1]?.sittingId ?? '', { ...FAILURE, again: 'replacement' });
    await exam.post(`/api/v1/sessions/${replacement.sessionId}/opening`, { ...NO_GO, spareNumbers: 2 });
    expect(await codeOf(begin(first.client, replacement.sessionId))).toBe('done');
    expect(await codeOf(begin(second.client, replacement.sessionId))).toBe('done');
    expect(await codeOf(begin(third.client, replacement.sessionId))).toBe('SESSION.NOT_ENTITLED');
  }, 60_000);

  it('cancels the draw of a session that is still planned', async () => {
    const sessionId = await planSession(platform);
    await exam.post(`/api/v1/sessions/${sessionId}/draw/offers`, { kind: 'made' });
    await exam.post(`/api/v1/sessions/${sessionId}/draw/commitment`, {});
    expect(await voidAll(sessionId, 'The building is closed.')).toEqual({ state: 'void', sittings: 0 });
    const [draw] = await query<{ state: string }>('SELECT state FROM draw WHERE session_id = $1', [
      sessionId,
    ]);
    expect(draw).toEqual({ state: 'cancelled' });
    expect(await codeOf(exam.post(`/api/v1/sessions/${sessionId}/opening`, NO_GO))).toBe(
      'SITTING.SESSION_STATE',
    );
  }, 60_000);

  it('leaves each sitting void, and nothing half done, when saving, handing in and voiding race', async () => {
    for (let round = 0; round < 4; round += 1) {
      const people = [];
      for (let i = 0; i < 6; i += 1) people.push(await applicant(platform));
      const late = await applicant(platform);
      const sessionId = await openedSession(platform);
      const leased = await Promise.all(people.map(({ client }) => begin(client, sessionId)));
      const [voided, started, ...rest] = await Promise.all([
        voidAll(sessionId),
        codeOf(begin(late.client, sessionId)),
        ...people.flatMap(({ client }, index) => {
          const own = leased[index];
          if (!own) return [];
          const events = answers(own, [
            [1, '1'],
            [2, '2'],
          ]);
          return [codeOf(save(client, own, events)), codeOf(handIn(client, own.sittingId))];
        }),
      ]);
      expect(['done', 'SITTING.NOT_OPEN', 'SITTING.START_BUSY']).toContain(started);
      for (const code of rest) {
        expect(['done', 'SITTING.VOID', 'SITTING.CLOSED', 'SITTING.LEASE_REVOKED']).toContain(code);
      }
      const [left] = await query<Record<string, number>>(
        `SELECT count(*) FILTER (WHERE s.state <> 'void')::int AS counting,
           count(*) FILTER (WHERE s.state = 'void')::int AS void,
           (SELECT count(*)::int FROM sitting_void v JOIN sitting z ON z.id = v.sitting_id WHERE z.session_id = $1) AS stated,
           (SELECT count(*)::int FROM sitting_lease l JOIN sitting z ON z.id = l.sitting_id
            WHERE z.session_id = $1 AND l.revoked_at IS NULL) AS leases,
           (SELECT count(*)::int FROM draw_number n JOIN exam_session x ON x.draw_id = n.draw_id
            WHERE x.id = $1 AND n.voided_at IS NOT NULL) AS numbers
         FROM sitting s WHERE s.session_id = $1`,
        [sessionId],
      );
      const { sittings } = voided;
      expect(left).toEqual({ counting: 0, void: sittings, stated: sittings, leases: 0, numbers: sittings });
      // A sheet for each receipt and a receipt for each sheet, as if there had been no race.
      const halves = await query(
        `SELECT 1 FROM sitting s LEFT JOIN answer_sheet a ON a.sitting_id = s.id LEFT JOIN receipt r ON r.sitting_id = s.id
         WHERE s.session_id = $1 AND (a.sitting_id IS NULL) <> (r.sitting_id IS NULL)`,
        [sessionId],
      );
      expect(halves).toEqual([]);
    }
  }, 120_000);
});
