import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiError, type ApiClient } from '../../src/desk/round/api-client.js';
import { candidateSeed1, drawForm1, sessionSeed1 } from '../../src/form/domain/draw/draw-form-1.js';
import {
  CommitDraw,
  readBundle,
  verifyBundle,
  type Blueprint,
  type DrawBundle,
  type PreassembledForm,
} from '../../src/form/index.js';
import { hashJson, sha256, type Json } from '../../src/kernel/index.js';
import { principalOf as principalOfAccount } from '../../src/people/index.js';
import { SessionDraw } from '../../src/session/index.js';
import type { Principal } from '../../src/platform/index.js';
import { newCandidate, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface Entry {
  readonly type: string;
  readonly leafHash: string;
  readonly official: string;
  readonly fact: { readonly subject: string };
  readonly shown: Readonly<Record<string, unknown>>;
}

const commitmentOf = (share: string) => sha256(`openmerit-share${share}`).toString('hex');
const shareOf = (who: string) => sha256(`thrown by ${who}`).toString('hex');

const NO_GO = { withoutGo: 'Nobody goes through a checklist here.' };

describe('a draw', () => {
  let platform: TestPlatform;
  let [exam, auditor, admin]: ApiClient[] = [];
  let competitionId: string;
  let folder: string;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const officer = () => exam as ApiClient;
  const observer = () => auditor as ApiClient;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    [exam, auditor, admin] = await Promise.all(
      ['exam', 'auditor', 'admin'].map((name) => staff(platform, name)),
    );
    ({ competitionId } = await openSession(platform));
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-draw-'));
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await platform.close();
  });

  const schedule = async (): Promise<string> => {
    const { sessionId } = await officer().post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: 'Drawn session' },
        opensAt: new Date(Date.now() - 3_600_000).toISOString(),
        entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
        releasePolicy: 'officer',
      },
    );
    return sessionId;
  };
  const apply = async (): Promise<ApiClient> => {
    const client = await newCandidate(platform);
    await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
    return client;
  };
  const sit = async (client: ApiClient, sessionId: string): Promise<{ number: string; hash: string }> => {
    const { sittingId } = await client.post<{ sittingId: string }>(`/api/v1/sessions/${sessionId}/sittings`);
    await client.post(`/api/v1/sittings/${sittingId}/submission`);
    const [row] = await query<{ number: string; hash: string }>(
      `SELECT s.candidate_number AS number, encode(f.content_hash, 'hex') AS hash
       FROM form f JOIN sitting s ON s.id = f.sitting_id WHERE s.id = $1`,
      [sittingId],
    );
    return row ?? { number: '', hash: '' };
  };
  const factsOf = async (sessionId: string): Promise<Entry[]> => {
    await until(
      async () => (await query('SELECT 1 FROM outbox WHERE taken_at IS NULL LIMIT 1')).length === 0,
    );
    const { items } = await officer().get<{ items: Entry[] }>('/api/v1/registry/entries?limit=100');
    return items.filter(({ fact, type }) => fact.subject === sessionId && type.startsWith('draw-')).reverse();
  };
  const principal = async (signIn: string): Promise<Principal> => {
    const [account] = await query<{ id: string }>('SELECT id FROM account WHERE sign_in = $1', [signIn]);
    const found = await principalOfAccount(platform.api.parts.database.tx, account?.id ?? '');
    if (!found) throw new Error('The demonstration has no such account.');
    return found;
  };
  const contributions = async (sessionId: string) =>
    (
      await officer().get<{ items: { id: string; role: string; name: string }[] }>(
        `/api/v1/sessions/${sessionId}/draw/contributions`,
      )
    ).items;
  const bundleOf = (sessionId: string) =>
    officer().get<DrawBundle>(`/api/v1/sessions/${sessionId}/draw-bundle`);
  const wrongIn = (bundle: DrawBundle) => [...verifyBundle(bundle)].find(({ wrong }) => wrong !== undefined);

  it('goes through its steps, each stated in public, and is checked from the bundle alone', async () => {
    const roster = [await apply(), await apply()];
    const sessionId = await schedule();
    const draw = `/api/v1/sessions/${sessionId}/draw`;
    expect(await codeOf(officer().post(`${draw}/commitment`, {}))).toBe('DRAW.TOO_FEW_CONTRIBUTORS');
    await officer().post(`${draw}/offers`, { kind: 'own', commitment: commitmentOf(shareOf('officer')) });
    const { share: observers } = await observer().post<{ share: string }>(`${draw}/offers`, { kind: 'made' });
    expect(observers).toMatch(/^[0-9a-f]{64}$/);
    expect(await codeOf(observer().post(`${draw}/offers`, { kind: 'made' }))).toBe('DRAW.OFFERED_ALREADY');
    const outside = {
      kind: 'outside',
      name: 'Sevinj Karimova, journalist',
      commitment: commitmentOf(shareOf('her')),
    };
    expect(await codeOf(observer().post(`${draw}/offers`, outside))).toBe('DRAW.OFFICER_ONLY');
    await officer().post(`${draw}/offers`, outside);
    expect(await codeOf(officer().post(`${draw}/offers`, outside))).toBe('DRAW.COMMITMENT_USED');
    const round = { kind: 'beacon', name: 'drand quicknet', round: '4711' };
    expect(await codeOf(officer().post(`${draw}/offers`, { ...round, due: new Date(0).toISOString() }))).toBe(
      'DRAW.ROUND_OUT',
    );
    await officer().post(`${draw}/offers`, { ...round, due: new Date(Date.now() + 3_600_000).toISOString() });
    // The short way would leave out those who offered.
    expect(await codeOf(officer().post(`/api/v1/sessions/${sessionId}/opening`, NO_GO))).toBe(
      'DRAW.OFFERS_WAIT',
    );
    await officer().post(`${draw}/commitment`, { spareNumbers: 3 });
    expect(await codeOf(officer().post(`${draw}/offers`, { kind: 'made' }))).toBe('DRAW.COMMITTED');
    expect(await codeOf(officer().post(`/api/v1/sessions/${sessionId}/opening`, NO_GO))).toBe(
      'DRAW.NOT_MADE',
    );
    expect(await codeOf(bundleOf(sessionId))).toBe('DRAW.NOT_REVEALED');

    const [, own, theirs, her, beacon] = await contributions(sessionId);
    const hand = (client: ApiClient, one: { id: string } | undefined, share: string) =>
      client.post(`${draw}/shares/${one?.id ?? ''}`, { share });
    expect(await codeOf(hand(officer(), theirs, observers))).toBe('DRAW.NOT_YOURS');
    expect(await codeOf(hand(officer(), own, shareOf('somebody else')))).toBe('DRAW.DOES_NOT_OPEN');
    await hand(officer(), own, shareOf('officer'));
    expect(await codeOf(hand(officer(), own, shareOf('officer')))).toBe('DRAW.RECEIVED_ALREADY');
    expect(await codeOf(officer().post(`${draw}/making`))).toBe('DRAW.SHARES_MISSING');
    await hand(observer(), theirs, observers);
    expect(await codeOf(hand(observer(), her, shareOf('her')))).toBe('DRAW.NOT_YOURS');
    await hand(officer(), her, shareOf('her'));
    expect(await codeOf(hand(officer(), beacon, 'abcdef0123456789'))).toBe('DRAW.ROUND_NOT_OUT');
    // The round comes out: time passes for the row alone. What was committed to stays in the fact.
    await query(`UPDATE draw_contribution SET beacon_due = clock_timestamp() WHERE id = $1`, [beacon?.id]);
    expect(await codeOf(hand(officer(), beacon, '{"round": 4712, "randomness": "abcdef0123456789"}'))).toBe(
      'DRAW.NOT_THIS_ROUND',
    );
    await hand(officer(), beacon, '{"round": 4711, "randomness": "abcdef0123456789"}');
    const [committed] = await factsOf(sessionId);
    const promised = (committed?.shown['contributors'] as { due?: string }[]).at(-1)?.due;
    await query(`UPDATE draw_contribution SET beacon_due = $2 WHERE id = $1`, [beacon?.id, promised]);
    await officer().post(`${draw}/making`);
    await officer().post(`/api/v1/sessions/${sessionId}/opening`, NO_GO);

    const sat = [
      ...(await Promise.all(roster.map((client) => sit(client, sessionId)))),
      await sit(await apply(), sessionId),
    ];
    await officer().post(`/api/v1/sessions/${sessionId}/closing`);
    const facts = await factsOf(sessionId);
    expect(facts.map(({ type }) => type)).toEqual([
      'draw-committed',
      ...Array(4).fill('draw-share-received'),
      'draw-made',
      'draw-revealed',
    ]);
    const bundle = await bundleOf(sessionId);
    expect(bundle.facts.map(({ leafHash }) => leafHash)).toEqual(facts.map(({ leafHash }) => leafHash));
    expect(wrongIn(bundle)).toBeUndefined();
    const drawn = new Map(bundle.assignments.map(({ number, hash }) => [number, hash]));
    for (const { number, hash } of sat) expect(drawn.get(number)).toBe(hash);
    expect(bundle.roster).toContain(sat[0]?.number);
    expect(bundle.spares[0]?.[0]).toBe(sat[2]?.number);

    const text = JSON.stringify(bundle);
    for (const { words } of await query<{ words: string }>(
      `SELECT full_name AS words FROM person UNION SELECT stem FROM item_translation
       UNION SELECT rationale FROM item_translation WHERE rationale <> ''
       UNION SELECT jsonb_array_elements_text(pool_salts) FROM draw UNION SELECT id::text FROM application`,
    )) {
      expect(text.includes(words)).toBe(false);
    }
  }, 90_000);

  it('is checked by the command, in its own process and without a database', async () => {
    const sessionId = await schedule();
    await officer().post(`/api/v1/sessions/${sessionId}/opening`, {
      ...NO_GO,
      share: shareOf('command'),
      spareNumbers: 2,
    });
    await officer().post(`/api/v1/sessions/${sessionId}/closing`);
    const bundle = await bundleOf(sessionId);
    expect(bundle.shares.find(({ role }) => role === 'officer')?.share).toBe(shareOf('command'));
    const address = `${platform.base}/api/v1/sessions/${sessionId}/draw-bundle`;
    for (const encoding of ['gzip', 'identity']) {
      const answer = await fetch(address, { headers: { 'accept-encoding': encoding } });
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([
        200,
        encoding === 'gzip' ? 'gzip' : null,
      ]);
      expect(await answer.json()).toEqual(bundle);
    }
    const run = (content: string) => {
      const file = path.join(folder, 'bundle.json');
      writeFileSync(file, content);
      const { status, stdout } = spawnSync(
        process.execPath,
        ['dist/src/openmerit.js', 'verify', 'draw', file],
        {
          encoding: 'utf8',
          env: { PATH: process.env['PATH'] ?? '' },
        },
      );
      return { status, stdout };
    };
    const good = run(JSON.stringify(bundle));
    expect(good.status).toBe(0);
    expect(good.stdout).toContain('Everything holds');
    const bad = run(
      JSON.stringify({ ...bundle, roster: bundle.roster.map((one) => `${one.slice(0, -1)}2`) }),
    );
    expect(bad.status).toBe(1);
    expect(bad.stdout.split('\n').filter((line) => line.startsWith('FAILS'))).toEqual([
      expect.stringContaining('roster'),
    ]);
    expect(run('{').status).toBe(2);
    expect(run('{"format": "openmerit-draw-bundle-1"}').status).toBe(2);
    expect(run(JSON.stringify({ ...bundle, facts: [{}] }))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('FAILS  facts'),
    });
    expect(() => execFileSync(process.execPath, ['dist/src/openmerit.js'], { stdio: 'ignore' })).toThrow();
  }, 60_000);

  it('is cancelled and repeated only by name and for a reason, and who did not hand over is named', async () => {
    const sessionId = await schedule();
    const draw = `/api/v1/sessions/${sessionId}/draw`;
    await officer().post(`${draw}/offers`, { kind: 'own', commitment: commitmentOf(shareOf('first')) });
    await observer().post(`${draw}/offers`, { kind: 'made' });
    await officer().post(`${draw}/commitment`, { spareNumbers: 1 });
    expect(await codeOf(officer().post(`${draw}/cancellation`, { reason: ' ' }))).toBe('DRAW.REASON');
    const [, own] = await contributions(sessionId);
    await officer().post(`${draw}/shares/${own?.id ?? ''}`, { share: shareOf('first') });
    await officer().post(`${draw}/cancellation`, { reason: 'The observer fell ill.' });
    expect(await codeOf(officer().post(`${draw}/making`))).toBe('DRAW.NO_DRAW');
    expect(await codeOf(officer().post(`/api/v1/sessions/${sessionId}/opening`, NO_GO))).toBe('DRAW.REASON');
    const again = { kind: 'own', commitment: commitmentOf(shareOf('first')) };
    expect(await codeOf(officer().post(`${draw}/offers`, again))).toBe('DRAW.COMMITMENT_USED');
    await officer().post(`/api/v1/sessions/${sessionId}/opening`, {
      ...NO_GO,
      reason: 'Another observer cannot come.',
    });
    expect(await codeOf(officer().post(`${draw}/cancellation`, { reason: 'too late' }))).toBe(
      'SITTING.SESSION_STATE',
    );
    await officer().post(`/api/v1/sessions/${sessionId}/closing`);
    const facts = await factsOf(sessionId);
    expect(facts.map(({ type }) => type)).toEqual([
      'draw-committed',
      'draw-share-received',
      'draw-cancelled',
      'draw-repeated',
      'draw-committed',
      'draw-share-received',
      'draw-made',
      'draw-revealed',
    ]);
    expect(facts[2]).toMatchObject({
      official: expect.stringContaining('Exam officer'),
      shown: { number: 1, reason: 'The observer fell ill.', missing: [{ role: 'observer' }] },
    });
    expect(facts[3]?.shown).toMatchObject({
      number: 2,
      reason: 'Another observer cannot come.',
      repeats: facts[0]?.shown['draw'],
    });
    const bundle = await bundleOf(sessionId);
    expect(wrongIn(bundle)).toBeUndefined();
    const { items } = await officer().get<{ items: { state: string }[] }>(
      `/api/v1/sessions/${sessionId}/draws`,
    );
    expect(items.map(({ state }) => state)).toEqual(['revealed', 'cancelled']);
    const decisions = await (admin as ApiClient).get<{ items: { action: string; reason: string | null }[] }>(
      '/api/v1/decisions?limit=100',
    );
    expect(decisions.items).toContainEqual(
      expect.objectContaining({ action: 'draw-cancelled', reason: 'The observer fell ill.' }),
    );
  }, 60_000);

  it('gives each of 20 late candidates who start at once a number of their own, and more once there are more', async () => {
    const sessionId = await schedule();
    await officer().post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 18 });
    const late: ApiClient[] = [];
    for (let i = 0; i < 20; i += 1) late.push(await apply());
    const start = (client: ApiClient) =>
      client.post<{ sittingId: string }>(`/api/v1/sessions/${sessionId}/sittings`);
    // Each on two devices at once.
    const answers = await Promise.allSettled(late.flatMap((client) => [start(client), start(client)]));
    const refused = answers.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(4);
    for (const { reason } of refused) expect((reason as ApiError).code).toBe('DRAW.NO_SPARE_NUMBER');
    const numbers = () =>
      query<{ number: string }>('SELECT candidate_number AS number FROM sitting WHERE session_id = $1', [
        sessionId,
      ]);
    expect(await numbers()).toHaveLength(18);
    await officer().post(`/api/v1/sessions/${sessionId}/draw/spare-numbers`, { count: 2 });
    await Promise.all(late.map(start));
    const taken = (await numbers()).map(({ number }) => number);
    expect(new Set(taken).size).toBe(20);
    await Promise.all(
      late.map(async (client) => {
        const { sittingId } = await start(client);
        await client.post(`/api/v1/sittings/${sittingId}/submission`);
      }),
    );
    await officer().post(`/api/v1/sessions/${sessionId}/closing`);
    const bundle = await bundleOf(sessionId);
    expect([...taken].sort()).toEqual(bundle.spares.flat().sort());
    expect(bundle.spares.map(({ length }) => length)).toEqual([18, 2]);
    expect(wrongIn(bundle)).toBeUndefined();
  }, 90_000);

  it('holds without spare numbers, and with some that were added to none', async () => {
    for (const added of [[], [2]]) {
      const sessionId = await schedule();
      await officer().post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 0 });
      for (const count of added)
        await officer().post(`/api/v1/sessions/${sessionId}/draw/spare-numbers`, { count });
      await officer().post(`/api/v1/sessions/${sessionId}/closing`);
      const bundle = await bundleOf(sessionId);
      expect(bundle.spares.map(({ length }) => length)).toEqual([0, ...added]);
      expect(wrongIn(bundle)).toBeUndefined();
    }
  }, 90_000);

  it('gives out forms that were assembled beforehand, as they were committed to', async () => {
    const sessionId = await schedule();
    const draw = `/api/v1/sessions/${sessionId}/draw`;
    const [programme] = await query<{ id: string; body: Blueprint }>(
      'SELECT p.id, p.body FROM programme p JOIN competition c ON c.programme_id = p.id WHERE c.id = $1',
      [competitionId],
    );
    const body = { ...(programme?.body as Blueprint), assembly: 'parallel' as const };
    const assembledId = randomUUID();
    await query(
      `INSERT INTO programme (id, code, version, body, content_hash) VALUES ($1, 'assembled', 1, $2, $3)`,
      [assembledId, JSON.stringify(body), hashJson(body as unknown as Json)],
    );
    // Two forms of the first items of each area, and of the last ones.
    const codes = await query<{ code: string; bank: string; area: string }>(
      `SELECT i.code, b.code AS bank, v.content_area AS area FROM item i JOIN bank b ON b.id = i.bank_id
       JOIN item_version v ON v.item_id = i.id ORDER BY i.code COLLATE "C"`,
    );
    const form = (name: string, from: 'start' | 'end'): PreassembledForm => ({
      name,
      parts: body.parts.map((part) => ({
        code: part.code,
        items: part.draw.flatMap(({ contentArea, count }) => {
          const all = codes.filter(({ bank, area }) => bank === part.bank && area === contentArea);
          return (from === 'start' ? all.slice(0, count) : all.slice(-count)).map(({ code }) => code);
        }),
      })),
    });
    await officer().post(`${draw}/offers`, { kind: 'own', commitment: commitmentOf(shareOf('assembled')) });
    const { app } = platform.api;
    const commit = async (preassembled: PreassembledForm[] | undefined) =>
      app.get(SessionDraw).step(await principal('exam'), sessionId, async ({ tx, occasion }) => {
        const committed = await app
          .get(CommitDraw)
          .run(tx, occasion, { programmeId: assembledId, roster: [], spareNumbers: 40, preassembled });
        if (committed.ok) {
          await tx.query('UPDATE exam_session SET draw_id = $2 WHERE id = $1', [
            sessionId,
            committed.value.drawId,
          ]);
        }
        return committed;
      });
    expect(await commit(undefined)).toMatchObject({ refusal: { code: 'DRAW.NOT_ASSEMBLED' } });
    const half = form('A', 'start');
    expect(await commit([{ ...half, parts: half.parts.slice(0, 1) }])).toMatchObject({
      refusal: { code: 'DRAW.PREASSEMBLED' },
    });
    expect(await commit([form('A', 'start'), form('B', 'end')])).toMatchObject({ ok: true });
    const [, own] = await contributions(sessionId);
    await officer().post(`${draw}/shares/${own?.id ?? ''}`, { share: shareOf('assembled') });
    await officer().post(`${draw}/making`);
    await officer().post(`/api/v1/sessions/${sessionId}/opening`, NO_GO);
    const { number } = await sit(await apply(), sessionId);
    await officer().post(`/api/v1/sessions/${sessionId}/closing`);
    const bundle = await bundleOf(sessionId);
    expect(wrongIn(bundle)).toBeUndefined();
    expect(new Set(bundle.assignments.map((one) => one.form))).toEqual(new Set(['A', 'B']));
    expect(bundle.spares[0]).toContain(number);
  }, 60_000);

  it('goes on by openmerit-draw-1 in a session that was open under it', async () => {
    const sessionId = await schedule();
    await officer().post(`/api/v1/sessions/${sessionId}/opening`, NO_GO);
    const { keys } = platform.api.parts;
    const shares = ['platform', 'official'].map((by) => ({ by, share: shareOf(by) }));
    const { ciphertext, keyId } = keys.encrypt('seed-shares', JSON.stringify(shares));
    const drawId = randomUUID();
    await query(
      `INSERT INTO draw (id, session_id, number, programme_id, algorithm, pool, pool_root, state, shares_ciphertext, shares_key)
       SELECT $1, session_id, 2, programme_id, 'openmerit-draw-1', (
         SELECT jsonb_agg(leaf || jsonb_build_object('translations', (
           SELECT jsonb_agg(jsonb_build_object('language', key, 'translationId', value)) FROM jsonb_each(leaf -> 'translations'))))
         FROM jsonb_array_elements(pool) AS leaf), pool_root, 'drawn', $3, $4 FROM draw WHERE session_id = $2`,
      [drawId, sessionId, ciphertext, keyId],
    );
    await query('UPDATE exam_session SET draw_id = $2 WHERE id = $1', [sessionId, drawId]);
    const { number, hash } = await sit(await apply(), sessionId);
    expect(number).toMatch(/^[2-9B-Z]{10}$/);
    const [row] = await query<{ body: Blueprint; pool: Parameters<typeof drawForm1>[0]['pool'] }>(
      'SELECT p.body, d.pool FROM draw d JOIN programme p ON p.id = d.programme_id WHERE d.id = $1',
      [drawId],
    );
    const seed = candidateSeed1(sessionSeed1(shares.map(({ share }) => share)), number);
    const form = drawForm1({ blueprint: row?.body as Blueprint, pool: row?.pool ?? [], seed });
    expect(form.ok && hashJson(form.value as unknown as Json).toString('hex')).toBe(hash);
    await officer().post(`/api/v1/sessions/${sessionId}/closing`);
    const last = (await factsOf(sessionId)).at(-1);
    expect(last).toMatchObject({ type: 'draw-revealed', shown: { listHash: null } });
    expect((last?.shown['shares'] as { share: string }[]).map(({ share }) => share)).toEqual(
      shares.map(({ share }) => share),
    );
    expect(await codeOf(bundleOf(sessionId))).toBe('DRAW.NOT_REVEALED');
  }, 60_000);

  it('tells nothing of the shares and forms before closing', async () => {
    const sessionId = await schedule();
    await officer().post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, share: shareOf('secret') });
    const draws = await officer().get(`/api/v1/sessions/${sessionId}/draws`);
    const everything = JSON.stringify([draws, await contributions(sessionId), await factsOf(sessionId)]);
    expect(everything).not.toContain(shareOf('secret'));
    const [row] = await query<{ text: string }>(
      `SELECT string_agg(c::text, ' ') || (SELECT string_agg(d::text, ' ') FROM draw d) AS text FROM draw_contribution c`,
    );
    expect(row?.text).not.toContain(shareOf('secret'));
    expect(await codeOf(bundleOf(sessionId))).toBe('DRAW.NOT_REVEALED');
    expect(readBundle('{}').ok).toBe(false);
  });
});
