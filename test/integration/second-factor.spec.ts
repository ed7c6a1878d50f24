import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib/functional';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { demonstrationCode } from '../../src/desk/round/offer-accept-sign.js';
import { DEMONSTRATION_PASSWORD, DEMONSTRATION_SECRET } from '../../src/setup/demonstration-password.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { freshCodes } from '../support/offers.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const FACTORS = '/api/v1/account/second-factors';

interface Shown {
  readonly factorId: string;
  readonly secret: string;
  readonly uri: string;
}

describe('a second factor, and roles that are handed over', () => {
  let platform: TestPlatform;
  let expert: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const now = (secret: string) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) });
  const forget = () => query(`DELETE FROM throttle WHERE bucket LIKE 'second-factor:%'`);

  beforeAll(async () => {
    platform = await startPlatform();
    expert = await staff(platform, 'expert');
  }, 120_000);
  afterAll(() => platform.close());

  it('is enrolled by the account itself, with its password, and proven by a code', async () => {
    const begin = (body: object) => expert.post<Shown>(`${FACTORS}/totp`, { name: 'My phone', ...body });
    expect(await codeOf(begin({}))).toBe('SECOND_FACTOR.PASSWORD');
    const shown = await begin({ password: DEMONSTRATION_PASSWORD });
    expect(shown.uri).toContain(shown.secret);
    const confirm = (code: string, by = expert) =>
      by.post<{ recoveryCodes: string[] }>(`${FACTORS}/${shown.factorId}/confirmation`, { code });
    expect(await codeOf(confirm('000000'))).toBe('SECOND_FACTOR.WRONG');
    expect(await codeOf(confirm(now(shown.secret), await staff(platform, 'expert2')))).toBe(
      'SECOND_FACTOR.NO_FACTOR',
    );
    const { recoveryCodes } = await confirm(now(shown.secret));
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await codeOf(confirm(now(shown.secret)))).toBe('SECOND_FACTOR.NO_FACTOR');

    // Nothing by which a database alone could give codes.
    const kept = JSON.stringify(
      await query(
        'SELECT secret::text, secret_key, (SELECT json_agg(r) FROM recovery_code r) FROM second_factor',
      ),
    );
    for (const secret of [shown.secret, Buffer.from(shown.secret).toString('hex'), ...recoveryCodes])
      expect(kept).not.toContain(secret);

    // A further one needs one that is there, and the code that enrolled it is used up.
    const more = (body: object) => codeOf(begin({ name: 'Tablet', ...body }));
    expect(await more({ password: DEMONSTRATION_PASSWORD })).toBe('SECOND_FACTOR.NEEDED');
    expect(await more({ code: now(shown.secret) })).toBe('SECOND_FACTOR.USED');
    const [recovery = '', other = ''] = recoveryCodes;
    expect(await more({ code: recovery.toLowerCase().replaceAll('-', ' ') })).toBe('done');
    expect(await more({ code: recovery })).toBe('SECOND_FACTOR.USED');
    const renewed = await expert.post<{ recoveryCodes: string[] }>(`${FACTORS}/recovery-codes`, {
      code: other,
    });
    expect(await more({ code: recoveryCodes[2] })).toBe('SECOND_FACTOR.WRONG');
    await expert.post(`${FACTORS}/${shown.factorId}/end`, { code: renewed.recoveryCodes[0] });
    expect(await expert.get(FACTORS)).toEqual({ items: [], recoveryCodesLeft: 0 });
  });

  it('is looked at ten times in a quarter of an hour and no more, however many come at once', async () => {
    const official = await staff(platform, 'official');
    await freshCodes(platform);
    const renew = (code: string) => codeOf(official.post(`${FACTORS}/recovery-codes`, { code }));
    const right = demonstrationCode();
    const wrong = right === '000000' ? '000001' : '000000';
    const codes = await Promise.all(Array.from({ length: 14 }, () => renew(wrong)));
    expect(codes.filter((code) => code === 'SECOND_FACTOR.WRONG')).toHaveLength(10);
    expect(codes.filter((code) => code === 'SECOND_FACTOR.TOO_MANY')).toHaveLength(4);
    expect(await renew(right)).toBe('SECOND_FACTOR.TOO_MANY');
    await forget();
    // Right ones are not counted.
    for (let i = 0; i < 12; i += 1) {
      await freshCodes(platform);
      expect(await renew(demonstrationCode())).toBe('done');
    }
  });

  it('takes the newest step alone: no earlier code after a later one', async () => {
    const official = await staff(platform, 'official');
    await freshCodes(platform);
    const renew = (code: string) => codeOf(official.post(`${FACTORS}/recovery-codes`, { code }));
    // All read off one clock: the step may end meanwhile, and one of three is still within it.
    const at = Math.floor(Date.now() / 1000);
    const [before, same, after] = [-30, 0, 30].map((away) =>
      generateSync({ secret: DEMONSTRATION_SECRET, epoch: at + away }),
    );
    expect(await renew(after ?? '')).toBe('done');
    for (const code of [same, after]) expect(await renew(code ?? '')).toBe('SECOND_FACTOR.USED');
    expect(['SECOND_FACTOR.USED', 'SECOND_FACTOR.WRONG']).toContain(await renew(before ?? ''));
    await forget();
  });

  it('is ended by an administrator for whoever has lost it, on record, and never for oneself', async () => {
    const [admin, lost] = await Promise.all([staff(platform, 'admin'), staff(platform, 'expert2')]);
    const idOf = async (signIn: string) =>
      (await query<{ id: string }>('SELECT id FROM account WHERE sign_in = $1', [signIn]))[0]?.id ?? '';
    const accountId = await idOf('expert2');
    const reason = 'Came in person, with the passport.';
    const end = (by: ApiClient, id: string, why = reason) =>
      codeOf(by.post(`/api/v1/accounts/${id}/second-factors/end`, { reason: why }));
    expect(await end(admin, accountId)).toBe('PEOPLE.NO_FACTORS');
    const begin = (by: ApiClient) =>
      by.post<Shown>(`${FACTORS}/totp`, { name: 'My phone', password: DEMONSTRATION_PASSWORD });
    const shown = await begin(lost);
    const { recoveryCodes } = await lost.post<{ recoveryCodes: string[] }>(
      `${FACTORS}/${shown.factorId}/confirmation`,
      { code: now(shown.secret) },
    );

    expect(await end(lost, accountId)).toBe('AUTH.FORBIDDEN');
    expect(await end(admin, await idOf('admin'))).toBe('PEOPLE.OWN_FACTORS');
    expect(await end(admin, await idOf('candidate@example.org'))).toBe('PEOPLE.NO_ACCOUNT');
    expect(await end(admin, accountId, '   lost    ')).toBe('PEOPLE.FACTORS_REASON');
    // One of two at once ends them; the other finds nothing.
    const races = await Promise.all([end(admin, accountId), end(admin, accountId)]);
    expect(races.sort()).toEqual(['PEOPLE.NO_FACTORS', 'done']);

    expect(await codeOf(lost.get(FACTORS))).toBe('AUTH.SIGN_IN_NEEDED');
    const anew = await staff(platform, 'expert2');
    expect(await anew.get(FACTORS)).toEqual({ items: [], recoveryCodesLeft: 0 });
    // The codes that were written down open nothing any more.
    const again = await begin(anew);
    await anew.post(`${FACTORS}/${again.factorId}/confirmation`, { code: now(again.secret) });
    expect(await codeOf(anew.post(`${FACTORS}/recovery-codes`, { code: recoveryCodes[0] }))).toBe(
      'SECOND_FACTOR.WRONG',
    );
    const decided = await query(
      `SELECT official, subject, reason FROM decision WHERE action = 'lost-factors-ended'`,
    );
    expect(decided).toEqual([
      { official: expect.stringContaining('dministrator'), subject: accountId, reason },
    ]);
  });

  describe('handed over', () => {
    const day = (away: number) => new Date(Date.now() + away * 86_400_000).toISOString().slice(0, 10);
    const reason = 'On leave for some days.';
    let hr: ApiClient;
    let member: ApiClient;
    let agencyId: string;
    const delegate = (by: ApiClient, body: object) =>
      by.post<{ delegationId: string }>('/api/v1/account/delegations', {
        role: 'hr-officer',
        scopeId: agencyId,
        to: 'member',
        from: day(0),
        until: day(1),
        reason,
        ...body,
      });
    const draft = (by: ApiClient) =>
      codeOf(by.post(`/api/v1/agencies/${agencyId}/competitions`, {})).then((code) =>
        code === 'REQUEST.INVALID' ? 'may' : code,
      );

    beforeAll(async () => {
      [hr, member] = await Promise.all([staff(platform, 'hr'), staff(platform, 'member')]);
      const [agency] = await query<{ id: string }>(`SELECT id FROM agency WHERE code = 'MDS'`);
      agencyId = agency?.id ?? '';
    });

    it('is only what one has oneself, to a colleague, for some days', async () => {
      expect(await codeOf(delegate(hr, { role: 'auditor' }))).toBe('DELEGATION.NOT_HELD');
      expect(await codeOf(delegate(hr, { to: 'candidate@example.org' }))).toBe('DELEGATION.NO_DELEGATE');
      expect(await codeOf(delegate(hr, { to: 'HR' }))).toBe('DELEGATION.SELF');
      expect(await codeOf(delegate(hr, { until: day(-1) }))).toBe('DELEGATION.DATES');
      expect(await codeOf(delegate(hr, { reason: 'leave' }))).toBe('DELEGATION.REASON');
      const admin = await staff(platform, 'admin');
      const [platformScope] = await query<{ id: string }>(`SELECT id FROM scope WHERE kind = 'platform'`);
      const all = { role: 'administrator', scopeId: platformScope?.id };
      expect(await codeOf(delegate(admin, all))).toBe('DELEGATION.NOT_HELD');
    });

    it('lets the delegate act within its days, by their own name for the other’s, and pass nothing on', async () => {
      expect(await draft(member)).toBe('AUTH.FORBIDDEN');
      const { delegationId } = await delegate(hr, {});
      expect(await codeOf(delegate(hr, { until: day(5) }))).toBe('DELEGATION.SAME_DELEGATION');
      expect(await draft(member)).toBe('may');
      expect(await codeOf(delegate(member, { to: 'member2' }))).toBe('DELEGATION.NOT_HELD');
      await member.post(`/api/v1/agencies/${agencyId}/appointments`, DIRECT);
      const [decided] = await query<{ official: string }>(
        `SELECT official FROM decision WHERE action = 'direct-proposed' ORDER BY id DESC LIMIT 1`,
      );
      expect(decided?.official).toBe(
        'Elnur Safarov, Deputy head of department, Ministry of Digital Services (for Leyla Mammadova, Head of HR, Ministry of Digital Services)',
      );
      // By PostgreSQL's clock, at both ends.
      const shift = (column: string, by: string) =>
        query(`UPDATE delegation SET ${column} = ${column} ${by} WHERE id = $1`, [delegationId]);
      await shift('starts_at', `+ interval '1 hour'`);
      expect(await draft(member)).toBe('AUTH.FORBIDDEN');
      await shift('starts_at', `- interval '9 days'`);
      expect(await draft(member)).toBe('may');
      await shift('ends_at', `- interval '4 days'`);
      expect(await draft(member)).toBe('AUTH.FORBIDDEN');
      await shift('ends_at', `+ interval '4 days'`);
      // Who loses the role has nothing to hand over any more.
      const grant = `account_id = (SELECT id FROM account WHERE sign_in = 'hr') AND role = 'hr-officer'`;
      await query(`UPDATE role_grant SET revoked_at = clock_timestamp() WHERE ${grant}`);
      expect(await draft(member)).toBe('AUTH.FORBIDDEN');
      await query(`UPDATE role_grant SET revoked_at = NULL WHERE ${grant}`);
      const own = await hr.get<{ given: { state: string }[] }>('/api/v1/account/delegations');
      expect(own.given.map(({ state }) => state)).toEqual(['now']);
      const end = (by: ApiClient) => codeOf(by.post(`/api/v1/account/delegations/${delegationId}/end`));
      expect(await end(member)).toBe('DELEGATION.NO_DELEGATION');
      expect(await end(hr)).toBe('done');
      expect(await end(hr)).toBe('DELEGATION.OVER');
      expect(await draft(member)).toBe('AUTH.FORBIDDEN');
    });

    it('lets nobody sign what they proposed, nor for whoever did, nor what their delegate did', async () => {
      const official = await staff(platform, 'official');
      const sign = async (by: ApiClient, id: string, code: string) => {
        await freshCodes(platform);
        return codeOf(
          by.post(`/api/v1/agencies/${agencyId}/appointments/signature`, { appointmentIds: [id], code }),
        );
      };
      // The official's role goes to whoever proposes: with a factor of their own, and still not.
      await delegate(official, { role: 'appointing-official', to: 'hr' });
      const shown = await hr.post<Shown>(`${FACTORS}/totp`, { name: 'x', password: DEMONSTRATION_PASSWORD });
      await hr.post(`${FACTORS}/${shown.factorId}/confirmation`, { code: now(shown.secret) });
      const { appointmentId } = await hr.post<{ appointmentId: string }>(
        `/api/v1/agencies/${agencyId}/appointments`,
        DIRECT,
      );
      expect(await sign(hr, appointmentId, now(shown.secret))).toBe('APPOINTMENT.OWN_PROPOSAL');
      // What the delegate proposes for the official, the official does not sign.
      const grantHr = `INSERT INTO role_grant (id, account_id, role, scope_id)
        SELECT gen_random_uuid(), id, 'hr-officer', $1 FROM account WHERE sign_in = 'official'`;
      await query(grantHr, [agencyId]);
      await delegate(official, { to: 'member2' });
      const member2 = await staff(platform, 'member2');
      const theirs = await member2.post<{ appointmentId: string }>(
        `/api/v1/agencies/${agencyId}/appointments`,
        { ...DIRECT, personName: 'Somebody Else' },
      );
      expect(await sign(official, theirs.appointmentId, demonstrationCode())).toBe(
        'APPOINTMENT.OWN_PROPOSAL',
      );
      // And for the official nobody signs what the official proposed.
      const own = await official.post<{ appointmentId: string }>(
        `/api/v1/agencies/${agencyId}/appointments`,
        { ...DIRECT, personName: 'A Third' },
      );
      expect(await sign(hr, own.appointmentId, now(shown.secret))).toBe('APPOINTMENT.OWN_PROPOSAL');
      expect(await sign(official, appointmentId, demonstrationCode())).toBe('done');
      await query(`DELETE FROM role_grant WHERE role = 'hr-officer'
        AND account_id = (SELECT id FROM account WHERE sign_in = 'official')`);
    });

    it('passes to a colleague for good when somebody leaves, with what is open', async () => {
      const admin = await staff(platform, 'admin');
      const [leaving] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'hr'`);
      const path = `/api/v1/accounts/${leaving?.id ?? ''}`;
      await hr.post(`/api/v1/agencies/${agencyId}/appointments`, { ...DIRECT, personName: 'Still Open' });
      const { items } = await admin.get<{ items: { kind: string; subject: string }[] }>(`${path}/open-work`);
      expect(items.filter(({ kind }) => kind === 'direct')).toEqual([
        {
          kind: 'direct',
          subject: 'MDS: Head of archive',
          href: `/manage/agencies/${agencyId}/appointments`,
        },
      ]);
      const pass = (body: object) => admin.post(`${path}/handover`, { to: 'member', reason, ...body });
      expect(await codeOf(pass({ to: 'nobody-there' }))).toBe('DELEGATION.NO_DELEGATE');
      expect(await pass({ disable: true })).toMatchObject({ roles: 1, work: items });
      expect(await draft(member)).toBe('may');
      expect(await draft(hr)).toBe('AUTH.SIGN_IN_NEEDED');
      const [kept] = await query<{ work: object[] }>('SELECT work FROM handover');
      expect(kept?.work).toEqual(items);
      await expect(query('DELETE FROM handover')).rejects.toThrow();
    });
  });
});

const DIRECT = {
  kind: 'acting',
  personName: 'Aliya Nurlan',
  postTitle: 'Head of archive',
  grade: 'B-3',
  location: 'Baku',
  legalBasis: 'Civil Service Act, article 30.2',
  beginsOn: '2026-03-10',
};
