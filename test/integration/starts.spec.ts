import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCrowd, type Crowd } from '../../bench/crowd.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { SealForms } from '../../src/form/index.js';
import { newId } from '../../src/kernel/index.js';
import { beginBatch, type Beginning } from '../../src/sitting/store/begin-batch.js';
import { newCandidate, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { NO_GO } from '../support/sessions.js';
import { statementsOf } from '../support/statements.js';
import { until } from '../support/until.js';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface Waiting {
  readonly state: string;
  readonly serverTime: number;
  readonly opensAt: number;
  readonly startAt: number;
  readonly entryClosesAt: number;
  readonly sittingId: string | null;
  readonly candidateNumber: string | null;
  readonly admission: { readonly needed: string; readonly admitted: boolean };
  readonly sealed: { readonly address: string; readonly bytes: number; readonly fetchAt: number } | null;
}

describe('starts', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let competitionId: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const schedule = async (): Promise<string> => {
    const { sessionId } = await exam.post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: 'Starts', ru: 'Начало' },
        opensAt: new Date(Date.now() - 60_000).toISOString(),
        entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
        releasePolicy: 'officer',
      },
    );
    return sessionId;
  };
  /** Opens a session, sealing as many forms as its roster has. */
  const open = async (sessionId: string): Promise<string> => {
    const opening = `/api/v1/sessions/${sessionId}/opening`;
    const drawOf = async () =>
      (await query<{ id: string }>('SELECT draw_id AS id FROM exam_session WHERE id = $1', [sessionId]))[0]
        ?.id ?? '';
    if ((await codeOf(exam.post(opening, { ...NO_GO, spareNumbers: 40 }))) === 'SESSION.NOT_SEALED') {
      await platform.api.app.get(SealForms).run(await drawOf());
      await exam.post(opening, NO_GO);
    }
    return drawOf();
  };
  const set = (sessionId: string, columns: string) =>
    query(`UPDATE exam_session SET ${columns} WHERE id = $1`, [sessionId]);
  const press = async (crowd: Crowd, index: number, sessionId: string): Promise<Answer> => {
    const answer = await fetch(`${platform.base}/api/v1/sessions/${sessionId}/sittings`, {
      method: 'POST',
      headers: { cookie: crowd.cookies[index] ?? '', 'x-csrf-token': crowd.csrfToken },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const crowdOf = (count: number) => makeCrowd(platform.api.parts, platform.base, competitionId, count);
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

  it('give one wish one lease, however often it is asked because its answer was lost, and another wish another', async () => {
    const sessionId = await schedule();
    const [mine, theirs] = [await applied(), await applied()];
    await open(sessionId);
    const id = randomUUID();
    const start = (client: ApiClient, wish: object) =>
      client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`, wish);
    const race = await Promise.all(Array.from({ length: 10 }, () => start(mine, { id })));
    const one = race[0] as Leased;
    const { token, rootHash, lease } = one;
    for (const other of race) expect(other).toMatchObject({ token, rootHash, lease });
    expect(lease).toBe(1);
    // Whoever sends the id of somebody else has their own.
    expect((await start(theirs, { id })).sittingId).not.toBe(one.sittingId);
    const leases = `/api/v1/sittings/${one.sittingId}/leases`;
    const next = { id: randomUUID(), follows: one.token };
    const moved = await mine.post<Leased>(leases, next);
    expect(moved).toMatchObject({ lease: 2 });
    const again = await mine.post<Leased>(leases, next);
    expect(again).toMatchObject({ lease: 2, token: moved.token, rootHash: moved.rootHash });
    // A page that was loaded again meanwhile has forgotten what it followed, but not its wish.
    expect(await mine.post<Leased>(leases, { id: next.id })).toMatchObject({ lease: 2 });
    expect(await codeOf(start(mine, { id }))).toBe('SITTING.LEASE_REVOKED');
    // A start that comes late takes nothing over, nor does a wish that was never granted and asks again.
    const unheard = randomUUID();
    expect(await codeOf(start(mine, { id: unheard }))).toBe('SITTING.LEASE_REVOKED');
    expect(await codeOf(mine.post(leases, { id: unheard, again: true }))).toBe('SITTING.LEASE_REVOKED');
    expect((await mine.post<Leased>(leases, { id: unheard })).lease).toBe(3);
    expect((await mine.post<Leased>(leases, { id: unheard, again: true })).lease).toBe(3);
    expect(await codeOf(start(mine, { id: 'mine' }))).toBe('REQUEST.INVALID');
    // As if there were none: it takes over.
    expect(await mine.post<Leased>(leases, { id: null })).toMatchObject({ lease: 4 });
    expect(
      await query(
        'SELECT lease, follows_own AS "follows", revoked_at IS NULL AS active FROM sitting_lease WHERE sitting_id = $1 ORDER BY 1',
        [one.sittingId],
      ),
    ).toEqual([
      { lease: 1, follows: false, active: false },
      { lease: 2, follows: true, active: false },
      { lease: 3, follows: false, active: false },
      { lease: 4, follows: false, active: true },
    ]);
  });

  it('give one candidate one sitting and one number, however many race, and the last device holds the lease', async () => {
    const sessionId = await schedule();
    const crowd = await crowdOf(1);
    await open(sessionId);
    const late = await applied();
    const onRoster = await Promise.all(Array.from({ length: 20 }, () => press(crowd, 0, sessionId)));
    const asLate = await Promise.all(
      Array.from({ length: 20 }, () => late.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`)),
    );
    for (const answers of [onRoster.map(({ body }) => body as unknown as Leased), asLate]) {
      const one = <T>(pick: (leased: Leased) => T) => [...new Set(answers.map(pick))];
      const [sittingId] = one((leased) => leased.sittingId);
      expect(one((leased) => leased.sittingId)).toHaveLength(1);
      expect(one((leased) => leased.candidateNumber)).toHaveLength(1);
      expect(one((leased) => leased.sealed.contentKey)).toHaveLength(1);
      expect(one((leased) => leased.lease).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      const leases = await query<{ lease: number }>(
        'SELECT lease FROM sitting_lease WHERE sitting_id = $1 AND revoked_at IS NULL',
        [sittingId],
      );
      expect(leases).toEqual([{ lease: 20 }]);
    }
    const [row] = await query<{ sittings: number; numbers: number; forms: number }>(
      `SELECT count(*)::int AS sittings, count(DISTINCT s.candidate_number)::int AS numbers,
         count(f.sitting_id)::int AS forms
       FROM sitting s LEFT JOIN form f ON f.sitting_id = s.id WHERE s.session_id = $1`,
      [sessionId],
    );
    expect(row).toEqual({ sittings: 2, numbers: 2, forms: 2 });
    const [taken] = await query<{ count: number }>(
      `SELECT count(*)::int AS count FROM draw_number n JOIN exam_session x ON x.draw_id = n.draw_id
       WHERE x.id = $1 AND n.list > 0 AND n.holder_id IS NOT NULL`,
      [sessionId],
    );
    expect(taken?.count).toBe(1);
  }, 60_000);

  it('give what was granted, and the time with it', async () => {
    const sessionId = await schedule();
    const crowd = await crowdOf(2);
    await query(
      `INSERT INTO accommodation (id, application_id, extra_time_percent, break_minutes, larger_type, reader, basis,
         document, document_key, granted_by, granted_official)
       SELECT gen_random_uuid(), $1, 25, 10, false, false, 'disability', '', '', id, 'Test' FROM account WHERE sign_in = 'exam'`,
      [crowd.applicationIds[1]],
    );
    await open(sessionId);
    const [usual, granted] = [await press(crowd, 0, sessionId), await press(crowd, 1, sessionId)];
    expect(usual.body['accommodations']).toEqual({});
    expect(granted.body['accommodations']).toEqual({ extraTimePercent: 25, breakMinutes: 10 });
    const allowed = await query<{ seconds: number }>(
      `SELECT round(extract(epoch FROM s.deadline_at - s.started_at))::int AS seconds FROM sitting s
       WHERE s.session_id = $1 ORDER BY 1`,
      [sessionId],
    );
    expect(allowed).toEqual([{ seconds: 55 * 60 }, { seconds: Math.ceil(55 * 60 * 1.25) }]);
    const leases = await query(
      `SELECT 1 FROM sitting s JOIN sitting_lease l ON l.sitting_id = s.id AND l.deadline_at = s.deadline_at
       WHERE s.session_id = $1`,
      [sessionId],
    );
    expect(leases).toHaveLength(2);
  }, 60_000);

  describe('and the waiting room', () => {
    let sessionId: string;
    let client: ApiClient;
    const waiting = () => client.get<Waiting>(`/api/v1/sessions/${sessionId}/waiting`);
    const start = () => codeOf(client.post(`/api/v1/sessions/${sessionId}/sittings`));

    beforeAll(async () => {
      sessionId = await schedule();
      client = await applied();
    });

    it('agree, state by state, whether somebody may begin', async () => {
      await set(
        sessionId,
        `opens_at = clock_timestamp() + interval '1 hour', entry_closes_at = clock_timestamp() + interval '2 hours'`,
      );
      expect(await waiting()).toMatchObject({
        state: 'early',
        sealed: null,
        candidateNumber: null,
        sittingId: null,
      });
      expect(await start()).toBe('SITTING.NOT_OPEN');
      await open(sessionId);
      const early = await waiting();
      expect(early).toMatchObject({ state: 'early', admission: { needed: 'none', admitted: true } });
      expect(early.candidateNumber).toMatch(/^[2-9A-Z]{10}$/);
      expect(early.startAt).toBe(early.opensAt);
      expect(early.sealed?.fetchAt).toBeLessThan(early.opensAt);
      expect((await client.file(early.sealed?.address ?? '')).length).toBe(early.sealed?.bytes);
      expect(await start()).toBe('SITTING.TOO_EARLY');

      // Open, but not at this candidate's moment yet.
      await set(sessionId, `opens_at = clock_timestamp(), spread_seconds = 600`);
      const own = await waiting();
      expect(own.startAt).toBeGreaterThan(own.serverTime);
      expect(own.startAt).toBeLessThan(own.opensAt + 600_000);
      expect(own.state).toBe('waiting');
      expect(await start()).toBe('SITTING.TOO_EARLY');

      await set(sessionId, `spread_seconds = 0, admission = 'proctor'`);
      expect(await waiting()).toMatchObject({
        state: 'waiting',
        admission: { needed: 'proctor', admitted: false },
      });
      expect(await start()).toBe('SESSION.NOT_ADMITTED');
      // The order of the checks: admission, pause, own moment, entry.
      await set(sessionId, `paused_at = clock_timestamp(), spread_seconds = 600`);
      expect(await start()).toBe('SESSION.NOT_ADMITTED');
      await set(sessionId, `admission = 'none'`);
      expect(await waiting()).toMatchObject({ state: 'paused' });
      expect(await start()).toBe('SITTING.PAUSED');
      await set(sessionId, `paused_at = NULL`);
      expect(await start()).toBe('SITTING.TOO_EARLY');
      await set(
        sessionId,
        `spread_seconds = 0, opens_at = clock_timestamp() - interval '2 hours', entry_closes_at = clock_timestamp() - interval '1 hour'`,
      );
      expect(await waiting()).toMatchObject({ state: 'entry-closed' });
      expect(await start()).toBe('SITTING.ENTRY_CLOSED');
      await set(sessionId, `entry_closes_at = clock_timestamp() + interval '1 hour'`);
      expect(await waiting()).toMatchObject({ state: 'may-start' });

      const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
      expect(leased).toMatchObject({
        lease: 1,
        candidateNumber: early.candidateNumber,
        sealed: { address: early.sealed?.address },
        sheet: { answers: {}, flagged: [] },
        aids: { calculator: 'none' },
        pausedLeft: null,
      });
      expect(await waiting()).toMatchObject({ state: 'sitting', sittingId: leased.sittingId });
      await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
      expect(await waiting()).toMatchObject({ state: 'handed-in', sittingId: leased.sittingId });
      expect(await start()).toBe('SITTING.CLOSED');
      await query(`UPDATE sitting SET state = 'void' WHERE id = $1`, [leased.sittingId]);
      expect(await waiting()).toMatchObject({ state: 'void' });
      expect(await start()).toBe('SITTING.VOID');

      client = await applied();
      expect(await waiting()).toMatchObject({ state: 'may-start', candidateNumber: null, sealed: null });
      await exam.post(`/api/v1/sessions/${sessionId}/closing`);
      expect(await waiting()).toMatchObject({ state: 'closed' });
      expect(await start()).toBe('SITTING.NOT_OPEN');
      await set(sessionId, `state = 'void'`);
      expect(await waiting()).toMatchObject({ state: 'void' });
    }, 60_000);

    it('is kept by nobody on the way, and says how long to wait', async () => {
      const other = await schedule();
      const crowd = await crowdOf(1);
      await open(other);
      await set(other, `opens_at = clock_timestamp() + interval '90 seconds'`);
      const answer = await fetch(`${platform.base}/api/v1/sessions/${other}/waiting`, {
        headers: { cookie: crowd.cookies[0] ?? '' },
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const { status, body } = await press(crowd, 0, other);
      expect([status, body['code']]).toEqual([409, 'SITTING.TOO_EARLY']);
      expect(body['retryAfter']).toBeGreaterThan(60);
      expect(body['retryAfter']).toBeLessThanOrEqual(90);
    });

    it('is for those who have applied', async () => {
      const other = await schedule();
      const stranger = await newCandidate(platform);
      expect(await codeOf(stranger.get(`/api/v1/sessions/${other}/waiting`))).toBe('SITTING.NOT_APPLIED');
      expect(await codeOf(stranger.get(`/api/v1/sessions/${newId()}/waiting`))).toBe('SITTING.NO_SESSION');
    });
  });

  describe('and the closing of their session', () => {
    /** What begins a sitting of the roster's first candidate, as the use case makes it. */
    const beginning = async (sessionId: string): Promise<Beginning> => {
      const [row] = await query<Pick<Beginning, 'drawId' | 'applicationId' | 'personId' | 'candidateNumber'>>(
        `SELECT n.draw_id AS "drawId", a.id AS "applicationId", a.person_id AS "personId", n.number AS "candidateNumber"
         FROM exam_session x JOIN draw_number n ON n.draw_id = x.draw_id JOIN application a ON a.id = n.holder_id
         WHERE x.id = $1 LIMIT 1`,
        [sessionId],
      );
      if (!row) throw new Error('The roster has somebody.');
      const root = Buffer.alloc(32);
      return {
        ...row,
        sessionId,
        sittingId: newId(),
        language: 'en',
        accommodations: {},
        allowedMilliseconds: 60_000,
        root,
        places: '[]',
        formHash: root.toString('hex'),
        watchVersion: null,
        browser: null,
        wishHash: null,
      };
    };
    /** Somebody waits for a lock of another transaction. */
    const somebodyWaits = () =>
      until(async () => {
        const waiting = await query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });

    it('waits for a start under way, and then sees it', async () => {
      const sessionId = await schedule();
      await crowdOf(1);
      await open(sessionId);
      const wish = await beginning(sessionId);
      let closing: Promise<string> | undefined;
      await platform.api.parts.database.transaction(async (tx) => {
        expect((await beginBatch(tx, [wish])).size).toBe(1);
        closing = codeOf(exam.post(`/api/v1/sessions/${sessionId}/closing`));
        await somebodyWaits();
      });
      expect(await closing).toBe('SITTING.STILL_SITTING');
    }, 60_000);

    it('is waited for by who would start, and nobody begins after it', async () => {
      const sessionId = await schedule();
      const crowd = await crowdOf(3);
      await open(sessionId);
      let starts: Promise<Answer[]> | undefined;
      await platform.api.parts.database.transaction(async (tx) => {
        await tx.query(`UPDATE exam_session SET state = 'closed' WHERE id = $1`, [sessionId]);
        starts = Promise.all([0, 1, 2].map((index) => press(crowd, index, sessionId)));
        await somebodyWaits();
      });
      expect((await starts)?.map(({ body }) => body['code'])).toEqual(Array(3).fill('SITTING.NOT_OPEN'));
      expect(await query('SELECT 1 FROM sitting WHERE session_id = $1', [sessionId])).toEqual([]);
    }, 60_000);

    it('is certain when both race: who has begun sits, who has not is told so', async () => {
      const crowd = await crowdOf(12);
      for (let round = 0; round < 6; round += 1) {
        const sessionId = await schedule();
        await open(sessionId);
        const close = () => codeOf(exam.post(`/api/v1/sessions/${sessionId}/closing`));
        const [closed, ...answers] = await Promise.all([
          close(),
          ...crowd.cookies.map((_, index) => press(crowd, index, sessionId)),
        ]);
        const begun = answers.filter(({ status }) => status === 201);
        const refused = answers.filter(({ status }) => status !== 201);
        expect(['done', 'SITTING.STILL_SITTING']).toContain(closed);
        for (const { body } of refused) expect(body['code']).toBe('SITTING.NOT_OPEN');
        expect(await query('SELECT 1 FROM sitting WHERE session_id = $1', [sessionId])).toHaveLength(
          begun.length,
        );
        // Closed means that nobody sits; and where it is not closed, everybody does.
        expect(begun).toHaveLength(closed === 'done' ? 0 : crowd.cookies.length);
      }
    }, 120_000);
  });

  describe('cost', () => {
    /** Makes the banks ten times as large: each item nine times more, under codes of their own. */
    async function growBanks(): Promise<void> {
      const copy = (table: string, more: string, where: string) =>
        query(
          `INSERT INTO ${table} SELECT (jsonb_populate_record(t, ${more})).*
           FROM ${table} t, generate_series(1, 9) AS k ${where}`,
        );
      const id = (column: string) => `md5(t.${column}::text || k)::uuid`;
      const alone = `(SELECT id FROM item WHERE type <> 'case' AND case_code IS NULL)`;
      await copy(
        'item',
        `jsonb_build_object('id', ${id('id')}, 'code', t.code || '-' || k, 'model_code', NULL)`,
        `WHERE t.id IN ${alone}`,
      );
      await copy(
        'item_version',
        `jsonb_build_object('id', ${id('id')}, 'item_id', ${id('item_id')}, 'model', NULL)`,
        `WHERE EXISTS (SELECT 1 FROM item i WHERE i.id = ${id('item_id')}) AND t.item_id IN ${alone}`,
      );
      await copy(
        'item_translation',
        `jsonb_build_object('id', ${id('id')}, 'item_version_id', ${id('item_version_id')})`,
        `WHERE EXISTS (SELECT 1 FROM item_version v WHERE v.id = ${id('item_version_id')})`,
      );
    }

    /** A session with so many on its roster, and the statements of ten starts of it, one after the other. */
    async function startsOf(size: number) {
      const sessionId = await schedule();
      const crowd = await crowdOf(size);
      await open(sessionId);
      const each: string[][] = [];
      for (let index = 0; index < 10; index += 1) {
        each.push(
          await statementsOf(platform, async () => {
            expect((await press(crowd, index, sessionId)).status).toBe(201);
          }),
        );
      }
      return { sessionId, crowd, each };
    }

    it('the same statements with ten times the roster and ten times the bank, and fewer each when many start at once', async () => {
      const small = await startsOf(60);
      const [usual] = small.each;
      // The browser's session, the account, the exam session, the candidate before it, and the one that begins.
      expect(usual).toHaveLength(5);
      for (const one of small.each) expect(one).toEqual(usual);
      const itemCount = async () =>
        (
          await query<{ count: number }>(
            `SELECT count(*)::int AS count FROM item WHERE type <> 'case' AND case_code IS NULL`,
          )
        )[0]?.count ?? 0;
      const before = await itemCount();
      await growBanks();
      expect(await itemCount()).toBe(before * 10);
      for (const one of (await startsOf(60)).each) expect(one).toEqual(usual);
      const large = await startsOf(600);
      for (const one of large.each) expect(one).toEqual(usual);

      const together = await statementsOf(platform, async () => {
        const indexes = Array.from({ length: 60 }, (_, index) => index + 10);
        const answers = await Promise.all(indexes.map((index) => press(large.crowd, index, large.sessionId)));
        expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(201));
      });
      // Sessions and accounts of 60, and a few statements for all of them.
      expect(together.length).toBeLessThan(60 * 4);
    }, 240_000);
  });
});
