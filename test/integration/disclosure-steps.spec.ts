import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { playRound, type RoundOutcome } from '../../src/desk/round/play-round.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { codeOf } from '../support/code-of.js';
import { appointed, roundCandidate } from '../support/offers.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

describe('the way to public answer sheets', () => {
  let platform: TestPlatform;
  let round: RoundOutcome;
  let hr: ApiClient;
  let exam: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const missing = async () =>
    (await exam.get<{ missing: string[] }>(`/api/v1/sessions/${round.sessionId}/disclosure`)).missing;
  const disclose = () => codeOf(exam.post(`/api/v1/sessions/${round.sessionId}/disclosure`));
  const competition = () => `/api/v1/competitions/${round.competitionId}`;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    round = await playRound({
      base: platform.base,
      candidates: 7,
      password: DEMONSTRATION_PASSWORD,
      knowledge: bankKnowledge(platform.config.banksDir),
      ability: 95,
      disclosure: 'auditor',
      places: 2,
    });
    // As if it had been announced so: the round stops before any appointment is told.
    await query(`UPDATE competition SET disclosure = 'public' WHERE id = $1`, [round.competitionId]);
    const staff = (name: string) => new ApiClient(platform.base).signIn(name, DEMONSTRATION_PASSWORD);
    [hr, exam] = await Promise.all([staff('hr'), staff('exam')]);
    await query('UPDATE appointment SET published_at = NULL WHERE competition_id = $1', [
      round.competitionId,
    ]);
  }, 180_000);
  afterAll(() => platform.close());

  it('takes no reason for passing somebody over that says which post it is about', async () => {
    await query('UPDATE post SET places = 3 WHERE competition_id = $1', [round.competitionId]);
    const { items } = await hr.get<{ items: { sittingId: string; place: number | null }[] }>(
      `${competition()}/rankings/1?limit=100`,
    );
    const { posts } = await hr.get<{ posts: { id: string }[] }>(competition());
    const last = items.filter(({ place }) => place !== null).at(-1);
    const [postId, sittingId] = [posts[0]?.id ?? '', last?.sittingId ?? ''];
    const offered = hr.post(`${competition()}/offers`, {
      postId,
      sittingId,
      reason: 'The others did not want to work in Baku.',
    });
    expect(await codeOf(offered)).toBe('APPOINTMENT.REASON_TELLS');
    const reason = 'The others have withdrawn since then.';
    const candidate = await roundCandidate(platform, sittingId);
    const made = await appointed(platform, round.competitionId, [{ postId, sittingId, reason, candidate }]);
    expect(made).toHaveLength(1);
  });

  it('says what is missing, and refuses by the first of it', async () => {
    expect(await missing()).toEqual([
      'DISCLOSURE.NOT_CONCLUDED',
      'DISCLOSURE.UNPUBLISHED',
      'DISCLOSURE.TOO_FEW',
    ]);
    expect(await disclose()).toBe('DISCLOSURE.NOT_CONCLUDED');
    await hr.post(`${competition()}/closing`);
    await hr.post(`${competition()}/conclusion`);
    expect(await disclose()).toBe('DISCLOSURE.UNPUBLISHED');
  });

  it('ends no appointment that nobody knows of yet', async () => {
    const { items } = await hr.get<{ items: { id: string }[] }>(`${competition()}/appointments`);
    const end = { reason: 'resigned', endedOn: new Date().toISOString().slice(0, 10) };
    expect(await codeOf(hr.post(`${competition()}/appointments/${items[0]?.id ?? ''}/end`, end))).toBe(
      'APPOINTMENT.NOT_PUBLIC',
    );
  });

  it('tells appointments once, however many officers press the button at once', async () => {
    const pressed = await Promise.all(
      Array.from({ length: 6 }, () => codeOf(hr.post(`${competition()}/appointments/publication`))),
    );
    expect(pressed.filter((code) => code === 'done')).toHaveLength(1);
    expect(new Set(pressed)).toEqual(new Set(['done', 'APPOINTMENT.NOTHING_WAITS']));
    const stated = await query<{ place: number | null }>(
      `SELECT (body #> '{content,shown,place}')::int AS place FROM outbox
       WHERE type = 'appointment' AND body #>> '{fact,cause}' LIKE $1 || '/%' AND body #> '{content,shown,place}' = 'null'`,
      [round.code],
    );
    expect(stated).toHaveLength(3);
    const [made] = await query<{ shown: object }>(
      `SELECT body #> '{content,shown}' AS shown FROM outbox WHERE type = 'appointments-made'`,
    );
    expect(made?.shown).toMatchObject({ appointed: 3, reasons: ['The others have withdrawn since then.'] });
  });

  it('ends where an appointee would be found among three', async () => {
    expect(await missing()).toEqual(['DISCLOSURE.TOO_FEW']);
    expect(await disclose()).toBe('DISCLOSURE.TOO_FEW');
    const [kept] = await query('SELECT 1 FROM session_disclosure');
    expect(kept).toBeUndefined();
  });

  it('is nobody’s but an exam officer’s, and of no session that is not there', async () => {
    expect(await codeOf(hr.post(`/api/v1/sessions/${round.sessionId}/disclosure`))).toBe('AUTH.FORBIDDEN');
    const none = '/api/v1/sessions/00000000-0000-4000-8000-000000000000';
    expect(await codeOf(exam.post(`${none}/disclosure`))).not.toBe('done');
    expect(await codeOf(exam.get(`${none}/session-file`))).toBe('DISCLOSURE.NOT_PUBLIC');
  });
});
