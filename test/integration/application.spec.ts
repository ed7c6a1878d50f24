import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { screeningOutcomes } from '../../src/application/index.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { PLATFORM_SCOPE_ID } from '../../src/people/index.js';
import { newAccount, openSession, staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import {
  askingCompetition,
  browserlike,
  GOOD_ANSWERS,
  PDF,
  upload,
  type Browserlike,
} from '../support/uploads.js';

interface Form {
  readonly applicationId: string;
  readonly state: string;
  readonly screening: string;
  readonly changeable: string | null;
  readonly answers: Record<string, string>;
  readonly outcomes: Record<string, string>;
  readonly decisions: { outcome: string; reason: string | null; official: string; ruleCode: string | null }[];
}

describe('applications', () => {
  let platform: TestPlatform;
  let competitionId: string;
  let hr: ApiClient;

  beforeAll(async () => {
    platform = await startPlatform();
    competitionId = await askingCompetition(platform);
    hr = await staff(platform, 'hr');
  }, 60_000);
  afterAll(() => platform.close());

  const own = (path = ''): string => `/api/v1/competitions/${competitionId}/application-form${path}`;
  const screening = (path = ''): string => `/api/v1/competitions/${competitionId}/screening${path}`;
  const answer = (client: ApiClient, answers: Record<string, string>) =>
    client.put<{ applicationId: string; outcomes: Record<string, string> }>(own('/answers'), { answers });
  const query = <T>(sql: string, values: unknown[] = []) => platform.api.parts.database.query<T>(sql, values);

  /** A candidate who has handed in with these answers. */
  async function applicant(answers: Record<string, string> = GOOD_ANSWERS, documents = true) {
    const { client, ...account } = await newAccount(platform);
    const { applicationId } = await answer(client, answers);
    let browser: Browserlike | undefined;
    if (documents) {
      browser = await browserlike(platform, account);
      for (const code of ['citizenship', 'education'])
        await upload(browser, competitionId, code, PDF, `${code}.pdf`).expect(201);
    }
    await client.post(own('/hand-in'));
    return { client, applicationId, account };
  }

  it('are saved step by step as a draft that counts nowhere, and handed in once every question is answered', async () => {
    const { client } = await newAccount(platform);
    await expect(
      client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' }),
    ).rejects.toThrow('409 COMPETITION.ANSWERS_NEEDED');
    await expect(client.post(own('/hand-in'))).rejects.toThrow('404 APPLICATION.NOT_BEGUN');
    const first = await answer(client, { citizenship: 'yes' });
    expect(first.outcomes).toMatchObject({ citizenship: 'met', age: 'unanswered' });
    await expect(client.post(own('/hand-in'))).rejects.toThrow('422 REQUEST.INVALID');
    await expect(answer(client, { age: 'yesterday' })).rejects.toThrow('422 REQUEST.INVALID');
    await expect(answer(client, { height: '180' })).rejects.toThrow('422 REQUEST.INVALID');
    await answer(client, { ...GOOD_ANSWERS, citizenship: 'no' });
    const draft = await client.get<Form>(own());
    expect(draft).toMatchObject({
      state: 'draft',
      changeable: 'draft',
      outcomes: { citizenship: 'not-met' },
    });
    const list = await hr.get<{ items: { id: string }[] }>(screening('?limit=100'));
    expect(list.items.map(({ id }) => id)).not.toContain(draft.applicationId);
    // Ineligible by a clear rule: told, and refused by nobody.
    await client.post(own('/hand-in'));
    await client.post(own('/hand-in'));
    expect(await client.get<Form>(own())).toMatchObject({
      state: 'submitted',
      screening: 'waiting',
      changeable: null,
    });
    await expect(answer(client, { citizenship: 'yes' })).rejects.toThrow('409 APPLICATION.NOT_CHANGEABLE');
  });

  it('keep answers encrypted: the database has none in clear', async () => {
    const { applicationId } = await applicant({ ...GOOD_ANSWERS, age: '1987-03-21' }, false);
    const [row] = await query<{ text: string }>(
      'SELECT row_to_json(f)::text AS text FROM application_form f WHERE application_id = $1',
      [applicationId],
    );
    expect(row?.text).not.toContain('1987');
    expect(row?.text).not.toContain(Buffer.from('1987-03-21').toString('hex'));
    expect(row?.text).toContain('"age": "met"');
  });

  it('are decided by name, with the rule and the reason that the candidate reads; a correction leaves the first', async () => {
    const { client, applicationId } = await applicant({ ...GOOD_ANSWERS, education: 'vocational' });
    const decide = (body: object) => hr.post(screening(`/${applicationId}/decisions`), body);
    await expect(decide({ outcome: 'not-eligible', reason: 'No.' })).rejects.toThrow('422');
    await expect(decide({ outcome: 'not-eligible', ruleCode: 'education' })).rejects.toThrow('422');
    await expect(decide({ outcome: 'not-eligible', ruleCode: 'height', reason: 'No.' })).rejects.toThrow(
      '422',
    );
    await decide({
      outcome: 'not-eligible',
      ruleCode: 'education',
      reason: 'The post asks for a bachelor’s degree.',
      seen: 0,
    });
    const told = await client.get<Form>(own());
    expect(told).toMatchObject({
      screening: 'not-eligible',
      decisions: [
        {
          outcome: 'not-eligible',
          ruleCode: 'education',
          reason: 'The post asks for a bachelor’s degree.',
          official: 'Leyla Mammadova, Head of HR, Ministry of Digital Services',
        },
      ],
    });
    await expect(decide({ outcome: 'eligible', seen: 0 })).rejects.toThrow(
      '409 APPLICATION.DECIDED_MEANWHILE',
    );
    await decide({ outcome: 'eligible', seen: 1 });
    const after = await client.get<Form>(own());
    expect(after.screening).toBe('eligible');
    expect(after.decisions.map(({ outcome }) => outcome)).toEqual(['not-eligible', 'eligible']);
    await expect(
      query(`UPDATE screening_decision SET reason = 'x' WHERE application_id = $1`, [applicationId]),
    ).rejects.toThrow();
    const record = await query<{ action: string }>(
      'SELECT action FROM decision WHERE subject = $1 ORDER BY id',
      [applicationId],
    );
    expect(record.map(({ action }) => action)).toEqual(['application-not-eligible', 'application-eligible']);
  });

  it('are open again where more is asked for, until the day, and wait again once it is handed in', async () => {
    const { client, applicationId, account } = await applicant(GOOD_ANSWERS, false);
    const decide = (body: object) => hr.post(screening(`/${applicationId}/decisions`), body);
    const past = new Date(Date.now() - 1000).toISOString();
    await expect(decide({ outcome: 'more', reason: 'Your diploma.', moreUntil: past })).rejects.toThrow(
      '422',
    );
    const moreUntil = new Date(Date.now() + 86_400_000).toISOString();
    await decide({ outcome: 'more', reason: 'Please add your diploma.', moreUntil });
    expect(await client.get<Form>(own())).toMatchObject({ screening: 'more', changeable: 'more' });
    const browser = await browserlike(platform, account);
    await upload(browser, competitionId, 'education', PDF, 'diploma.pdf').expect(201);
    await upload(browser, competitionId, 'other', PDF, 'letter.pdf').expect(201);
    await answer(client, { experience: '6' });
    await client.post(own('/hand-in'));
    expect(await client.get<Form>(own())).toMatchObject({ screening: 'added', changeable: null });
    await expect(answer(client, { experience: '7' })).rejects.toThrow('409 APPLICATION.NOT_CHANGEABLE');
  });

  it('that are clear are found eligible together, exactly those of the list that was shown', async () => {
    const other = await newAsking('LAW-TOGETHER');
    const before = competitionId;
    competitionId = other;
    try {
      const clear = [await applicant(), await applicant(), await applicant()];
      const unmet = await applicant({ ...GOOD_ANSWERS, 'court-ban': 'yes' });
      const incomplete = await applicant(GOOD_ANSWERS, false);
      const preview = () =>
        hr.get<{ items: { id: string }[]; count: number; digest: string }>(
          `/api/v1/competitions/${other}/screening-clear`,
        );
      const confirm = (digest: string) =>
        hr.post<{ count: number }>(`/api/v1/competitions/${other}/screening-clear`, { digest });
      const shown = await preview();
      expect(shown.items.map(({ id }) => id).sort()).toEqual(clear.map((one) => one.applicationId).sort());
      // Somebody hands in while the officer reads.
      const late = await applicant();
      await expect(confirm(shown.digest)).rejects.toThrow('409 APPLICATION.LIST_CHANGED');
      const { digest, count } = await preview();
      expect(count).toBe(4);
      // Two officers confirm at once: one of them does.
      const both = await Promise.allSettled([confirm(digest), confirm(digest)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const decided = await query<{ official: string; together: string }>(
        `SELECT d.official, d.together FROM screening_decision d JOIN application a ON a.id = d.application_id
         WHERE a.competition_id = $1`,
        [other],
      );
      expect(decided).toHaveLength(4);
      expect(new Set(decided.map(({ together }) => together)).size).toBe(1);
      expect(new Set(decided.map(({ official }) => official))).toEqual(
        new Set(['Leyla Mammadova, Head of HR, Ministry of Digital Services']),
      );
      expect((await preview()).count).toBe(0);
      const outcomes = await screeningOutcomes(platform.api.parts.database.tx, other);
      expect(outcomes).toMatchObject({ undecided: 2, isComplete: false });
      expect(outcomes.items.map(({ applicationId }) => applicationId).sort()).toEqual(
        [...clear, late].map((one) => one.applicationId).sort(),
      );
      await hr.post(screening(`/${unmet.applicationId}/decisions`), {
        outcome: 'not-eligible',
        ruleCode: 'court-ban',
        reason: 'The ban is in force until 2031.',
      });
      await incomplete.client.delete(`/api/v1/competitions/${other}/applications/mine`);
      const done = await screeningOutcomes(platform.api.parts.database.tx, other);
      expect(done).toMatchObject({ undecided: 0, isComplete: true });
      expect(done.items).toContainEqual({ applicationId: unmet.applicationId, outcome: 'not-eligible' });
    } finally {
      competitionId = before;
    }
  });

  it('of other competitions are nobody’s here', async () => {
    const { applicationId } = await applicant(GOOD_ANSWERS, false);
    const demonstration = (await openSession(platform)).competitionId;
    const elsewhere = `/api/v1/competitions/${demonstration}/screening/${applicationId}`;
    await expect(hr.get(elsewhere)).rejects.toThrow('404 APPLICATION.NO_APPLICATION');
    await expect(hr.post(`${elsewhere}/decisions`, { outcome: 'eligible' })).rejects.toThrow('404');
  });

  it('need no questions where a competition asks none', async () => {
    const demonstration = (await openSession(platform)).competitionId;
    const { client } = await newAccount(platform);
    await client.post(`/api/v1/competitions/${demonstration}/applications`, { language: 'ru' });
    await expect(
      client.put(`/api/v1/competitions/${demonstration}/application-form/answers`, {
        answers: { age: '1990-01-01' },
      }),
    ).rejects.toThrow('409 APPLICATION.NO_QUESTIONS');
  });

  /** Another competition that asks as the demonstration's does. */
  async function newAsking(code: string): Promise<string> {
    const [row] = await query<{ agencyId: string; programmeId: string }>(
      `SELECT agency_id AS "agencyId", programme_id AS "programmeId" FROM competition WHERE id = $1`,
      [competitionId],
    );
    const { competitionId: made } = await hr.post<{ competitionId: string }>(
      `/api/v1/agencies/${row?.agencyId ?? ''}/competitions`,
      {
        code,
        title: { en: 'Lawyers' },
        description: { en: 'Lawyers' },
        programmeId: row?.programmeId,
        applyFrom: new Date(Date.now() - 60_000).toISOString(),
        applyUntil: new Date(Date.now() + 3_600_000).toISOString(),
        posts: [{ title: { en: 'Lawyer' }, places: 2, grade: 'B', location: 'Baku' }],
        eligibility: Object.keys(GOOD_ANSWERS).map((one) => ({ code: one })),
      },
    );
    await hr.post(`/api/v1/competitions/${made}/announcement`);
    return made;
  }

  describe('of agencies for posts', () => {
    const wish = {
      title: { en: 'Archivist', ru: 'Архивист' },
      category: 'Specialist',
      grade: 'C-2',
      location: 'Sheki',
      places: 1,
      pay: { from: 900, until: 1100, currency: 'AZN' },
      competencies: [{ en: 'Finds things', ru: 'Находит нужное' }],
      duties: { en: 'Keeps the archive.' },
      neededFrom: '2027-01-15',
    };
    let agency: string;
    let admin: ApiClient;
    beforeAll(async () => {
      admin = await staff(platform, 'admin');
      const [row] = await query<{ id: string }>(`SELECT id FROM agency WHERE code = 'MDS'`);
      agency = `/api/v1/agencies/${row?.id ?? ''}`;
    });
    it('are approved or returned by somebody else, and taken into a competition once', async () => {
      const [programme] = await query<{ id: string }>('SELECT id FROM programme LIMIT 1');
      const draftWith = (code: string, requestIds: string[]) =>
        hr.post<{ competitionId: string }>(`${agency}/competitions`, {
          code,
          title: { en: 'Archivists' },
          description: { en: 'Archivists' },
          programmeId: programme?.id,
          applyFrom: '2027-01-01T00:00:00.000Z',
          applyUntil: '2027-02-01T00:00:00.000Z',
          posts: [],
          requestIds,
          eligibility: [{ code: 'age', most: 35 }],
          planned: [{ what: { en: 'Exam' }, on: '2027-03-01' }],
        });
      await expect(
        hr.post(`${agency}/post-requests`, { ...wish, pay: { ...wish.pay, until: 1 } }),
      ).rejects.toThrow('422 COMPETITION.PAY');
      const { requestId } = await hr.post<{ requestId: string }>(`${agency}/post-requests`, wish);
      const decide = (who: ApiClient, body: object) =>
        who.post(`/api/v1/post-requests/${requestId}/decision`, body);
      await expect(decide(hr, { decision: 'approve' })).rejects.toThrow('403 AUTH.FORBIDDEN');
      await expect(draftWith('ARCHIVE-0', [requestId])).rejects.toThrow('409 COMPETITION.REQUEST_STATE');
      await expect(decide(admin, { decision: 'return' })).rejects.toThrow('422 COMPETITION.RETURN_REASON');
      await decide(admin, { decision: 'return', reason: 'Say more about the duties.' });
      await hr.put(`${agency}/post-requests/${requestId}`, {
        ...wish,
        duties: { en: 'Keeps and opens the archive.' },
      });
      await decide(admin, { decision: 'approve' });
      const both = await Promise.allSettled([
        draftWith('ARCHIVE-1', [requestId]),
        draftWith('ARCHIVE-2', [requestId]),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const made = both.find((one) => one.status === 'fulfilled')?.value.competitionId ?? '';
      await hr.post(`/api/v1/competitions/${made}/announcement`);
      const competition = await hr.get<{ posts: object[]; eligibility: object[] }>(
        `/api/v1/competitions/${made}`,
      );
      expect(competition).toMatchObject({
        posts: [{ category: 'Specialist', pay: wish.pay, competencies: wish.competencies }],
        eligibility: [{ code: 'age', least: 18, most: 35 }],
        planned: [{ on: '2027-03-01' }],
      });
      const [fact] = await query<{ shown: object }>(
        `SELECT body #> '{content,shown}' AS shown FROM outbox
         WHERE type = 'competition-announced' AND body #>> '{fact,subject}' LIKE 'ARCHIVE-%'`,
      );
      expect(fact?.shown).toMatchObject({
        posts: [{ pay: wish.pay, duties: { en: 'Keeps and opens the archive.' } }],
        eligibility: [{ code: 'age', most: 35 }],
        planned: [{ what: { en: 'Exam' }, on: '2027-03-01' }],
      });
    });

    it('are decided by nobody who asked', async () => {
      // An HR officer of the platform, and of the agency by that.
      const [hrRow] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'hr'`);
      await query(
        `INSERT INTO role_grant (id, account_id, role, scope_id) VALUES (gen_random_uuid(), $1, 'hr-officer', $2)`,
        [hrRow?.id, PLATFORM_SCOPE_ID],
      );
      const { requestId } = await hr.post<{ requestId: string }>(`${agency}/post-requests`, wish);
      await expect(
        hr.post(`/api/v1/post-requests/${requestId}/decision`, { decision: 'approve' }),
      ).rejects.toThrow('403 COMPETITION.OWN_REQUEST');
      await hr.post(`${agency}/post-requests/${requestId}/withdrawal`);
      await expect(
        admin.post(`/api/v1/post-requests/${requestId}/decision`, { decision: 'approve' }),
      ).rejects.toThrow('409 COMPETITION.REQUEST_STATE');
    });
  });
});
