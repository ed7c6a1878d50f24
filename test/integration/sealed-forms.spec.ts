import { createCipheriv, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCrowd } from '../../bench/crowd.js';
import { ApiError, type ApiClient } from '../../src/desk/round/api-client.js';
import { formOf, type Leased } from '../../src/desk/round/sit-exam.js';
import { openSealedForm, SealForms } from '../../src/form/index.js';
import { newCandidate, newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { NO_GO } from '../support/sessions.js';
import { until } from '../support/until.js';

interface Progress {
  readonly state: string;
  readonly forms: number;
  readonly formsDone: number;
  readonly rosterLeft: number;
}

describe('sealed forms', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let competitionId: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const schedule = async (): Promise<string> => {
    const { sessionId } = await exam.post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: 'Sealed', ru: 'Запечатано' },
        opensAt: new Date(Date.now() - 3_600_000).toISOString(),
        entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
        releasePolicy: 'officer',
      },
    );
    return sessionId;
  };
  const drawOf = async (sessionId: string): Promise<string> => {
    const [row] = await query<{ id: string }>('SELECT draw_id AS id FROM exam_session WHERE id = $1', [
      sessionId,
    ]);
    return row?.id ?? '';
  };
  const progress = (sessionId: string) => exam.get<Progress>(`/api/v1/sessions/${sessionId}/draw/sealing`);
  const served = (address: string) => fetch(platform.base + address);
  const fileOf = ({ sealed }: Leased) => {
    const name = sealed.address.replace('/sealed/', '');
    return path.join(platform.config.sealedDir, name.slice(0, 2), name);
  };
  const begin = async (client: ApiClient, sessionId: string) =>
    client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
  const applied = async (): Promise<ApiClient> => {
    const client = await newCandidate(platform);
    await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
    return client;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    ({ competitionId } = await openSession(platform));
    exam = await staff(platform, 'exam');
  }, 120_000);
  afterAll(() => platform.close());

  it('are static files: no session, no cookie, kept for ever; an unknown address is none', async () => {
    const { leased } = await newSitting(platform);
    const answer = await served(leased.sealed.address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('set-cookie')).toBeNull();
    for (const none of ['0'.repeat(64), 'x', '..%2f..%2fetc%2fpasswd', leased.sealed.address.slice(8, 20)]) {
      const missing = await served(`/sealed/${none}`);
      expect([missing.status, ((await missing.json()) as { code: string }).code]).toEqual([
        404,
        'FORM.NO_SEALED_FORM',
      ]);
      expect(missing.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('open with their own key, to the form of their draw, and with nobody else’s', async () => {
    const [one, two] = [await newSitting(platform), await newSitting(platform)];
    const form = await formOf(one.client, one.leased);
    expect(form.parts.flatMap(({ items }) => items)).toHaveLength(55);
    const file = await one.client.file(one.leased.sealed.address);
    const { contentKey } = one.leased.sealed;
    expect(() => openSealedForm(file, two.leased.sealed.contentKey, one.leased)).toThrow();
    expect(() => openSealedForm(file, contentKey, two.leased)).toThrow();
    file[40] = (file[40] ?? 0) ^ 1;
    expect(() => openSealedForm(file, contentKey, one.leased)).toThrow();
  });

  it('come from the record where the disk has none, or other bytes than its name says', async () => {
    const { leased } = await newSitting(platform);
    const whole = Buffer.from(await (await served(leased.sealed.address)).arrayBuffer());
    rmSync(platform.config.sealedDir, { recursive: true, force: true });
    expect(Buffer.from(await (await served(leased.sealed.address)).arrayBuffer())).toEqual(whole);
    writeFileSync(fileOf(leased), whole.subarray(0, 100));
    expect(Buffer.from(await (await served(leased.sealed.address)).arrayBuffer())).toEqual(whole);
    // The disk alone is enough, once it has it.
    const others = await query('SELECT 1 FROM sealed_form WHERE address <> $1', [
      Buffer.from(leased.sealed.address.slice(8), 'hex'),
    ]);
    expect(others.length).toBeGreaterThan(0);
    await query('UPDATE sealed_form SET address = sha256(address) WHERE address = $1', [
      Buffer.from(leased.sealed.address.slice(8), 'hex'),
    ]);
    expect(Buffer.from(await (await served(leased.sealed.address)).arrayBuffer())).toEqual(whole);
  });

  it('are not read in the database before they begin: neither texts, nor items, nor keys', async () => {
    const { client, leased } = await newSitting(platform);
    const [row] = await query<{ dump: string }>(
      `SELECT encode(file, 'escape') || encode(places, 'escape') || key_id AS dump FROM sealed_form WHERE draw_id = $1 AND number = $2`,
      [leased.drawId, leased.candidateNumber],
    );
    const [form] = await query<{ items: { itemVersionId: string }[] }>(
      'SELECT items FROM form WHERE sitting_id = $1',
      [leased.sittingId],
    );
    const { title } = await formOf(client, leased);
    const key = Buffer.from(leased.sealed.contentKey, 'base64');
    const [columns] = await query<{ whole: string }>(
      `SELECT string_agg(s::text, '') AS whole FROM sealed_form s WHERE draw_id = $1 AND number = $2`,
      [leased.drawId, leased.candidateNumber],
    );
    expect(row?.dump).not.toContain(title['en']);
    expect(row?.dump).not.toContain(form?.items[0]?.itemVersionId);
    expect(columns?.whole).not.toContain(key.toString('hex'));
    expect(columns?.whole).not.toContain(leased.sealed.contentKey);
  });

  it('must be there for every candidate before a session opens: few at once, many by a job that can begin again', async () => {
    const { parts, app } = platform.api;
    const crowd = await makeCrowd(parts, platform.base, competitionId, 130);
    const sessionId = await schedule();
    const opening = `/api/v1/sessions/${sessionId}/opening`;
    expect(await codeOf(exam.post(opening, { ...NO_GO, spareNumbers: 40 }))).toBe('SESSION.NOT_SEALED');
    const drawId = await drawOf(sessionId);
    const { forms, rosterLeft } = await progress(sessionId);
    expect(rosterLeft).toBeGreaterThanOrEqual(crowd.cookies.length);
    expect(forms).toBe(rosterLeft + 40);

    // A worker that ends in the middle: what it has done stays, and the next one goes on.
    expect(await app.get(SealForms).run(drawId, 60)).toBe(60);
    expect(await progress(sessionId)).toMatchObject({ state: 'running', forms, formsDone: 60 });
    const addresses = () =>
      query<{ number: string; address: string }>(
        `SELECT number, encode(address, 'hex') AS address FROM sealed_form WHERE draw_id = $1 ORDER BY number`,
        [drawId],
      );
    const first = await addresses();
    // The roster comes first, and few are left of it: they are sealed while the officer waits.
    await app.get(SealForms).run(drawId, rosterLeft - 60 - 10);
    await exam.post(opening, NO_GO);
    expect(await progress(sessionId)).toMatchObject({ state: 'running', rosterLeft: 0 });

    // The queue is empty; the sweeper finds what is owed. Two at once leave one form for each number.
    const worker = await platform.worker();
    await Promise.all([app.get(SealForms).run(drawId), worker.context.get(SealForms).run(drawId)]);
    await until(async () => (await progress(sessionId)).state === 'done');
    const all = await addresses();
    expect(all).toHaveLength(forms);
    expect(new Set(all.map(({ address }) => address)).size).toBe(forms);
    for (const one of first) expect(all).toContainEqual(one);
    await until(async () => {
      const [draw] = await query<{ sealed: boolean }>(
        'SELECT sealed_at IS NOT NULL AS sealed FROM draw WHERE id = $1',
        [drawId],
      );
      return draw?.sealed;
    });

    // Spare numbers that are added later owe theirs again.
    await exam.post(`/api/v1/sessions/${sessionId}/draw/spare-numbers`, { count: 5 });
    await until(async () => {
      const { state, formsDone } = await progress(sessionId);
      return state === 'done' && formsDone === forms + 5;
    });
  }, 180_000);

  it('of somebody who comes late are sealed as they begin', async () => {
    const sessionId = await schedule();
    await exam
      .post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 3 })
      .catch(async (error: unknown) => {
        // The crowd of another test is on this roster too.
        if (!(error instanceof ApiError) || error.code !== 'SESSION.NOT_SEALED') throw error;
        await platform.api.app.get(SealForms).run(await drawOf(sessionId), 1000);
        await exam.post(`/api/v1/sessions/${sessionId}/opening`, NO_GO);
      });
    const late = await applied();
    await query(
      'DELETE FROM sealed_form WHERE draw_id = $1 AND number IN (SELECT number FROM draw_number WHERE holder_id IS NULL)',
      [await drawOf(sessionId)],
    );
    const waiting = await late.get<{ sealed: object | null; candidateNumber: string | null }>(
      `/api/v1/sessions/${sessionId}/waiting`,
    );
    expect(waiting).toMatchObject({ sealed: null, candidateNumber: null });
    const leased = await begin(late, sessionId);
    expect((await formOf(late, leased)).parts.flatMap(({ items }) => items)).toHaveLength(55);
  }, 60_000);

  it('are sealed anew under the key ring’s key of today, where it was another', async () => {
    const { client, leased } = await newSitting(platform);
    await query(`UPDATE sealed_form SET key_id = 'content-of-old' WHERE draw_id = $1 AND number = $2`, [
      leased.drawId,
      leased.candidateNumber,
    ]);
    const again = await client.post<Leased>(`/api/v1/sittings/${leased.sittingId}/leases`);
    expect(again.sealed.address).not.toBe(leased.sealed.address);
    expect(await formOf(client, again)).toEqual(await formOf(client, { ...leased, sealed: again.sealed }));
    const [row] = await query<{ keyId: string }>(
      'SELECT key_id AS "keyId" FROM sealed_form WHERE draw_id = $1 AND number = $2',
      [leased.drawId, leased.candidateNumber],
    );
    expect(row?.keyId).toBe(platform.api.parts.keys.secretId('content'));
  });

  describe('that are not what the draw stated', () => {
    const spareOf = async (drawId: string) => {
      const [row] = await query<{ number: string }>(
        `SELECT n.number FROM draw_number n JOIN sealed_form s ON s.draw_id = n.draw_id AND s.number = n.number
         WHERE n.draw_id = $1 AND n.holder_id IS NULL ORDER BY n.list, n.position LIMIT 1`,
        [drawId],
      );
      return row?.number ?? '';
    };
    let sessionId: string;
    let drawId: string;

    beforeAll(async () => {
      ({ sessionId } = await openSession(platform));
      drawId = await drawOf(sessionId);
      await platform.api.app.get(SealForms).run(drawId);
    }, 60_000);

    /** Nobody begins with it, and nothing of it is kept. */
    const isRefused = async () => {
      const late = await applied();
      const count = async () =>
        (await query('SELECT 1 FROM sitting WHERE session_id = $1', [sessionId])).length;
      const before = await count();
      expect(await codeOf(begin(late, sessionId))).toBe('SERVER.FAULT');
      expect(await count()).toBe(before);
      // The number is spent for this candidate: the others go on.
      await query(
        'DELETE FROM draw_number WHERE holder_id IS NOT NULL AND draw_id = $1 AND number NOT IN (SELECT candidate_number FROM sitting)',
        [drawId],
      );
    };

    it('give no sitting: the stated hash was changed', async () => {
      await query(`UPDATE draw_number SET form_hash = sha256('another') WHERE draw_id = $1 AND number = $2`, [
        drawId,
        await spareOf(drawId),
      ]);
      await isRefused();
    });

    it('give no sitting: the items were changed, or are another number’s', async () => {
      const key = randomBytes(32);
      const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12));
      const forged = Buffer.concat([
        randomBytes(12),
        cipher.update('[]'),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      await query('UPDATE sealed_form SET places = $3 WHERE draw_id = $1 AND number = $2', [
        drawId,
        await spareOf(drawId),
        forged,
      ]);
      await isRefused();
      const next = await spareOf(drawId);
      await query(
        `UPDATE sealed_form SET places = (SELECT places FROM sealed_form WHERE draw_id = $1 AND number <> $2 LIMIT 1)
         WHERE draw_id = $1 AND number = $2`,
        [drawId, next],
      );
      await isRefused();
    });

    it('are not even sealed', async () => {
      const number = await spareOf(drawId);
      await query('DELETE FROM sealed_form WHERE draw_id = $1 AND number = $2', [drawId, number]);
      await query(`UPDATE draw_number SET form_hash = sha256('another') WHERE draw_id = $1 AND number = $2`, [
        drawId,
        number,
      ]);
      await expect(platform.api.app.get(SealForms).run(drawId)).rejects.toThrow('differs from the one');
    });
  });
});
