import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { EnqueueOwed } from '../../src/grading/index.js';
import { CloseOverdue } from '../../src/sitting/index.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { listen } from '../support/live.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { answers, applicant, begin, openedSession, save } from '../support/sessions.js';
import { until } from '../support/until.js';

interface Receipt {
  readonly body: { readonly closedBy: string; readonly answered: number; readonly candidateNumber: string };
}

const WHY = 'Another person was speaking in the room.';

describe('sittings that an official ends', () => {
  let platform: TestPlatform;
  let proctor: ApiClient;
  let exam: ApiClient;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const end = (who: ApiClient, sessionId: string, sittingId: string, reason: unknown = WHY) =>
    who.post<Receipt>(`/api/v1/sessions/${sessionId}/sittings/${sittingId}/end`, { reason });
  const handIn = (client: ApiClient, sittingId: string) =>
    client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`);
  const timeEnds = (sittingId: string) =>
    query(`UPDATE sitting SET deadline_at = clock_timestamp() - interval '10 milliseconds' WHERE id = $1`, [
      sittingId,
    ]);

  beforeAll(async () => {
    platform = await startPlatform();
    [proctor, exam] = [await staff(platform, 'proctor'), await staff(platform, 'exam')];
  }, 120_000);
  afterAll(() => platform.close());

  it('closes it at once by name, tells the device, and what was saved is graded as ever', async () => {
    const { client } = await applicant(platform);
    const sessionId = await openedSession(platform);
    const leased = await begin(client, sessionId);
    const { sittingId } = leased;
    await save(client, leased, answers(leased, [[1, '2']]));
    const stream = await listen(platform.base, leased.token);
    expect(await stream.next(() => true)).toMatchObject({ state: 'open', closedBy: null });
    expect(await codeOf(client.get(`/api/v1/sittings/${sittingId}/ending`))).toBe('SITTING.NOT_ENDED');

    const receipt = await end(proctor, sessionId, sittingId, `  ${WHY} `);
    expect(receipt.body).toMatchObject({ closedBy: 'officer', answered: 1 });
    expect(await stream.next(({ state }) => state === 'closed')).toMatchObject({ closedBy: 'officer' });
    stream.close();
    // Handing in gives what there is; nobody goes on.
    expect(await handIn(client, sittingId)).toEqual(receipt);
    expect(await codeOf(client.post(`/api/v1/sittings/${sittingId}/leases`))).toBe('SITTING.CLOSED');
    const told = await client.get<object>(`/api/v1/sittings/${sittingId}/ending`);
    expect(told).toMatchObject({ reason: WHY, official: expect.stringContaining('Timur Akhmetov') });
    expect(await exam.get(`/api/v1/sessions/${sessionId}/sittings/${sittingId}/end`)).toEqual(told);
    expect(await codeOf(end(exam, sessionId, sittingId))).toBe('SITTING.CLOSED');
    expect(
      await query(`SELECT subject, reason FROM decision WHERE action = 'sitting-ended' AND scope_id = $1`, [
        sessionId,
      ]),
    ).toEqual([{ subject: receipt.body.candidateNumber, reason: WHY }]);

    await platform.worker();
    await platform.api.app.get(EnqueueOwed).run();
    const graded = () => query('SELECT 1 FROM grade WHERE sitting_id = $1', [sittingId]);
    await until(async () => (await graded()).length > 0 || undefined);
  }, 60_000);

  it('is closed by exactly one of all who would close it at the same moment', async () => {
    const people = [];
    for (let i = 0; i < 12; i += 1) people.push(await applicant(platform));
    const sessionId = await openedSession(platform);
    for (const [index, { client }] of people.entries()) {
      const { sittingId } = await begin(client, sessionId);
      const rival = ['hand-in', 'clock', 'void'][index % 3] ?? '';
      const [ended, ...rivals] = await Promise.all([
        codeOf(end(proctor, sessionId, sittingId)),
        codeOf(end(exam, sessionId, sittingId)),
        rival === 'hand-in'
          ? codeOf(handIn(client, sittingId))
          : rival === 'void'
            ? codeOf(
                exam.post(`/api/v1/sessions/${sessionId}/sittings/${sittingId}/voiding`, {
                  cause: 'failure',
                  again: 'no',
                  reason: 'x',
                }),
              )
            : timeEnds(sittingId).then(() => platform.api.app.get(CloseOverdue).these([sittingId])),
      ]);
      const [row] = await query<{ by: string | null; receipts: number; endings: number }>(
        `SELECT closed_by AS by, (SELECT count(*)::int FROM receipt r WHERE r.sitting_id = s.id) AS receipts,
           (SELECT count(*)::int FROM sitting_end e WHERE e.sitting_id = s.id) AS endings FROM sitting s WHERE id = $1`,
        [sittingId],
      );
      const closings = [ended, rivals[0]].filter((code) => code === 'done').length;
      expect([row?.endings, closings]).toEqual(row?.by === 'officer' ? [1, 1] : [0, 0]);
      expect(row?.receipts).toBe(row?.by === null ? 0 : 1);
      // Whoever lost is told by whom it was closed.
      for (const code of [ended, rivals[0]])
        expect(['done', 'SITTING.CLOSED', 'SITTING.VOID', 'SITTING.OVER']).toContain(code);
    }
  }, 120_000);

  it('refuses without a reason, after the time, elsewhere, and to whoever may not', async () => {
    const [one, two] = [await applicant(platform), await applicant(platform)];
    const sessionId = await openedSession(platform);
    const { sittingId } = await begin(one.client, sessionId);
    const overdue = await begin(two.client, sessionId);
    expect(await codeOf(end(proctor, sessionId, sittingId, ' '))).toBe('REQUEST.INVALID');
    expect(await codeOf(end(proctor, sessionId, sittingId, 'x'.repeat(501)))).toBe('SESSION.WHY');
    expect(await codeOf(end(proctor, sessionId, 'no-id'))).toBe('SITTING.NOT_FOUND');
    const another = await openedSession(platform);
    expect(await codeOf(end(proctor, another, sittingId))).toBe('SITTING.NOT_FOUND');
    for (const who of [one.client, await staff(platform, 'auditor'), await staff(platform, 'hr')])
      expect(await codeOf(end(who, sessionId, sittingId))).toBe('AUTH.FORBIDDEN');
    expect(await codeOf(two.client.get(`/api/v1/sittings/${sittingId}/ending`))).toBe('SITTING.NOT_ENDED');
    // Its time is over: that is the clock's to close, not an official's.
    await timeEnds(overdue.sittingId);
    expect(await codeOf(end(proctor, sessionId, overdue.sittingId))).toBe('SITTING.OVER');
    await platform.api.app.get(CloseOverdue).these([overdue.sittingId]);
    expect((await handIn(two.client, overdue.sittingId)).body.closedBy).toBe('clock');
    // A clock that stands holds nobody off.
    await exam.post(`/api/v1/sessions/${sessionId}/pause`, { reason: 'Alarm.' });
    expect((await end(exam, sessionId, sittingId)).body.closedBy).toBe('officer');
  }, 60_000);
});
