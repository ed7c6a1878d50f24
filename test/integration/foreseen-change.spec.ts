import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorker, type RunningWorker } from '../../src/app.js';
import { EnqueueForeseen, FORESEE_CHANGE, RunForesee } from '../../src/appeal/index.js';
import { keepForeseen } from '../../src/appeal/store/foreseen-store.js';
import { BasisOfChange } from '../../src/appeal/use-cases/basis-of-change.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Tx } from '../../src/platform/index.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { foreseenAt, releasedSession, sharedItems, type Sat } from '../support/contested.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const WHY = 'The law was changed in March, and two answers are right since.';

interface Detail {
  readonly preview: {
    readonly state: string;
    readonly done: number;
    readonly of: number | null;
    readonly failure: string | null;
  };
  readonly foreseen: object | null;
  readonly foreseenHash: string | null;
}
interface Row {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
}

/** What the record promises of a change that is worked out by a worker, with none at hand but where a test says so. */
describe('what a proposed change would do', () => {
  let platform: TestPlatform;
  let released: Awaited<ReturnType<typeof releasedSession>>;
  let exam: ApiClient;
  let expert: ApiClient;
  let caseId: string;
  let itemVersionId: string;
  let at: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const row = async (): Promise<Row> => {
    const [found] = await query<Row>('SELECT * FROM foreseen_change WHERE case_id = $1', [caseId]);
    if (!found) throw new Error('It is asked for.');
    return found;
  };
  const workOut = async (): Promise<void> => platform.api.app.get(RunForesee).run((await row()).id);
  const detail = () => exam.get<Detail>(at);
  const page = async () => (await exam.ownFile(`/manage${at.replace('/api/v1', '')}`)).bytes.toString();
  const confirm = (foreseenHash: string | null) => codeOf(exam.post(`${at}/confirmation`, { foreseenHash }));
  const working = async (): Promise<RunningWorker> => createWorker(platform.config);
  const propose = () => expert.post(`${at}/ruling`, { kind: 'annul', reason: WHY, challenges: 1 });

  beforeAll(async () => {
    platform = await startPlatform();
    const worker = await working();
    released = await releasedSession(platform, 4);
    await worker.close();
    ({ exam } = released);
    expert = await staff(platform, 'expert');
    const [item] = await sharedItems(platform);
    const [place] = item?.places ?? [];
    const of: Sat | undefined = released.sat.find(({ sittingId }) => sittingId === place?.sittingId);
    if (!item || !place || !of) throw new Error('Two had the same question.');
    ({ itemVersionId } = item);
    await of.client.post(`/api/v1/sittings/${of.sittingId}/challenges`, {
      position: place.position,
      reasons: 'Two of these answers are right by the law as it stands since March.',
    });
    const cases = `/api/v1/competitions/${released.competitionId}/challenges`;
    const { items } = await exam.get<{ items: { id: string }[] }>(cases);
    caseId = items[0]?.id ?? '';
    at = `${cases}/${caseId}`;
    expect((await detail()).preview.state).toBe('none');
    await propose();
  }, 180_000);
  afterAll(() => platform.close());

  it('is owed from the proposal on, said so on its page, and not to be confirmed before', async () => {
    expect(await detail()).toMatchObject({
      preview: { state: 'waiting', done: 0, of: null, failure: null },
      foreseen: null,
      foreseenHash: null,
    });
    const waiting = await page();
    expect(waiting).toContain('We are working out what it would do.');
    expect(waiting).toContain('<progress');
    expect(waiting).not.toContain('name="foreseenHash"');
    expect(await confirm('ab'.repeat(32))).toBe('APPEAL.PREVIEW_CHANGED');
    // Whoever looks meanwhile asks for nothing again.
    const { id } = await row();
    await Promise.all([detail(), detail(), page()]);
    expect((await row()).id).toBe(id);
  });

  it('a queue that is lost costs time alone', async () => {
    const owed = platform.api.app.get(EnqueueForeseen);
    expect(await owed.run()).toBe(1);
    await platform.api.parts.queue.flush(FORESEE_CHANGE);
    const worker = await working();
    await foreseenAt(exam, at);
    await worker.close();
    expect(await owed.run()).toBe(0);
  }, 60_000);

  it('worked out twice at once it has one result, and once more it stays as it is', async () => {
    const before = await detail();
    await query(
      `UPDATE foreseen_change SET id = $2, state = 'waiting', attempts = 0, result = NULL, hash = NULL, basis = NULL,
         session_ids = NULL, done = 0, total = NULL WHERE case_id = $1`,
      [caseId, randomUUID()],
    );
    await Promise.all([workOut(), workOut()]);
    const kept = await row();
    expect(kept).toMatchObject({ state: 'done', attempts: 2 });
    await workOut();
    // Whoever was slower comes too late, with whatever.
    await keepForeseen(platform.api.parts.database.tx, kept.id, {
      result: { sessions: [], ranking: null },
      hash: 'other',
      basis: 'other',
      sessionIds: [],
    });
    expect(await row()).toEqual(kept);
    // The same as before, to the last byte.
    const after = await detail();
    expect(after).toEqual(before);
    expect(after.preview.done).toBe(after.preview.of);
    expect(await page()).toContain('name="foreseenHash"');
  });

  it('rests on all that it is worked out from, and on nothing else', async () => {
    const basis = platform.api.app.get(BasisOfChange);
    const { competitionId, sessionId, sat } = released;
    const of = (tx: Tx) => basis.run(tx, competitionId, itemVersionId, caseId);
    const was = await of(platform.api.parts.database.tx);
    const ids = [competitionId, sessionId, sat[0]?.sittingId];
    const afterwards = async (sql: string): Promise<boolean> => {
      let now = '';
      await platform.api.parts.database
        .transaction(async (tx) => {
          // Each statement names what it needs of the three.
          await tx.query(
            `WITH given AS (SELECT $1::uuid AS competition, $2::uuid AS session, $3::uuid AS sitting) ${sql}`,
            ids,
          );
          now = await of(tx);
          throw new Error('back');
        })
        .catch((error: unknown) => {
          if (!(error instanceof Error && error.message === 'back')) throw error;
        });
      return now === was;
    };
    const version = (pending: boolean) =>
      `INSERT INTO scoring_version (id, session_id, number, rules, content_hash, pending)
       SELECT gen_random_uuid(), session_id, 99, rules, content_hash, ${String(pending)} FROM scoring_version, given
       WHERE session_id = session LIMIT 1`;
    const changes = [
      'UPDATE sitting SET marks = marks + 1 FROM given WHERE id = sitting',
      `UPDATE sitting SET state = 'void' FROM given WHERE id = sitting`,
      'UPDATE grade SET points = points + 1 FROM given WHERE sitting_id = sitting',
      'UPDATE exam_session SET released_at = NULL FROM given WHERE id = session',
      'UPDATE post SET places = places + 1 FROM given WHERE competition_id = competition',
      `UPDATE ranking SET state = 'superseded' FROM given WHERE competition_id = competition`,
      version(false),
    ];
    for (const sql of changes) expect([sql, await afterwards(sql)]).toEqual([sql, false]);
    const others = [
      `UPDATE exam_session SET listed_at = clock_timestamp() FROM given WHERE id = session`,
      `UPDATE challenge_case SET due_at = clock_timestamp() FROM given WHERE competition_id = competition`,
      version(true),
    ];
    for (const sql of others) expect([sql, await afterwards(sql)]).toEqual([sql, true]);
  });

  it('is not confirmed where another thing would come by now: it is worked out again', async () => {
    const { foreseenHash: stale } = await detail();
    await query('UPDATE post SET places = places + 1 WHERE competition_id = $1', [released.competitionId]);
    expect(await confirm(stale)).toBe('APPEAL.PREVIEW_CHANGED');
    expect(await detail()).toMatchObject({ preview: { state: 'waiting' }, foreseen: null });
    await workOut();
    const fresh = await detail();
    expect(fresh.foreseenHash).not.toBe(stale);
    expect(await confirm(stale)).toBe('APPEAL.PREVIEW_CHANGED');
    // What changed while it was worked out is found too.
    await query('UPDATE post SET places = places - 1 WHERE competition_id = $1', [released.competitionId]);
    expect(await confirm(fresh.foreseenHash)).toBe('APPEAL.PREVIEW_CHANGED');
    await detail();
    await workOut();
    expect((await detail()).foreseenHash).toBe(stale);
  });

  it('says that it failed, and is tried again', async () => {
    await query(
      `UPDATE foreseen_change SET id = $2, state = 'waiting', attempts = 0, result = NULL, hash = NULL, basis = NULL,
         session_ids = NULL WHERE case_id = $1`,
      [caseId, randomUUID()],
    );
    // A form that names an item which is not there.
    const broken = `UPDATE form SET items = (SELECT jsonb_agg(CASE WHEN e ->> 'itemVersionId' = $1 THEN e
        ELSE jsonb_set(e, '{itemVersionId}', to_jsonb($2 || right(e ->> 'itemVersionId', 30))) END) FROM jsonb_array_elements(items) e)
      WHERE sitting_id IN (SELECT sitting_id FROM form WHERE items @> jsonb_build_array(jsonb_build_object('itemVersionId', $1::text)))`;
    const forms = await query<{ id: string; items: object }>('SELECT sitting_id AS id, items FROM form');
    await query(broken, [itemVersionId, 'ffffff']);
    await workOut();
    expect(await detail()).toMatchObject({
      preview: { state: 'failed', failure: 'GRADING.NO_ITEM' },
      foreseen: null,
      foreseenHash: null,
    });
    const failed = await page();
    expect(failed).toContain('could not be worked out');
    expect(failed).not.toContain('name="foreseenHash"');
    // It stays so until somebody says so.
    await workOut();
    expect((await detail()).preview.state).toBe('failed');
    for (const { id, items } of forms)
      await query('UPDATE form SET items = $2 WHERE sitting_id = $1', [id, JSON.stringify(items)]);
    expect(await exam.post(`${at}/preview`)).toMatchObject({ state: 'waiting', failure: null });
    await workOut();
    expect((await detail()).preview.state).toBe('done');
    // What is done stays.
    const kept = await row();
    expect(await exam.post(`${at}/preview`)).toMatchObject({ state: 'done' });
    expect(await row()).toEqual(kept);
  });

  it('is given up where every worker that begins it dies', async () => {
    await query(
      `UPDATE foreseen_change SET state = 'working', attempts = 5, result = NULL, hash = NULL, basis = NULL, session_ids = NULL
       WHERE case_id = $1`,
      [caseId],
    );
    await workOut();
    expect((await detail()).preview).toMatchObject({ state: 'failed', failure: 'APPEAL.PREVIEW_GAVE_UP' });
  });

  it('is of one proposal: given back nothing is owed, and the next one has its own', async () => {
    const { id } = await row();
    await exam.post(`${at}/return`, { reason: 'Which law do you mean?' });
    expect(await query('SELECT 1 FROM foreseen_change')).toEqual([]);
    await platform.api.app.get(RunForesee).run(id);
    expect((await detail()).preview.state).toBe('none');
    expect(await codeOf(exam.post(`${at}/preview`))).toBe('APPEAL.CASE_STATE');
    await propose();
    expect((await row()).id).not.toBe(id);
    const worker = await working();
    const { foreseenHash, foreseen } = await foreseenAt<{ foreseen: object }>(exam, at);
    expect(await confirm(foreseenHash)).toBe('done');
    await until(async () => (await query('SELECT 1 FROM regrade WHERE done_at IS NULL')).length === 0);
    await worker.close();
    expect(await detail()).toMatchObject({ preview: { state: 'none' }, foreseen, foreseenHash: null });
  }, 60_000);
});
