import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient, ApiError } from '../../src/desk/round/api-client.js';
import { formOf, type Leased as Begun } from '../../src/desk/round/sit-exam.js';
import { canonicalJson, hashJson, type Json } from '../../src/kernel/index.js';
import { CloseOverdue, type ChainedEvent } from '../../src/sitting/index.js';
import { newCandidate, newSitting } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { chain } from '../support/events.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Leased extends Begun {
  readonly sheet: { readonly answers: Record<string, string>; readonly flagged: readonly number[] };
}

interface Receipt {
  readonly body: {
    readonly answered: number;
    readonly items: number;
    readonly closedBy: string;
    readonly sheetHash: string;
  };
  readonly signature: string;
}

describe('a sitting', () => {
  let platform: TestPlatform;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const save = (client: ApiClient, leased: Leased, previous: string, events: readonly ChainedEvent[]) =>
    client.post<{ acknowledged: number }>('/api/v1/responses', { previous, events }, leased.token);
  const begin = async () => {
    const { client, sittingId, leased } = await newSitting(platform);
    return { client, sittingId, leased: leased as Leased };
  };

  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(() => platform.close());

  it('has what it acknowledged on disk, and a repeat changes nothing', async () => {
    const { client, sittingId, leased } = await begin();
    const events = chain(leased, leased.rootHash, 1, [
      [1, '2'],
      [2, '1'],
      [1, '3'],
    ]);
    expect(await save(client, leased, leased.rootHash, events)).toMatchObject({ acknowledged: 3 });
    expect(await save(client, leased, leased.rootHash, events)).toMatchObject({ acknowledged: 3 });
    const log = await query<{ count: number }>(
      'SELECT count(*)::int AS count FROM response_event WHERE sitting_id = $1',
      [sittingId],
    );
    expect(log).toEqual([{ count: 3 }]);
  });

  it('takes the new part of a run of which a part was acknowledged before', async () => {
    const { client, leased } = await begin();
    const events = chain(leased, leased.rootHash, 1, [
      [1, '2'],
      [2, '1'],
      [3, '4'],
      [4, '1'],
    ]);
    await save(client, leased, leased.rootHash, events.slice(0, 2));
    expect(await save(client, leased, leased.rootHash, events)).toMatchObject({ acknowledged: 4 });
  });

  it('keeps long texts as they are, and refuses what the log cannot keep without harm to others', async () => {
    const { client, sittingId, leased } = await begin();
    // Each of these characters is six in JSON.
    const longest = '\u0001'.repeat(16_000);
    const events = chain(leased, leased.rootHash, 1, [
      [1, longest],
      [2, '{"g1":"слово 😀"}'],
    ]);
    expect(await save(client, leased, leased.rootHash, events)).toMatchObject({ acknowledged: 2 });
    const kept = await query<{ value: string }>(
      `SELECT event ->> 'value' AS value FROM response_event WHERE sitting_id = $1 ORDER BY seq`,
      [sittingId],
    );
    expect(kept.map(({ value }) => value)).toEqual([longest, '{"g1":"слово 😀"}']);
    const head = events[1]?.hash ?? '';
    for (const value of ['a\0b', 'a\ud800b', `${longest}!`]) {
      const [event] = chain(leased, head, 3, [[1, 'a']]);
      const wrong = event ? [{ ...event, value }] : [];
      expect(await codeOf(save(client, leased, head, wrong))).toBe('REQUEST.INVALID');
    }
    expect(await save(client, leased, head, chain(leased, head, 3, [[1, '2']]))).toMatchObject({
      acknowledged: 3,
    });
  });

  it('refuses forks, gaps and broken chains, and keeps nothing of them', async () => {
    const { client, sittingId, leased } = await begin();
    const events = chain(leased, leased.rootHash, 1, [
      [1, '2'],
      [2, '1'],
    ]);
    await save(client, leased, leased.rootHash, events);
    const fork = chain(leased, leased.rootHash, 1, [
      [1, '4'],
      [2, '4'],
    ]);
    expect(await codeOf(save(client, leased, leased.rootHash, fork))).toBe('SITTING.FORK');
    const last = events[1]?.hash ?? '';
    const gap = chain(leased, last, 5, [[3, '1']]);
    expect(await codeOf(save(client, leased, last, gap))).toBe('SITTING.OUT_OF_ORDER');
    const broken = chain(leased, last, 3, [[3, '1']]).map((event) => ({ ...event, value: '2' }));
    expect(await codeOf(save(client, leased, last, broken))).toBe('SITTING.CHAIN_BROKEN');
    const otherRoot = chain(leased, leased.rootHash, 3, [[3, '1']]);
    expect(await codeOf(save(client, leased, leased.rootHash, otherRoot))).toBe('SITTING.FORK');
    expect(await query('SELECT seq FROM response_event WHERE sitting_id = $1', [sittingId])).toHaveLength(2);
    // Once another device goes on there is nothing to be put right here: it is kept aside, as all that comes late.
    await client.post(`/api/v1/sittings/${sittingId}/leases`);
    expect(await codeOf(save(client, leased, leased.rootHash, fork))).toBe('SITTING.LEASE_REVOKED');
    expect(
      await query('SELECT seq FROM late_response_event WHERE sitting_id = $1 ORDER BY seq', [sittingId]),
    ).toEqual([{ seq: 1 }, { seq: 2 }]);
    expect(await query('SELECT seq FROM response_event WHERE sitting_id = $1', [sittingId])).toHaveLength(2);
  });

  it('keeps one active device: the new one has all answers, what the old one sends late is kept aside', async () => {
    const { client, sittingId, leased } = await begin();
    const events = chain(leased, leased.rootHash, 1, [
      [1, '2'],
      [2, '1'],
    ]);
    await save(client, leased, leased.rootHash, events);
    const second = await client.post<Leased>(`/api/v1/sittings/${sittingId}/leases`);
    expect(second.lease).toBe(2);
    expect(second.sheet.answers).toEqual({ '1': '2', '2': '1' });
    const late = chain(leased, events[1]?.hash ?? '', 3, [[1, '4']]);
    expect(await codeOf(save(client, leased, events[1]?.hash ?? '', late))).toBe('SITTING.LEASE_REVOKED');
    expect(await query('SELECT reason FROM late_response_event WHERE sitting_id = $1', [sittingId])).toEqual([
      { reason: 'lease-revoked' },
    ]);
    await save(client, second, second.rootHash, chain(second, second.rootHash, 1, [[2, '3']]));
    const receipt = await client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`);
    const sheets = await query<{ answers: object }>(
      'SELECT answers FROM answer_sheet WHERE sitting_id = $1',
      [sittingId],
    );
    expect(sheets).toEqual([{ answers: { '1': '2', '2': '3' } }]);
    expect(receipt.body).toMatchObject({ answered: 2, items: 55, closedBy: 'candidate' });
  });

  it('closes once, however many hand in at the same moment, and every receipt is the same and true', async () => {
    const { client, sittingId, leased } = await begin();
    await save(client, leased, leased.rootHash, chain(leased, leased.rootHash, 1, [[1, '1']]));
    const receipts = await Promise.all(
      Array.from({ length: 12 }, () => client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`)),
    );
    for (const receipt of receipts) expect(receipt).toEqual(receipts[0]);
    const [row] = await query<{ facts: number; sheets: number }>(
      `SELECT (SELECT count(*)::int FROM outbox WHERE type = 'receipt' AND body #>> '{fact,subject}' = s.candidate_number) AS facts,
         (SELECT count(*)::int FROM answer_sheet a WHERE a.sitting_id = s.id) AS sheets FROM sitting s WHERE id = $1`,
      [sittingId],
    );
    expect(row).toEqual({ facts: 1, sheets: 1 });

    const [receipt] = receipts;
    const { publicKey } = platform.api.parts.keys.publicKey('receipts');
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(publicKey, 'base64'),
    ]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const body = Buffer.from(canonicalJson(receipt?.body as unknown as Json));
    expect(verify(null, body, key, Buffer.from(receipt?.signature ?? '', 'base64'))).toBe(true);
    const { nonce, candidateNumber } = receipt?.body as unknown as { nonce: string; candidateNumber: string };
    expect(hashJson({ answers: { '1': '1' }, candidateNumber, nonce }).toString('hex')).toBe(
      receipt?.body.sheetHash,
    );
  });

  it('is closed though another that is handed in with it cannot be', async () => {
    const begun = [await begin(), await begin(), await begin()];
    const [bad] = begun;
    // What no hand-in ever meets: a sheet before the sitting is closed.
    await query(`INSERT INTO answer_sheet (sitting_id, number, answers, hash) VALUES ($1, 1, '{}', '')`, [
      bad?.sittingId,
    ]);
    const codes = await Promise.all(
      begun.map(({ client, sittingId }) => codeOf(client.post(`/api/v1/sittings/${sittingId}/submission`))),
    );
    expect(codes).toEqual(['SERVER.FAULT', 'done', 'done']);
    const states = await query<{ state: string }>(
      'SELECT state FROM sitting WHERE id = ANY($1::uuid[]) ORDER BY array_position($1::uuid[], id)',
      [begun.map(({ sittingId }) => sittingId)],
    );
    expect(states.map(({ state }) => state)).toEqual(['open', 'closed', 'closed']);
  });

  it('loses no acknowledged answer when saving and handing in race', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { client, sittingId, leased } = await begin();
      const answers = Array.from({ length: 20 }, (_, index): [number, string] => [index + 1, '1']);
      const events = chain(leased, leased.rootHash, 1, answers);
      const acknowledged: number[] = [];
      const saving = (async () => {
        let previous = leased.rootHash;
        for (const event of events) {
          try {
            await save(client, leased, previous, [event]);
            acknowledged.push(event.seq);
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            expect(error.code).toMatch(/^SITTING\.(CLOSED|LEASE_REVOKED)$/);
            return;
          }
          previous = event.hash;
        }
      })();
      const [receipt] = await Promise.all([
        client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`),
        saving,
      ]);
      const [sheet] = await query<{ answers: Record<string, string> }>(
        'SELECT answers FROM answer_sheet WHERE sitting_id = $1',
        [sittingId],
      );
      expect(receipt.body.answered).toBe(acknowledged.length);
      expect(Object.keys(sheet?.answers ?? {})).toHaveLength(acknowledged.length);
    }
  });

  it('is closed by the clock when its time is over, with nobody there, and then keeps late answers aside', async () => {
    const { client, sittingId, leased } = await begin();
    const events = chain(leased, leased.rootHash, 1, [[1, '2']]);
    await save(client, leased, leased.rootHash, events);
    await query(
      `UPDATE sitting SET deadline_at = clock_timestamp() - interval '1 second', started_at = clock_timestamp() - interval '1 hour' WHERE id = $1`,
      [sittingId],
    );
    await query(
      `UPDATE sitting_lease SET deadline_at = clock_timestamp() - interval '1 second' WHERE sitting_id = $1`,
      [sittingId],
    );
    const last = events[0]?.hash ?? '';
    expect(await codeOf(save(client, leased, last, chain(leased, last, 2, [[2, '1']])))).toBe(
      'SITTING.CLOSED',
    );
    const closed = await Promise.all([1, 2, 3].map(() => platform.api.app.get(CloseOverdue).run()));
    expect(closed.reduce((sum, count) => sum + count, 0)).toBe(1);
    const receipt = await client.get<Receipt>(`/api/v1/sittings/${sittingId}/receipt`);
    expect(receipt.body).toMatchObject({ closedBy: 'clock', answered: 1 });
    expect(await codeOf(client.post(`/api/v1/sittings/${sittingId}/leases`))).toBe('SITTING.CLOSED');
  });

  it('is one for each person and session, also when two starts race', async () => {
    const { sittingId } = await newSitting(platform);
    const [{ session_id: sessionId } = { session_id: '' }] = await query<{ session_id: string }>(
      'SELECT session_id FROM sitting WHERE id = $1',
      [sittingId],
    );
    const [{ competition_id: competitionId } = { competition_id: '' }] = await query<{
      competition_id: string;
    }>('SELECT competition_id FROM exam_session WHERE id = $1', [sessionId]);
    const other = await newCandidate(platform);
    expect(await codeOf(other.post(`/api/v1/sessions/${sessionId}/sittings`))).toBe('SITTING.NOT_APPLIED');
    await other.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'ru' });
    const starts = await Promise.all(
      Array.from({ length: 6 }, () =>
        other.post<{ sittingId: string }>(`/api/v1/sessions/${sessionId}/sittings`),
      ),
    );
    expect(new Set(starts.map((start) => start.sittingId)).size).toBe(1);
    // Somebody else's sitting does not exist for them.
    expect(await codeOf(other.post(`/api/v1/sittings/${sittingId}/leases`))).toBe('SITTING.NOT_FOUND');
    expect(await codeOf(other.post(`/api/v1/sittings/${sittingId}/submission`))).toBe('SITTING.NOT_FOUND');
    expect(await codeOf(other.get(`/api/v1/sittings/${sittingId}/receipt`))).toBe('SITTING.NOT_FOUND');
  });

  it('lets nobody change or delete the log, not even by SQL', async () => {
    await expect(query(`UPDATE response_event SET seq = seq + 1`)).rejects.toThrow('only grows');
    await expect(query(`DELETE FROM response_event`)).rejects.toThrow('only grows');
  });

  it('delivers no answer key, no rationale and no authored letter', async () => {
    const { client, leased } = await begin();
    const text = JSON.stringify(await formOf(client, leased));
    expect(/"(points|rationale|answerKey|key|[a-f])":/.exec(text)?.[0]).toBeUndefined();
    const rationales = await query<{ rationale: string }>(
      `SELECT rationale FROM item_translation WHERE rationale <> ''`,
    );
    for (const { rationale } of rationales) expect(text.includes(rationale)).toBe(false);
  });
});
