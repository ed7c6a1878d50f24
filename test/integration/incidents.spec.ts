import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { SettleHeld } from '../../src/grading/use-cases/settle-held.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import type { Sat } from '../support/contested.js';
import { published, verified } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, openedSession } from '../support/sessions.js';
import { until } from '../support/until.js';

const WHAT = 'A second person stood behind the candidate and read the screen aloud.';
const ANSWER = 'That was my brother, who came in by mistake and left again.';
const WHY = 'What is on record and what the candidate says lead to this.';

interface Shown {
  readonly state: string;
  readonly next: string;
  readonly mayRule: boolean;
  readonly settledAt: string | null;
  readonly answer: { readonly body: string; readonly takenDown: string | null } | null;
  readonly evidence: readonly {
    readonly kind: string;
    readonly ref: string;
    readonly copied: object | null;
  }[];
}

/** From an incident to its end, with results that are held meanwhile, on one platform. */
describe('incidents', () => {
  let platform: TestPlatform;
  let sessionId: string;
  let competitionId: string;
  let sat: Sat[];
  let other: string;
  let client: ApiClient;
  let proctor: ApiClient;
  let exam: ApiClient;
  let appeals: ApiClient;
  let hr: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const one = (index: number): Sat => {
    const found = sat[index];
    if (!found) throw new Error('So many have sat.');
    return found;
  };
  const open = (of: Sat, more: object = {}) =>
    proctor
      .post<{ incidentId: string }>(`/api/v1/sessions/${sessionId}/sittings/${of.sittingId}/incidents`, {
        kind: 'help-from-outside',
        what: WHAT,
        ...more,
      })
      .then(({ incidentId }) => incidentId);
  const at = (incidentId: string) => `/api/v1/sessions/${sessionId}/incidents/${incidentId}`;
  const own = (of: Sat, incidentId: string) => `/api/v1/sittings/${of.sittingId}/incidents/${incidentId}`;
  const shown = (incidentId: string) => exam.get<Shown>(at(incidentId));
  const answer = (of: Sat, incidentId: string) =>
    of.client.post(`${own(of, incidentId)}/answer`, { answer: ANSWER });
  const decide = (incidentId: string, outcome: string, by = exam, more: object = {}) =>
    by.post(`${at(incidentId)}/decision`, { outcome, reason: WHY, ...more });
  const settled = (incidentId: string) => until(async () => (await shown(incidentId)).settledAt !== null);
  const resultOf = (of: Sat) => codeOf(of.client.get(`/api/v1/sittings/${of.sittingId}/result`));
  const html = async (who: ApiClient, path: string): Promise<string> =>
    (await fetch(`${platform.base}${path}`, { headers: { cookie: who.cookie } })).text();
  const lists = async () => {
    await published(platform);
    const answered = await fetch(`${platform.base}/api/v1/registry/entries?type=result-list&limit=20`);
    const { items } = (await answered.json()) as {
      items: { fact: { subject: string }; shown: { sat: number; held?: number } }[];
    };
    return items
      .filter(({ fact }) => fact.subject === sessionId)
      .map(({ shown: { sat: lines, held = 0 } }) => [lines, held]);
  };
  const rank = () => codeOf(hr.post(`/api/v1/competitions/${competitionId}/rankings`));
  const inTheList = async (of: Sat): Promise<boolean> => {
    await published(platform);
    const [row] = await query<{ lines: { candidateNumber: string }[]; number: string }>(
      `SELECT c.content -> 'lines' AS lines, s.candidate_number AS number FROM registry_entry e
         JOIN registry_chunk c ON c.hash = decode(e.content #>> '{shown,listHash}', 'hex'), sitting s
       WHERE e.type = 'result-list' AND e.fact ->> 'subject' = $1 AND s.id = $2 ORDER BY e.seq DESC LIMIT 1`,
      [sessionId, of.sittingId],
    );
    return row?.lines.some(({ candidateNumber }) => candidateNumber === row.number) ?? false;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    ({ sessionId, competitionId } = await openSession(platform));
    sat = [];
    for (let index = 0; index < 6; index += 1) {
      const { client: candidate, sittingId, leased } = await newSitting(platform);
      await sitExam(candidate, leased, seededGenerator(sha256(`incident ${String(index)}`)));
      sat.push({ client: candidate, sittingId });
    }
    proctor = await staff(platform, 'proctor');
    exam = await staff(platform, 'exam');
    appeals = await staff(platform, 'appeals');
    hr = await staff(platform, 'hr');
    other = await openedSession(platform);
    ({ client } = await applicant(platform));
  }, 180_000);
  afterAll(() => platform.close());

  let cleared: string;
  let misconduct: string;
  let overturned: string;

  it('is opened by name with evidence, which is copied, and heard before anybody decides', async () => {
    const [first] = [one(0)];
    await query(
      `INSERT INTO watch_signal (sitting_id, number, kind, at, lasted_ms, detail, lease)
       VALUES ($1, 1, 'left-page', clock_timestamp(), 4200, NULL, 1),
         ($1, 2, 'pasted', clock_timestamp(), NULL, '{"characters": 17, "position": 3}', 1)`,
      [first.sittingId],
    );
    expect(await codeOf(open(first, { what: 'Too short.' }))).toBe('INCIDENT.WHAT');
    expect(await codeOf(open(first, { signals: [1, 3] }))).toBe('INCIDENT.NO_SIGNAL');
    cleared = await open(first, { signals: [1, 2], note: 'I saw it from the second row.' });
    await query('DELETE FROM watch_signal WHERE sitting_id = $1', [first.sittingId]);
    const now = await shown(cleared);
    expect(now).toMatchObject({ state: 'open', next: 'answer', mayRule: true });
    expect(now.evidence).toMatchObject([
      { kind: 'signal', ref: '1', copied: { kind: 'left-page', lastedMs: 4200, detail: null } },
      { kind: 'signal', ref: '2', copied: { kind: 'pasted', detail: { characters: 17, position: 3 } } },
      { kind: 'note', ref: 'I saw it from the second row.', copied: null },
    ]);
    expect(await first.client.get<Shown>(own(first, cleared))).toMatchObject({ evidence: now.evidence });
    for (const [who, path] of [
      [exam, `/sessions/${sessionId}/incidents/${cleared}`],
      [first.client, `/sittings/${first.sittingId}/incidents/${cleared}`],
    ] as const)
      expect(await html(who, path)).toContain(
        'It was 17 characters long. It was in the answer to question 3.',
      );
    expect(await codeOf(one(1).client.get(own(first, cleared)))).toBe('INCIDENT.NO_INCIDENT');
    const notices = await first.client.get<{ items: { kind: string; path: string }[] }>('/api/v1/notices');
    expect(notices.items).toContainEqual(
      expect.objectContaining({
        kind: 'incident-opened',
        path: `/sittings/${first.sittingId}/incidents/${cleared}`,
      }),
    );
    expect(await codeOf(decide(cleared, 'none'))).toBe('INCIDENT.WAITS');
    misconduct = await open(one(1), { kind: 'other-person' });
    overturned = await open(one(2));
  });

  it('lets the others’ results out, by a release that was signed beforehand', async () => {
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    await until(async () => (await resultOf(one(5))) === 'done');
    await until(async () => (await lists()).length === 1);
    expect(await lists()).toEqual([[3, 3]]);
    for (const index of [0, 1, 2]) {
      expect(await resultOf(one(index))).toBe('GRADING.HELD');
      expect(await inTheList(one(index))).toBe(false);
    }
    expect(await inTheList(one(3))).toBe(true);
    expect(await rank()).toBe('RANKING.HELD');
    // An auditor grades again what is in the list, and nothing else.
    await query(`UPDATE competition SET disclosure = 'auditor' WHERE id = $1`, [competitionId]);
    const auditor = await staff(platform, 'auditor');
    const { bytes } = await auditor.ownFile(`/api/v1/sessions/${sessionId}/auditor-package`);
    const [head = '', ...sheets] = bytes.toString('utf8').trim().split('\n');
    expect(JSON.parse(head)).toMatchObject({ sheets: 3 });
    expect(sheets).toHaveLength(3);
    expect(await codeOf(open(one(4)))).toBe('INCIDENT.RELEASED');
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 60_000);

  it('that finds nothing ends with the result in another list', async () => {
    await answer(one(0), cleared);
    expect(await codeOf(answer(one(0), cleared))).toBe('INCIDENT.STATE');
    expect(await codeOf(decide(cleared, 'void-failure'))).toBe('INCIDENT.OUTCOME');
    const outcomes = await Promise.all([exam, appeals].map((by) => codeOf(decide(cleared, 'none', by))));
    expect(outcomes.sort()).toEqual(['INCIDENT.STATE', 'done']);
    await settled(cleared);
    expect(await resultOf(one(0))).toBe('done');
    expect(await lists()).toEqual([
      [4, 2],
      [3, 3],
    ]);
    expect(await inTheList(one(0))).toBe(true);
    expect(await rank()).toBe('RANKING.HELD');
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 60_000);

  it('is decided without an answer when the time for it is over, and never by whoever took part', async () => {
    // The opener may hold the role, and may not decide.
    await query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), a.id, 'appeal-officer', $1 FROM account a WHERE a.sign_in = 'proctor'`,
      [sessionId],
    );
    await query(`UPDATE incident SET answer_until = clock_timestamp() WHERE id = $1`, [misconduct]);
    expect(await codeOf(decide(misconduct, 'void-misconduct', proctor))).toBe('INCIDENT.TOOK_PART');
    expect(await codeOf(decide(misconduct, 'void-misconduct', appeals, { again: 'replacement' }))).toBe(
      'INCIDENT.AGAIN',
    );
    await decide(misconduct, 'void-misconduct', appeals);
    expect(await shown(misconduct)).toMatchObject({ state: 'found', next: 'contest' });
    // Nothing is carried out while it can be contested.
    expect(await query(`SELECT 1 FROM sitting_void WHERE sitting_id = $1`, [one(1).sittingId])).toEqual([]);
    await query(`UPDATE incident_decision SET contest_until = clock_timestamp() WHERE incident_id = $1`, [
      misconduct,
    ]);
    await settled(misconduct);
    expect(await codeOf(one(1).client.post(`${own(one(1), misconduct)}/contest`, { reason: WHY }))).toBe(
      'INCIDENT.STATE',
    );
    const byDecider = await query(
      `SELECT 1 FROM sitting_void v JOIN incident_decision d ON d.official = v.official AND d.account_id = v.account_id
       WHERE v.sitting_id = $1 AND d.incident_id = $2 AND v.cause = 'misconduct'`,
      [one(1).sittingId, misconduct],
    );
    expect(byDecider).toHaveLength(1);
    expect(await resultOf(one(1))).toBe('GRADING.NO_RESULT');
    // Whoever it is about reads there by whom and why.
    const { parts } = await one(1).client.get<{ parts: { name: string; rows: object[] }[] }>(
      `/api/v1/sittings/${one(1).sittingId}/record`,
    );
    expect(parts.find(({ name }) => name === 'staff')?.rows).toContainEqual(
      expect.objectContaining({
        text: expect.stringContaining('Your exam does not count, after an incident.'),
        said: null,
        href: `/sittings/${one(1).sittingId}/incidents/${misconduct}`,
      }),
    );
    expect(await lists()).toHaveLength(2);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 60_000);

  it('is contested once and reviewed by a third person; what is overturned has no consequence', async () => {
    const of = one(2);
    const dictated = `${at(overturned)}/dictation`;
    await query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), a.id, r.role, $1 FROM account a, (VALUES ('proctor'), ('appeal-officer')) r (role)
       WHERE a.sign_in = 'hr'`,
      [sessionId],
    );
    // Whoever opened it writes down no answer to it; what another one takes down keeps the candidate's own time.
    expect(await codeOf(proctor.post(dictated, { answer: ANSWER }))).toBe('INCIDENT.TOOK_PART');
    await hr.post(dictated, { answer: ANSWER });
    expect(await codeOf(hr.post(dictated, { answer: ANSWER }))).toBe('INCIDENT.STATE');
    expect(await shown(overturned)).toMatchObject({ answer: { body: ANSWER } });
    expect((await shown(overturned)).answer?.takenDown).not.toBeNull();
    expect(await codeOf(decide(overturned, 'void-misconduct'))).toBe('INCIDENT.WAITS');
    await answer(of, overturned);
    expect((await shown(overturned)).answer?.takenDown).toBeNull();
    await decide(overturned, 'void-misconduct');
    const contest = () => of.client.post(`${own(of, overturned)}/contest`, { reason: WHY });
    await contest();
    expect(await codeOf(contest())).toBe('INCIDENT.STATE');
    const review = (by: ApiClient, outcome: string) =>
      by.post(`${at(overturned)}/review`, { outcome, reason: WHY });
    expect(await codeOf(review(exam, 'upheld'))).toBe('INCIDENT.TOOK_PART');
    expect(await codeOf(review(proctor, 'upheld'))).toBe('INCIDENT.TOOK_PART');
    expect(await resultOf(of)).toBe('GRADING.HELD');
    await review(appeals, 'overturned');
    await settled(overturned);
    expect(await resultOf(of)).toBe('done');
    expect(await inTheList(of)).toBe(true);
    expect(await inTheList(one(1))).toBe(false);
    expect((await lists())[0]).toEqual([5, 0]);
    expect(await rank()).toBe('done');
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 60_000);

  it('hears the candidate late as well, also beside what was taken down, until somebody decides', async () => {
    const { client: late } = await applicant(platform);
    const { sittingId } = await begin(late, other);
    const path = `/api/v1/sessions/${other}`;
    const opened = () =>
      proctor.post<{ incidentId: string }>(`${path}/sittings/${sittingId}/incidents`, {
        kind: 'disturbance',
        what: WHAT,
      });
    const { incidentId } = await opened();
    const beside = (await opened()).incidentId;
    const list = () => html(exam, `/sessions/${other}/incidents`);
    // Somebody who still sits has no result to hold.
    expect(await list()).not.toMatch(/results? (is|are) held/);
    await late.post(`/api/v1/sittings/${sittingId}/submission`);
    expect(await list()).toContain('1 result is held');
    const told = async () =>
      (await late.get<{ items: { kind: string }[] }>('/api/v1/notices')).items
        .map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('incident-d'));
    const forms = async () => {
      const page = await html(exam, `/sessions/${other}/incidents/${incidentId}`);
      return ['evidence', 'dictation'].filter((form) => page.includes(`/incidents/${incidentId}/${form}"`));
    };
    expect(await forms()).toEqual(['evidence', 'dictation']);
    await query('UPDATE incident SET answer_until = clock_timestamp() WHERE id = $1', [incidentId]);
    // What is refused is not offered.
    expect(await forms()).toEqual(['dictation']);
    const evidence = exam.post(`${path}/incidents/${incidentId}/evidence`, { note: 'I saw it too.' });
    expect(await codeOf(evidence)).toBe('INCIDENT.STATE');
    await exam.post(`${path}/incidents/${incidentId}/dictation`, { answer: ANSWER });
    expect(await forms()).toEqual([]);
    expect(await told()).toEqual(['incident-dictated-late']);
    const own = () =>
      codeOf(late.post(`/api/v1/sittings/${sittingId}/incidents/${incidentId}/answer`, { answer: WHY }));
    expect(await own()).toBe('done');
    expect(await appeals.get<Shown>(`${path}/incidents/${incidentId}`)).toMatchObject({
      answer: { body: WHY, takenDown: null },
      next: 'decide',
    });
    expect(await own()).toBe('INCIDENT.STATE');
    await appeals.post(`${path}/incidents/${incidentId}/decision`, { outcome: 'none', reason: WHY });
    expect(await told()).toContain('incident-decided-held');
    const page = () => html(late, `/sittings/${sittingId}/incidents/${incidentId}`);
    await until(async () => (await page()).includes('Settled'));
    expect(await page()).toContain('Your result stays held');
    expect(await page()).toContain(`href="/sittings/${sittingId}/incidents/${beside}"`);
    await query('UPDATE incident SET answer_until = clock_timestamp() WHERE id = $1', [beside]);
    await appeals.post(`${path}/incidents/${beside}/decision`, { outcome: 'none', reason: WHY });
    expect(await told()).toContain('incident-decided');
  }, 60_000);

  it('is carried out at once where its candidate accepts it, and after a failure they sit again', async () => {
    const leased = await begin(client, other);
    await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
    const path = `/api/v1/sessions/${other}`;
    const { incidentId } = await proctor.post<{ incidentId: string }>(
      `${path}/sittings/${leased.sittingId}/incidents`,
      { kind: 'technical', what: WHAT },
    );
    await client.post(`/api/v1/sittings/${leased.sittingId}/incidents/${incidentId}/answer`, {
      answer: ANSWER,
    });
    const failure = { outcome: 'void-failure', again: 'replacement', reason: WHY };
    await appeals.post(`${path}/incidents/${incidentId}/decision`, failure);
    await client.post(`/api/v1/sittings/${leased.sittingId}/incidents/${incidentId}/acceptance`);
    await until(
      async () =>
        (await query(`SELECT 1 FROM sitting WHERE id = $1 AND state = 'void'`, [leased.sittingId])).length >
        0,
    );
    const { sessionId: again } = await exam.post<{ sessionId: string }>(`${path}/replacement`, {
      title: { en: 'Again', ru: 'Снова' },
      opensAt: new Date(Date.now() + 3_600_000).toISOString(),
      entryClosesAt: new Date(Date.now() + 7_200_000).toISOString(),
    });
    expect(await query('SELECT 1 FROM session_entitlement WHERE session_id = $1', [again])).toHaveLength(1);
  }, 60_000);

  it('bars from an appeal about the same sitting, and from no other', async () => {
    const appeal = async (of: Sat) => {
      const { appealId } = await of.client.post<{ appealId: string }>(
        `/api/v1/sittings/${of.sittingId}/appeals`,
        {
          about: 'sitting',
          body: 'The room was so loud that nobody could think.',
        },
      );
      return codeOf(appeals.post(`/api/v1/sessions/${sessionId}/appeals/${appealId}/taking`));
    };
    expect(await appeal(one(2))).toBe('APPEAL.TOOK_PART');
    expect(await appeal(one(3))).toBe('done');
  });

  /** Somebody else has handed in their exam in the other session. */
  const handedIn = async () => {
    const { client: candidate } = await applicant(platform);
    const { sittingId } = await begin(candidate, other);
    await candidate.post(`/api/v1/sittings/${sittingId}/submission`);
    const opened = async (kind: string) =>
      proctor.post<{ incidentId: string }>(`/api/v1/sessions/${other}/sittings/${sittingId}/incidents`, {
        kind,
        what: WHAT,
      });
    const declareVoid = (again: string) =>
      exam.post(`/api/v1/sessions/${other}/sittings/${sittingId}/voiding`, {
        cause: 'failure',
        again,
        reason: 'The power went.',
      });
    const found = async (incidentId: string, ruling: object) => {
      const incident = `/api/v1/sittings/${sittingId}/incidents/${incidentId}`;
      await candidate.post(`${incident}/answer`, { answer: ANSWER });
      await exam.post(`/api/v1/sessions/${other}/incidents/${incidentId}/decision`, {
        reason: WHY,
        ...ruling,
      });
      await candidate.post(`${incident}/acceptance`);
    };
    const isSettled = async (incidentId: string) =>
      (await query('SELECT 1 FROM incident WHERE id = $1 AND settled_at IS NOT NULL', [incidentId])).length >
      0;
    const voids = () =>
      query<{ cause: string; again: string }>('SELECT cause, again FROM sitting_void WHERE sitting_id = $1', [
        sittingId,
      ]);
    return { candidate, sittingId, opened, declareVoid, found, isSettled, voids };
  };

  it('is not emptied by the sitting being declared void another way', async () => {
    const { candidate, sittingId, opened, declareVoid, found, isSettled, voids } = await handedIn();
    const { incidentId: technical } = await opened('technical');
    const { incidentId: impostor } = await opened('other-person');
    expect(await codeOf(declareVoid('no'))).toBe('INCIDENT.OPEN');
    expect(await codeOf(declareVoid('here'))).toBe('INCIDENT.OPEN');
    const { appealId } = await candidate.post<{ appealId: string }>(`/api/v1/sittings/${sittingId}/appeals`, {
      about: 'sitting',
      body: 'The room was so loud that nobody could think.',
    });
    const appeal = `/api/v1/sessions/${other}/appeals/${appealId}`;
    await appeals.post(`${appeal}/taking`);
    const giveBack = () =>
      codeOf(
        appeals.post(`${appeal}/decision`, {
          outcome: 'upheld',
          remedy: 'sat-again',
          ground: 'technical',
          reason: 'The protocol says the same.',
        }),
      );
    expect(await giveBack()).toBe('INCIDENT.OPEN');
    // Nobody is sent to sit again while another incident is open.
    await found(technical, { outcome: 'void-failure', again: 'replacement' });
    await platform.api.app.get(SettleHeld).run();
    expect(await isSettled(technical)).toBe(false);
    expect(await voids()).toEqual([]);
    await found(impostor, { outcome: 'void-misconduct' });
    await until(async () => (await isSettled(technical)) && (await isSettled(impostor)));
    expect(await voids()).toEqual([{ cause: 'misconduct', again: 'no' }]);
    // An appeal that is upheld lets them sit again; what was declared void stays so.
    const entitled = () =>
      query(
        `SELECT 1 FROM session_entitlement e JOIN exam_session x ON x.id = e.session_id AND x.replaces_id = $1
           JOIN sitting s ON s.application_id = e.application_id WHERE s.id = $2`,
        [other, sittingId],
      );
    expect(await entitled()).toEqual([]);
    const figures = async () => {
      const answered = await fetch(`${platform.base}/api/v1/incidents/figures`);
      const { years } = (await answered.json()) as { years: { found: number; setAside: number }[] };
      return years.map(({ setAside }) => setAside);
    };
    expect(await figures()).toEqual([0]);
    expect(await giveBack()).toBe('done');
    expect(await figures()).toEqual([1]);
    expect(await voids()).toEqual([{ cause: 'misconduct', again: 'replacement' }]);
    expect(await entitled()).toHaveLength(1);
  }, 60_000);

  it('that sends somebody to sit again is carried out once, with others that do', async () => {
    const { opened, found, isSettled, voids } = await handedIn();
    const ids = [(await opened('technical')).incidentId, (await opened('disturbance')).incidentId];
    for (const id of ids) await found(id, { outcome: 'void-failure', again: 'replacement' });
    await until(async () => (await Promise.all(ids.map(isSettled))).every(Boolean));
    expect(await voids()).toEqual([{ cause: 'failure', again: 'replacement' }]);
  }, 60_000);

  it('that cannot be carried out any more does not pass as carried out', async () => {
    const { sittingId, opened, found, isSettled, voids } = await handedIn();
    const { incidentId } = await opened('other-person');
    // As it could come about before such a void was refused.
    await query(
      `INSERT INTO sitting_void (sitting_id, cause, again, reason, account_id, official)
       SELECT $1, 'failure', 'replacement', 'The power went.', account_id, official FROM incident WHERE id = $2`,
      [sittingId, incidentId],
    );
    await query(`UPDATE sitting SET state = 'void' WHERE id = $1`, [sittingId]);
    await found(incidentId, { outcome: 'void-misconduct' });
    await platform.api.app.get(SettleHeld).run();
    expect(await isSettled(incidentId)).toBe(false);
    expect(await voids()).toEqual([{ cause: 'failure', again: 'replacement' }]);
  }, 60_000);

  it('keeps no whole session from being declared void, and is settled then', async () => {
    const { client: candidate } = await applicant(platform);
    const failed = await openedSession(platform);
    const { sittingId } = await begin(candidate, failed);
    const path = `/api/v1/sessions/${failed}`;
    const { incidentId } = await proctor.post<{ incidentId: string }>(
      `${path}/sittings/${sittingId}/incidents`,
      { kind: 'other-person', what: WHAT },
    );
    await exam.post(`${path}/voiding`, { reason: 'The centre lost its power.' });
    await query(`UPDATE incident SET answer_until = clock_timestamp() WHERE id = $1`, [incidentId]);
    await appeals.post(`${path}/incidents/${incidentId}/decision`, {
      outcome: 'void-misconduct',
      reason: WHY,
    });
    await candidate.post(`/api/v1/sittings/${sittingId}/incidents/${incidentId}/acceptance`);
    await until(
      async () =>
        (await query('SELECT 1 FROM incident WHERE id = $1 AND settled_at IS NOT NULL', [incidentId]))
          .length > 0,
    );
    expect(await query('SELECT cause FROM sitting_void WHERE sitting_id = $1', [sittingId])).toEqual([
      { cause: 'session' },
    ]);
  }, 60_000);

  it('is opened before a sitting is declared void or not at all, where both come at once', async () => {
    const { sittingId, opened, declareVoid } = await handedIn();
    const waiting = async () =>
      (
        await query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      ).length;
    const both = await platform.api.parts.database.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM sitting WHERE id = $1 FOR UPDATE', [sittingId]);
      const asked = [codeOf(declareVoid('no')), codeOf(opened('other'))];
      await until(async () => (await waiting()) === 2);
      return asked;
    });
    const codes = await Promise.all(both);
    expect([
      ['done', 'INCIDENT.VOID'],
      ['INCIDENT.OPEN', 'done'],
    ]).toContainEqual(codes);
  }, 60_000);

  it('is in a list that goes on by pages, with those first that wait for an official', async () => {
    interface Listed {
      readonly items: readonly { readonly id: string; readonly next: string }[];
      readonly nextCursor: string | null;
    }
    const page = (query_: string) => exam.get<Listed>(`/api/v1/sessions/${other}/incidents?${query_}`);
    await query(
      `UPDATE incident SET answer_until = clock_timestamp() FROM sitting s
       WHERE s.id = sitting_id AND s.session_id = $1 AND incident.state = 'open'`,
      [other],
    );
    const { opened, found, isSettled } = await handedIn();
    await opened('disturbance');
    const { incidentId } = await opened('other-person');
    await found(incidentId, { outcome: 'noted' });
    // Then nothing moves by itself while pages are read.
    await until(() => isSettled(incidentId));
    const whole = await page('limit=100');
    expect(whole.nextCursor).toBeNull();
    const ORDER = ['review', 'decide', 'contest', 'answer', 'time', 'nobody'];
    const places = whole.items.map(({ next }) => ORDER.indexOf(next));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(whole.items.map(({ next }) => next)).size).toBeGreaterThanOrEqual(3);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { items, nextCursor }: Listed = await page(`limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
    }
    expect(seen).toEqual(whole.items.map(({ id }) => id));
    expect(await codeOf(page('cursor=bm8'))).toBe('REQUEST.CURSOR');
  }, 60_000);

  it('says each of it by name, and in no log who it was about', async () => {
    const decisions = await query<{ action: string }>(
      `SELECT DISTINCT action FROM decision WHERE action LIKE 'incident-%' ORDER BY 1`,
    );
    expect(decisions.map(({ action }) => action)).toEqual([
      'incident-dictated',
      'incident-none',
      'incident-noted',
      'incident-opened',
      'incident-overturned',
      'incident-void-failure',
      'incident-void-misconduct',
    ]);
    // By a log alone nobody tells whose incident there was: it names those as it names whoever had none.
    const named = async ({ sittingId }: Sat) => {
      const types = await query<{ type: string }>(
        `SELECT DISTINCT e.type FROM sitting s JOIN registry_entry e
           ON (e.fact::text || e.content::text) LIKE ANY (ARRAY['%' || s.candidate_number || '%', '%' || s.application_id || '%',
             '%' || s.id || '%'])
         WHERE s.id = $1 ORDER BY 1`,
        [sittingId],
      );
      return types.map(({ type }) => type);
    };
    const others = await named(one(5));
    expect(others.length).toBeGreaterThan(0);
    expect(await named(one(0))).toEqual(others);
    expect(await named(one(2))).toEqual(others);
    expect(await named(one(1))).toEqual([...others, 'sitting-void'].sort());
    expect(
      await query(
        `SELECT 1 FROM incident i JOIN registry_entry e ON (e.fact::text || e.content::text) LIKE '%' || i.id || '%'`,
      ),
    ).toEqual([]);
  });
});
