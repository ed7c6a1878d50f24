import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { EnqueueOwed, GradeSittings } from '../../src/grading/index.js';
import { hashJson, type Json } from '../../src/kernel/index.js';
import type { ChainedEvent } from '../../src/sitting/index.js';
import { newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { chain } from '../support/events.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Leased {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly candidateNumber: string;
}

interface Receipt {
  readonly body: {
    readonly number: number;
    readonly answered: number;
    readonly closedAt: string;
    readonly closedBy: string;
    readonly sheetHash: string;
    readonly nonce: string;
    readonly leases: readonly { readonly lease: number; readonly seq: number; readonly hash: string }[];
    readonly supersedes?: string;
  };
}

interface Group {
  readonly sittingId: string;
  readonly lease: number;
  readonly events: number;
  readonly ruling: null | { readonly admitted: boolean; readonly official: string };
}

interface Evidence {
  readonly events: number;
  readonly headSeq: number;
  readonly continues: number;
  readonly loose: number;
  readonly forked: boolean;
  readonly claimedInTime: number;
  readonly changes: readonly { readonly position: number; readonly how: string }[];
}

describe('what came late', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let sessionId: string;

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const save = (client: ApiClient, leased: Leased, previous: string, events: readonly ChainedEvent[]) =>
    client.post('/api/v1/responses', { previous, events }, leased.token);
  const late = (path: string) => `/api/v1/sessions/${sessionId}/late${path}`;
  const rule = (leased: Leased, events: number, admit: boolean, reason = 'The line was down.') =>
    exam.post<{ receiptNumber: number | null }>(`/api/v1/sessions/${sessionId}/late-rulings`, {
      sittingId: leased.sittingId,
      lease: leased.lease,
      events,
      admit,
      reason,
    });
  const evidenceOf = ({ sittingId, lease }: Leased) =>
    exam.get<Evidence>(late(`/${sittingId}/${String(lease)}`));

  /** A sitting whose first device has three answers on disk and five more that come after it was handed in elsewhere. */
  const offline = async () => {
    const { client, leased } = await newSitting(platform);
    const first = leased as Leased;
    const timely = chain(first, first.rootHash, 1, [
      [1, '1'],
      [2, '1'],
      [3, '1'],
    ]);
    await save(client, first, first.rootHash, timely);
    const head = timely[2]?.hash ?? '';
    const unsent = chain(first, head, 4, [
      [2, '2'],
      [4, '2'],
      [3, null],
      [5, '2'],
      [6, '2'],
    ]);
    return { client, first, head, unsent };
  };
  const grades = (sittingId: string) =>
    query<{ sheet: number; points: number }>(
      'SELECT sheet, points FROM grade WHERE sitting_id = $1 ORDER BY sheet',
      [sittingId],
    );
  const gradeAll = async () => {
    await platform.api.app.get(EnqueueOwed).run();
    const versions = await query<{ id: string }>('SELECT id FROM scoring_version');
    const closed = await query<{ id: string }>(`SELECT id FROM sitting WHERE state = 'closed'`);
    const ids = closed.map(({ id }) => id);
    let made = 0;
    for (const { id } of versions) made += await platform.api.app.get(GradeSittings).run(id, ids);
    return made;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    ({ sessionId } = await openSession(platform));
  }, 120_000);
  afterAll(() => platform.close());

  it('waits for a ruling once the sitting is over, with its evidence and no answer', async () => {
    const { client, first, head, unsent } = await offline();
    const second = await client.post<Leased>(`/api/v1/sittings/${first.sittingId}/leases`);
    await save(client, second, second.rootHash, chain(second, second.rootHash, 1, [[4, '4']]));
    expect(await codeOf(save(client, first, head, unsent))).toBe('SITTING.LEASE_REVOKED');
    expect(await codeOf(rule(first, 5, true))).toBe('SITTING.STILL_OPEN');
    await client.post(`/api/v1/sittings/${first.sittingId}/submission`);

    const evidence = await evidenceOf(first);
    expect(evidence).toMatchObject({ events: 5, headSeq: 3, continues: 5, loose: 0, forked: false });
    // Position 4 was answered by the second device later: that answer stands.
    expect(evidence.changes).toEqual([
      { position: 2, how: 'changed' },
      { position: 3, how: 'removed' },
      { position: 5, how: 'added' },
      { position: 6, how: 'added' },
    ]);
    expect(JSON.stringify(evidence)).not.toContain('value');
    await rule(first, 5, false);
  });

  it('joins the log by a ruling: a superseding sheet and receipt, a fact, and one grade for each sheet', async () => {
    const { client, first, head, unsent } = await offline();
    const { sittingId } = first;
    const before = await client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`);
    expect(await codeOf(save(client, first, head, unsent.slice(0, 2)))).toBe('SITTING.CLOSED');
    await save(client, first, unsent[1]?.hash ?? '', unsent.slice(2)).catch(() => undefined);
    await gradeAll();
    expect(await grades(sittingId)).toHaveLength(1);

    expect(await codeOf(rule(first, 4, true))).toBe('SITTING.LATE_CHANGED');
    expect(await rule(first, 5, true)).toEqual({ receiptNumber: 2 });
    expect(await codeOf(rule(first, 5, true))).toBe('SITTING.NO_LATE');

    const after = await client.get<Receipt>(`/api/v1/sittings/${sittingId}/receipt`);
    expect(after.body).toMatchObject({
      number: 2,
      answered: 5,
      closedAt: before.body.closedAt,
      closedBy: 'candidate',
      supersedes: hashJson(before.body).toString('hex'),
    });
    expect(after.body.leases).toEqual([{ lease: 1, seq: 8, hash: unsent[4]?.hash }]);
    const sheets = await query<{ number: number; answers: object }>(
      'SELECT number, answers FROM answer_sheet WHERE sitting_id = $1 ORDER BY number',
      [sittingId],
    );
    expect(sheets).toEqual([
      { number: 1, answers: { '1': '1', '2': '1', '3': '1' } },
      { number: 2, answers: { '1': '1', '2': '2', '4': '2', '5': '2', '6': '2' } },
    ]);
    const { candidateNumber } = first;
    const { nonce, sheetHash } = after.body;
    expect(hashJson({ answers: sheets[1]?.answers, candidateNumber, nonce } as Json).toString('hex')).toBe(
      sheetHash,
    );
    const facts = await query<{ type: string; official: string | null }>(
      `SELECT type, body #>> '{fact,official}' AS official FROM outbox
       WHERE body #>> '{fact,subject}' = $1 ORDER BY id`,
      [candidateNumber],
    );
    expect(facts.map(({ type }) => type)).toEqual(['receipt', 'receipt', 'late-ruling']);
    expect(facts[2]?.official).toMatch(/\S/);

    // The device sends them again: they are on record now.
    expect(await save(client, first, head, unsent)).toMatchObject({ acknowledged: 8 });
    expect(await gradeAll()).toBeGreaterThan(0);
    expect(await gradeAll()).toBe(0);
    expect((await grades(sittingId)).map(({ sheet }) => sheet)).toEqual([1, 2]);
  });

  it('admits only what continues the record without a gap', async () => {
    const { client, first, head, unsent } = await offline();
    await client.post(`/api/v1/sittings/${first.sittingId}/submission`);
    await save(client, first, head, unsent.slice(0, 1)).catch(() => undefined);
    // The second never arrives.
    await save(client, first, unsent[1]?.hash ?? '', unsent.slice(2)).catch(() => undefined);
    expect(await evidenceOf(first)).toMatchObject({ events: 4, continues: 1, loose: 3 });
    await rule(first, 4, true);
    const [log] = await query<{ count: number }>(
      'SELECT count(*)::int AS count FROM response_event WHERE sitting_id = $1',
      [first.sittingId],
    );
    expect(log?.count).toBe(4);
  });

  it('cannot be admitted where nothing continues the record', async () => {
    const { client, first, unsent } = await offline();
    await client.post(`/api/v1/sittings/${first.sittingId}/submission`);
    await save(client, first, unsent[1]?.hash ?? '', unsent.slice(2)).catch(() => undefined);
    expect(await codeOf(rule(first, 3, true))).toBe('SITTING.LATE_BROKEN');
    expect(await rule(first, 3, false)).toEqual({ receiptNumber: null });
    const receipt = await client.get<Receipt>(`/api/v1/sittings/${first.sittingId}/receipt`);
    expect(receipt.body.number).toBe(1);
    const { items } = await client.get<{ items: Group[] }>(`/api/v1/sittings/${first.sittingId}/late`);
    expect(items).toHaveLength(1);
    expect(items[0]?.ruling).toMatchObject({ admitted: false });
  });

  it('is decided once, however many officers decide at the same moment', async () => {
    const { client, first, head, unsent } = await offline();
    await client.post(`/api/v1/sittings/${first.sittingId}/submission`);
    await save(client, first, head, unsent).catch(() => undefined);
    const codes = await Promise.all(
      Array.from({ length: 6 }, (_, index) => codeOf(rule(first, 5, index % 2 === 0))),
    );
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(codes.filter((code) => code === 'SITTING.NO_LATE')).toHaveLength(5);
    const rulings = await query('SELECT 1 FROM late_ruling WHERE sitting_id = $1', [first.sittingId]);
    expect(rulings).toHaveLength(1);
  });

  it('holds up the release until it is decided; what comes after a ruling does not, and what comes after the release cannot be ruled on', async () => {
    const { client, first, head, unsent } = await offline();
    await client.post(`/api/v1/sittings/${first.sittingId}/submission`);
    await save(client, first, head, unsent.slice(0, 3)).catch(() => undefined);
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    await gradeAll();
    const release = () => exam.post(`/api/v1/sessions/${sessionId}/release`);
    const progress = () => exam.get<{ lateUndecided: number }>(`/api/v1/sessions/${sessionId}/grading`);
    expect((await progress()).lateUndecided).toBe(1);
    expect(await codeOf(release())).toBe('GRADING.LATE_UNDECIDED');
    await rule(first, 3, true);
    // Graded anew first.
    expect(await codeOf(release())).toBe('GRADING.NOT_ALL_GRADED');
    await gradeAll();
    await save(client, first, unsent[2]?.hash ?? '', unsent.slice(3)).catch(() => undefined);
    expect((await progress()).lateUndecided).toBe(0);
    await release();
    expect(await codeOf(rule(first, 2, true))).toBe('SITTING.RELEASED');
    const list = await exam.get<{ items: Group[] }>(late(''));
    expect(list.items.filter(({ sittingId }) => sittingId === first.sittingId)).toMatchObject([
      { events: 2, ruling: null },
      { events: 3, ruling: { admitted: true } },
    ]);
  });
});
