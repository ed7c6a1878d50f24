import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClearDocuments } from '../../src/application/index.js';
import { privacyRows } from '../../src/desk/privacy/privacy-rows.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { GENERAL_PROFILE } from '../../src/people/index.js';
import { forgetSignIns } from '../../src/platform/index.js';
import { ARRIVAL_DAYS, ClearWatched, DEFAULT_PLAN } from '../../src/proctoring/index.js';
import { staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin } from '../support/sessions.js';
import { keptSnapshotOf } from '../support/snapshots.js';
import { leftPage, report, watchedSession } from '../support/watched.js';
import { agree } from '../support/watching.js';

const ROWS = privacyRows(GENERAL_PROFILE);

/** Tables with something of a person, an application or a sitting in them that the page does not name, and why not. */
const NOT_ON_THE_PAGE: Readonly<Record<string, string>> = {
  regrade: 'names an appeal as the cause of a new list: nothing about its candidate',
  regrade_session: 'which sessions that list is of',
};

/** What there still is of each kind that something removes: all of it is emptied, but that there was one. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  application: ['application_form WHERE answers IS NOT NULL'],
  documents: ['application_document WHERE NOT is_destroyed OR name IS NOT NULL'],
  accommodation: ['accommodation', `sitting WHERE accommodations <> '{}'`],
  arrivals: ['session_presence', 'browser_proof'],
  consent: [
    'watch_consent',
    'watch_camera_change',
    'watch_excuse',
    `decision WHERE action = 'camera-excused' AND reason IS NOT NULL`,
  ],
  signals: ['watch_state', 'watch_signal', 'watch_beat', 'watch_look', 'watch_hand'],
  snapshots: ['watch_snapshot WHERE NOT is_destroyed'],
  signIn: ['web_session WHERE expires_at < clock_timestamp()'],
};

describe('what is kept about people', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let client: ApiClient;
  let sessionId: string;
  let competitionId: string;
  let leased: Leased;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const count = async (from: string): Promise<number> =>
    (await query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`))[0]?.count ?? 0;
  const counts = async (lists: readonly (readonly string[])[]): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const from of lists.flat()) found[from] = await count(from);
    return found;
  };
  const clear = async () => {
    const { app, parts } = platform.api;
    await app.get(ClearDocuments).run();
    await app.get(ClearWatched).run();
    await forgetSignIns(parts.database);
  };
  /** The session is over since so many days, and its competition concluded since so many months. */
  const past = async (days: number, months: number) => {
    await query(
      `UPDATE exam_session SET opens_at = clock_timestamp() - make_interval(days => $2, hours => 2),
         entry_closes_at = clock_timestamp() - make_interval(days => $2) WHERE id = $1`,
      [sessionId, days],
    );
    await query(
      `UPDATE sitting SET closed_at = clock_timestamp() - make_interval(days => $2) WHERE session_id = $1`,
      [sessionId, days],
    );
    await query(
      `UPDATE competition SET concluded_at = clock_timestamp() - make_interval(months => $2) WHERE id = $1`,
      [competitionId, months],
    );
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    sessionId = await watchedSession(platform, { camera: 'required' });
    const candidate = await applicant(platform);
    const { applicationId } = candidate;
    ({ client } = candidate);
    await agree(client, sessionId, true);
    leased = await begin(client, sessionId);
    const { sittingId } = leased;
    const here = `/api/v1/sessions/${sessionId}`;
    await report(platform.base, leased.token, { signals: [leftPage(1)], camera: 'on' });
    await keptSnapshotOf(platform, leased);
    await client.put(`${here}/consent/camera`, { camera: false });
    await exam.post(`${here}/messages`, { text: 'Is all well?', candidateNumber: leased.candidateNumber });
    await exam.post(`${here}/extension`, {
      minutes: 5,
      reason: 'The line was down.',
      candidateNumber: leased.candidateNumber,
    });
    await exam.post(`${here}/sittings/${sittingId}/seen`, { upTo: 1 });
    await exam.post(`${here}/sittings/${sittingId}/hand`);
    [{ competitionId }] = (await query<{ competitionId: string }>(
      'SELECT competition_id AS "competitionId" FROM exam_session WHERE id = $1',
      [sessionId],
    )) as [{ competitionId: string }];
    await exam.post(`/api/v1/competitions/${competitionId}/accommodations`, {
      applicationId,
      extraTimePercent: 25,
      breakMinutes: 0,
      largerType: false,
      reader: false,
      basis: 'medical',
      document: 'A paper of the clinic.',
    });
    // What would take a day of its own to come about.
    const personId = (
      await query<{ id: string }>('SELECT person_id AS id FROM sitting WHERE id = $1', [sittingId])
    )[0]?.id;
    for (const [sql, values] of [
      [
        `INSERT INTO watch_beat (sitting_id, session_id, lease, seen_at, address, camera)
         VALUES ($1, $2, 1, clock_timestamp(), 'code', 'on') ON CONFLICT DO NOTHING`,
        [sittingId, sessionId],
      ],
      [
        `INSERT INTO browser_proof (nonce_hash, session_id, person_id, shown_by) VALUES (sha256('one'), $1, $2, 'page')`,
        [sessionId, personId],
      ],
      [
        `INSERT INTO session_presence (session_id, application_id, seen_at) VALUES ($1, $2, clock_timestamp())`,
        [sessionId, applicationId],
      ],
      [
        `INSERT INTO session_admission (session_id, application_id, state, way, account_id, official)
        SELECT $1, $2, 'admitted', 'proctor', id, 'Test' FROM account WHERE sign_in = 'proctor'`,
        [sessionId, applicationId],
      ],
      [
        `INSERT INTO watch_excuse (session_id, application_id, reason, account_id, official)
        SELECT $1, $2, 'The camera fell off.', id, 'Test' FROM account WHERE sign_in = 'proctor'`,
        [sessionId, applicationId],
      ],
      [
        `INSERT INTO decision (account_id, official, action, subject, scope_id, reason)
        SELECT id, 'Test', 'camera-excused', $2, $1, 'The camera fell off.' FROM account WHERE sign_in = 'proctor'`,
        [sessionId, leased.candidateNumber],
      ],
      [
        `INSERT INTO application_form (application_id, answers, answers_key) VALUES ($1, 'answers', 'key')
        ON CONFLICT (application_id) DO UPDATE SET answers = 'answers'`,
        [applicationId],
      ],
      [
        `INSERT INTO application_document (id, application_id, rule_code, name, type, bytes, hash, key_id, state)
        VALUES (gen_random_uuid(), $1, 'photo', 'me.png', 'png', 1, sha256('x'), 'key', 'clean')`,
        [applicationId],
      ],
      [
        `INSERT INTO web_session (id, data, account_id, expires_at)
        SELECT 'over', '{}', id, clock_timestamp() - interval '1 second' FROM account WHERE sign_in = 'proctor'`,
        [],
      ],
    ] as const)
      await query(sql, values);
    await client.post(`/api/v1/sittings/${sittingId}/submission`);
    const { incidentId } = await exam.post<{ incidentId: string }>(
      `${here}/sittings/${sittingId}/incidents`,
      {
        kind: 'other',
        what: 'Somebody stood behind the candidate for a minute.',
        signals: [1],
      },
    );
    await query(`UPDATE incident SET state = 'settled', settled_at = clock_timestamp() WHERE id = $1`, [
      incidentId,
    ]);
    await exam.post(`${here}/closing`);
  }, 120_000);
  afterAll(() => platform.close());

  it('is on the page, whatever table it is in', async () => {
    const found = await query<{ name: string }>(`
      WITH RECURSIVE fk AS (
        SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent FROM pg_constraint c
        WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace),
      about AS (
        SELECT DISTINCT table_name::text AS name FROM information_schema.columns
        WHERE table_schema = 'public' AND (table_name IN ('person', 'application', 'sitting') OR column_name IN
          ('person_id', 'application_id', 'sitting_id', 'candidate_number', 'holder_id', 'person_name', 'full_name'))
        -- What belongs to one of these is about the same person; an account is an official's too.
        UNION SELECT fk.child FROM fk JOIN about ON about.name = fk.parent AND about.name <> 'account')
      SELECT name FROM about ORDER BY 1`);
    const named = [...ROWS.flatMap(({ tables }) => tables), ...Object.keys(NOT_ON_THE_PAGE)];
    expect(new Set(named).size).toBe(named.length);
    expect(found.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
    // Nor does it name a table that is no more.
    for (const name of named) expect(await count(name)).toBeGreaterThanOrEqual(0);
  });

  it('goes when the page says so, with a record of it, and nothing else goes', async () => {
    expect(Object.keys(LEFT).sort()).toEqual(
      ROWS.flatMap(({ name, removedBy }) => (removedBy ? [name] : [])).sort(),
    );
    const kept = ROWS.filter(({ removedBy }) => removedBy === null).map(({ tables }) => tables);
    const [before, there] = [await counts(Object.values(LEFT)), await counts(kept)];
    for (const [from, amount] of Object.entries(before)) expect([from, amount > 0]).toEqual([from, true]);
    for (const from of ['incident_evidence', 'exam_message', 'receipt', 'session_admission', 'time_change'])
      expect([from, (there[from] ?? 0) > 0]).toEqual([from, true]);

    const { applications } = GENERAL_PROFILE.retention;
    expect([DEFAULT_PLAN.keepSnapshotDays, DEFAULT_PLAN.keepSignalDays, ARRIVAL_DAYS]).toEqual([
      30, 180, 180,
    ]);
    await past(29, 0);
    await clear();
    const signIns = Object.fromEntries((LEFT['signIn'] ?? []).map((from) => [from, 0]));
    expect(await counts(Object.values(LEFT))).toEqual({ ...before, ...signIns });
    await past(181, applications - 1);
    await clear();
    const after = await counts(Object.values(LEFT));
    const gone = Object.keys(after).filter((from) => after[from] === 0);
    expect(gone.sort()).toEqual(
      ['signIn', 'arrivals', 'signals', 'snapshots'].flatMap((name) => LEFT[name] ?? []).sort(),
    );
    await past(181, applications);
    await clear();
    expect(await counts(Object.values(LEFT))).toEqual(
      Object.fromEntries(Object.keys(before).map((from) => [from, 0])),
    );
    expect(await counts(kept)).toEqual(there);

    const { items } = await exam.get<{ items: { kind: string; amount: number }[] }>(
      `/api/v1/sessions/${sessionId}/watch-removals`,
    );
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'snapshots', keepDays: 30, keepMonths: null, amount: 1 }),
        expect.objectContaining({ kind: 'signals', keepDays: 180, amount: 1 }),
        expect.objectContaining({ kind: 'arrivals', keepDays: ARRIVAL_DAYS, amount: 2 }),
        expect.objectContaining({ kind: 'consents', keepDays: null, keepMonths: applications, amount: 1 }),
        expect.objectContaining({ kind: 'excuses', keepMonths: applications, amount: 1 }),
        expect.objectContaining({ kind: 'accommodations', keepMonths: applications, amount: 1 }),
      ]),
    );
    expect(items).toHaveLength(6);
    for (const lang of ['en', 'ru']) {
      const page = await fetch(`${platform.base}/sessions/${sessionId}/watch/removals?lang=${lang}`, {
        headers: { cookie: exam.cookie },
      });
      expect(await page.text()).toContain(lang === 'en' ? '36 months after' : '36 месяцев после');
    }
  }, 60_000);

  it('is said on the page with the term that holds, and without a promise where there is none', async () => {
    for (const lang of ['en', 'ru']) {
      const page = await (await fetch(`${platform.base}/privacy?lang=${lang}`)).text();
      expect(page.match(/<tr/g)).toHaveLength(ROWS.length + 1);
      expect(page).not.toContain('privacy:');
    }
    const ENDS = ['months', 'days', 'usually', 'hours'];
    for (const { name, removedBy, howLong } of ROWS)
      expect([name, howLong.some(({ key }) => ENDS.includes(key))]).toEqual([name, removedBy !== null]);
  });
});
