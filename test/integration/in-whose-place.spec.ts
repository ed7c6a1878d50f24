import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { lateAnswers } from '../support/late.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, openedSession } from '../support/sessions.js';
import { OFFERED, watch } from '../support/watching.js';

const WHAT = 'A second person stood behind the candidate and read the screen aloud.';
const WHY = 'What is on record and what the candidate says lead to this.';

interface Sat {
  readonly client: ApiClient;
  readonly applicationId: string;
  readonly leased: Leased;
}

describe('in whose place somebody acted', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let proctor: ApiClient;
  let appeals: ApiClient;
  /** Acts in the exam officer's place, and in the appeal officer's. */
  let forExam: ApiClient;
  let forAppeals: ApiClient;
  let session: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const here = (path: string) => `/api/v1/sessions/${session}${path}`;

  const handOver = async (by: ApiClient, signIn: string, role: string, to: string) => {
    const day = (away: number) => new Date(Date.now() + away * 86_400_000).toISOString().slice(0, 10);
    const [grant] = await query<{ scopeId: string }>(
      `SELECT g.scope_id AS "scopeId" FROM role_grant g JOIN account a ON a.id = g.account_id WHERE a.sign_in = $1 AND g.role = $2`,
      [signIn, role],
    );
    const wish = {
      role,
      scopeId: grant?.scopeId,
      to,
      from: day(0),
      until: day(1),
      reason: 'On leave today.',
    };
    await by.post('/api/v1/account/delegations', wish);
  };

  beforeAll(async () => {
    platform = await startPlatform();
    [exam, proctor, appeals, forExam, forAppeals] = await Promise.all([
      staff(platform, 'exam'),
      staff(platform, 'proctor'),
      staff(platform, 'appeals'),
      staff(platform, 'member'),
      staff(platform, 'member2'),
    ]);
    await handOver(exam, 'exam', 'exam-officer', 'member');
    await handOver(appeals, 'appeals', 'appeal-officer', 'member2');
    session = await openedSession(platform);
  }, 120_000);
  afterAll(() => platform.close());

  const sit = async (): Promise<Sat> => {
    const candidate = await applicant(platform);
    return { ...candidate, leased: await begin(candidate.client, session) };
  };
  /** An incident whose candidate has no time any more to answer. */
  const incidentOf = async ({ leased }: Sat, by = proctor): Promise<string> => {
    const { incidentId } = await by.post<{ incidentId: string }>(
      here(`/sittings/${leased.sittingId}/incidents`),
      { kind: 'other', what: WHAT },
    );
    await query('UPDATE incident SET answer_until = clock_timestamp() WHERE id = $1', [incidentId]);
    return incidentId;
  };
  const decide = (incidentId: string, by: ApiClient, outcome = 'noted') =>
    codeOf(by.post(here(`/incidents/${incidentId}/decision`), { outcome, reason: WHY }));

  const acts: Readonly<Record<string, (of: Sat) => Promise<unknown>>> = {
    'changed the clock': ({ leased }) =>
      forExam.post(here('/extension'), {
        reason: 'The line was down.',
        candidateNumber: leased.candidateNumber,
        minutes: 5,
      }),
    'ended the sitting': ({ leased }) =>
      forExam.post(here(`/sittings/${leased.sittingId}/end`), { reason: 'They had to leave.' }),
    'ruled on late answers': async ({ client, leased }) => {
      const lease = await lateAnswers(client, leased);
      const ruling = { sittingId: leased.sittingId, lease, events: 3, admit: false, reason: 'Too late.' };
      await forExam.post(here('/late-rulings'), ruling);
    },
    'excused the camera': async ({ applicationId }) => {
      await watch(exam, session, { ...OFFERED, camera: 'required' });
      await forExam.post(here('/camera-excuses'), { applicationId, reason: 'The camera fell off.' });
      await query('UPDATE exam_session SET watch_version = NULL WHERE id = $1', [session]);
    },
    'admitted the candidate': async ({ applicationId }) => {
      await query(`UPDATE exam_session SET admission = 'proctor' WHERE id = $1`, [session]);
      await forExam.post(here(`/candidates/${applicationId}/admission`), { verdict: 'admitted' });
      await query(`UPDATE exam_session SET admission = 'none' WHERE id = $1`, [session]);
    },
  };

  it.each(Object.keys(acts))('bars both from an incident: who %s, and who had it done', async (act) => {
    const sat = await sit();
    await acts[act]?.(sat);
    const incidentId = await incidentOf(sat);
    expect(await decide(incidentId, forExam)).toBe('INCIDENT.TOOK_PART');
    expect(await decide(incidentId, exam)).toBe('INCIDENT.TOOK_PART');
    expect(await decide(incidentId, appeals)).toBe('done');
  });

  const atTheDoor = (by: ApiClient, applicationId: string, path: string, body?: object) =>
    by.post(here(`/candidates/${applicationId}/admission${path}`), body);
  /** What somebody did before the exam, and of which the next one to act leaves no row but the decision. */
  const undone: Readonly<Record<string, (applicationId: string) => Promise<unknown>>> = {
    'refused whom somebody else admitted': (id) =>
      atTheDoor(forExam, id, '', { verdict: 'refused', reason: 'Another face on the document.' }),
    'admitted them, which somebody else took back': async (id) => {
      await atTheDoor(forExam, id, '', { verdict: 'admitted' });
      await atTheDoor(proctor, id, '/undoing');
    },
    'excused the camera, which somebody else took back': async (applicationId) => {
      await watch(exam, session, { ...OFFERED, camera: 'required' });
      await forExam.post(here('/camera-excuses'), { applicationId, reason: 'The camera fell off.' });
      await proctor.post(here(`/camera-excuses/${applicationId}/undoing`));
      await query('UPDATE exam_session SET watch_version = NULL WHERE id = $1', [session]);
    },
  };

  it.each(Object.keys(undone))('bars both from an incident: who %s', async (act) => {
    const { client, applicationId } = await applicant(platform);
    await query(`UPDATE exam_session SET admission = 'proctor' WHERE id = $1`, [session]);
    await undone[act]?.(applicationId);
    await atTheDoor(proctor, applicationId, '', { verdict: 'admitted' });
    const leased = await begin(client, session);
    await query(`UPDATE exam_session SET admission = 'none' WHERE id = $1`, [session]);
    const incidentId = await incidentOf({ client, applicationId, leased });
    expect(await decide(incidentId, forExam)).toBe('INCIDENT.TOOK_PART');
    expect(await decide(incidentId, exam)).toBe('INCIDENT.TOOK_PART');
    expect(await decide(incidentId, appeals)).toBe('done');
  });

  it('bars who opened an incident, or had it opened, from another one of the same sitting', async () => {
    const sat = await sit();
    await incidentOf(sat, forExam);
    const second = await incidentOf(sat);
    expect(await decide(second, forExam)).toBe('INCIDENT.TOOK_PART');
    expect(await decide(second, exam)).toBe('INCIDENT.TOOK_PART');
    expect(await decide(await incidentOf(await sit()), exam)).toBe('done');
  });

  it('bars both from an appeal: who reviewed an incident, and who had it reviewed', async () => {
    const appealOf = async ({ client, leased }: Sat) => {
      const { appealId } = await client.post<{ appealId: string }>(
        `/api/v1/sittings/${leased.sittingId}/appeals`,
        { about: 'sitting', body: 'The room was so loud that nobody could think.' },
      );
      return here(`/appeals/${appealId}/taking`);
    };
    const sat = await sit();
    await sat.client.post(`/api/v1/sittings/${sat.leased.sittingId}/submission`);
    const incidentId = await incidentOf(sat);
    await decide(incidentId, exam);
    await sat.client.post(`/api/v1/sittings/${sat.leased.sittingId}/incidents/${incidentId}/contest`, {
      reason: WHY,
    });
    await forAppeals.post(here(`/incidents/${incidentId}/review`), { outcome: 'upheld', reason: WHY });
    const taking = await appealOf(sat);
    expect(await codeOf(appeals.post(taking))).toBe('APPEAL.TOOK_PART');
    expect(await codeOf(forAppeals.post(taking))).toBe('APPEAL.TOOK_PART');
    // Nor does somebody act for whoever decided.
    const other = await sit();
    await other.client.post(`/api/v1/sittings/${other.leased.sittingId}/submission`);
    await decide(await incidentOf(other), appeals);
    expect(await codeOf(forAppeals.post(await appealOf(other)))).toBe('APPEAL.TOOK_PART');
    const free = await sit();
    await free.client.post(`/api/v1/sittings/${free.leased.sittingId}/submission`);
    expect(await codeOf(forAppeals.post(await appealOf(free)))).toBe('done');
  });

  it('is kept with every decision', async () => {
    const kept = await query<{ places: number }>(
      `SELECT count(*)::int AS places FROM decision d JOIN account a ON a.id = d.acting_for AND a.sign_in = 'exam'
       WHERE d.official LIKE '% (for %' AND d.scope_id = $1`,
      [session],
    );
    expect(kept[0]?.places).toBeGreaterThanOrEqual(5);
  });
});
