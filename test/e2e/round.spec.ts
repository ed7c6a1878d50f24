import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { playRound, type RoundOutcome } from '../../src/desk/round/play-round.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { FormVisitor } from '../support/form-visitor.js';
import { appointed, roundCandidate } from '../support/offers.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const CANDIDATES = process.env['OPENMERIT_LONG'] ? 300 : 12;

describe('a whole round through the public API', () => {
  let platform: TestPlatform;
  let outcome: RoundOutcome;
  const steps: string[] = [];

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    outcome = await playRound({
      base: platform.base,
      candidates: CANDIDATES,
      password: DEMONSTRATION_PASSWORD,
      knowledge: bankKnowledge(platform.config.banksDir),
      onProgress: (step) => steps.push(step),
    });
  }, 600_000);
  afterAll(() => platform.close());

  it('takes everybody from application to a grade', () => {
    expect(outcome.sat).toBe(CANDIDATES);
    expect(outcome.passed).toBeGreaterThan(0);
    expect(outcome.appointed).toBe(Math.min(3, outcome.passed));
    expect(new Set(steps).size).toBe(7);
  });

  it('publishes results by candidate number, and appointments with person, post, agency, place and official', async () => {
    const page = await fetch(
      `${platform.base}/api/v1/registry/entries?competition=${outcome.code}&limit=100`,
    );
    const { items } = (await page.json()) as { items: Record<string, unknown>[] };
    const appointments = items.filter(({ type }) => type === 'appointment');
    expect(appointments).toHaveLength(outcome.appointed);
    for (const entry of appointments) {
      expect(entry).toMatchObject({
        personName: expect.any(String),
        official: 'Kamala Huseynova, Deputy minister, Ministry of Digital Services',
        competitionCode: outcome.code,
        shown: { place: expect.any(Number), agency: { code: 'MDS' }, post: { grade: 'B-4' } },
      });
    }
    const [results] = items.filter(({ type }) => type === 'result-list');
    const { listHash } = (results as { shown: { listHash: string } }).shown;
    const list = await (await fetch(`${platform.base}/api/v1/registry/lists/${listHash}`)).text();
    expect((JSON.parse(list) as { lines: unknown[] }).lines).toHaveLength(CANDIDATES);
    for (const { personName } of appointments) expect(list).not.toContain(personName);
  });

  it.each(['Competition', 'Result list', 'Ranking', 'First appointment', 'All in the registry'])(
    'gives "%s" an address that anybody can open',
    async (name) => {
      const response = await fetch(outcome.addresses[name] ?? '');
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/html');
    },
  );

  it('makes no second grade and no second entry, however often the worker sweeps', async () => {
    const counts = () =>
      platform.api.parts.database.query<{ grades: number; entries: number; waiting: number }>(
        `SELECT (SELECT count(*)::int FROM grade) AS grades, (SELECT count(*)::int FROM registry_entry) AS entries,
           (SELECT count(*)::int FROM outbox WHERE taken_at IS NULL) AS waiting`,
      );
    const before = await counts();
    const worker = await platform.worker();
    await Promise.all([worker.sweeper.sweep(), worker.sweeper.sweep(), worker.sweeper.sweep()]);
    expect(await counts()).toEqual(before);
    expect(before[0]).toMatchObject({ grades: CANDIDATES, waiting: 0 });
  });

  it('publishes no reason that names a candidate: what was typed stays to be mended', async () => {
    const { database } = platform.api.parts;
    await database.query('UPDATE post SET places = 100 WHERE competition_id = $1', [outcome.competitionId]);
    const ranked = await database.query<{
      sittingId: string;
      applicationId: string;
      name: string;
      postId: string;
    }>(
      `SELECT p.sitting_id AS "sittingId", p.application_id AS "applicationId", person.full_name AS name, post.id AS "postId"
       FROM ranking_place p JOIN ranking r ON r.id = p.ranking_id JOIN person ON person.id = p.person_id
         JOIN post ON post.competition_id = r.competition_id
       WHERE r.competition_id = $1 AND p.place IS NOT NULL AND p.sitting_id NOT IN (SELECT sitting_id FROM appointment)
       ORDER BY p.place`,
      [outcome.competitionId],
    );
    const [passedOver, taken] = [ranked[0], ranked.at(-1)];
    if (!passedOver || !taken || passedOver === taken) throw new Error('Nobody is left to be passed over.');
    const { sittingId, applicationId, postId } = taken;
    const reason = `${passedOver.name.toUpperCase()} has withdrawn in writing`;
    const hr = await staff(platform, 'hr');
    const path = `competitions/${outcome.competitionId}/appointments`;
    expect(
      await codeOf(
        hr.post(`/api/v1/competitions/${outcome.competitionId}/offers`, { postId, sittingId, reason }),
      ),
    ).toBe('APPOINTMENT.REASON_NAMES');
    const visitor = await FormVisitor.signedIn(platform, 'hr');
    const { status, text } = await visitor.send(`/manage/${path}`, { postId, applicationId, reason });
    expect(status).toBe(422);
    expect(text).toContain('name stands in the reason');
    expect(text).toContain(`>${reason}</textarea>`);
    const offer = { postId, sittingId, reason: 'Those before have withdrawn in writing' };
    const candidate = await roundCandidate(platform, sittingId);
    expect(await appointed(platform, outcome.competitionId, [{ ...offer, candidate }])).toHaveLength(1);
  });
});
