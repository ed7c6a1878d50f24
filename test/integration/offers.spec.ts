import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { candidateHistory } from '../../src/desk/pipeline/candidate-history.js';
import { RemindOfOffers } from '../../src/appointment/index.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { demonstrationCode } from '../../src/desk/round/offer-accept-sign.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { appointed, freshCodes } from '../support/offers.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { madeRanking, type MadeRanking } from '../support/ranked.js';

interface Offer {
  readonly id: string;
  readonly state: string;
  readonly declined: number;
}

describe('from an offer to an appointment', () => {
  let platform: TestPlatform;
  let hr: ApiClient;
  let official: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const path = ({ competitionId }: MadeRanking, what: string) =>
    `/api/v1/competitions/${competitionId}/${what}`;
  const offer = (ranking: MadeRanking, index: number, more: object = {}) =>
    hr.post<{ offerId: string }>(path(ranking, 'offers'), {
      postId: ranking.postId,
      applicationId: ranking.ranked[index]?.applicationId,
      ...more,
    });
  const answer = (ranking: MadeRanking, index: number, offerId: string, what: string) => {
    const candidate = ranking.ranked[index]?.client;
    if (!candidate) throw new Error('Nobody is there.');
    return candidate.post(`/api/v1/offers/${offerId}/${what}`);
  };
  const sign = async (ranking: MadeRanking, offerIds: string[], more: object = {}) => {
    await freshCodes(platform);
    return official.post<{ appointmentIds: string[] }>(path(ranking, 'appointments'), {
      offerIds,
      code: demonstrationCode(),
      ...more,
    });
  };
  const offersOf = async (ranking: MadeRanking) =>
    (await hr.get<{ items: Offer[] }>(path(ranking, 'offers'))).items;

  beforeAll(async () => {
    platform = await startPlatform();
    [hr, official] = await Promise.all([staff(platform, 'hr'), staff(platform, 'official')]);
  }, 120_000);
  afterAll(() => platform.close());

  it('gives one place to one of two who are offered it at once', async () => {
    const ranking = await madeRanking(platform, { candidates: 2, places: 1 });
    const reason = 'The first in rank asked to be passed over.';
    const races = await Promise.all([codeOf(offer(ranking, 0)), codeOf(offer(ranking, 1, { reason }))]);
    expect(races.sort()).toEqual(['APPOINTMENT.POST_FULL', 'done']);
    expect(await offersOf(ranking)).toHaveLength(1);
  });

  it('goes to the next in rank without a reason when the first does not take it', async () => {
    const ranking = await madeRanking(platform, { candidates: 3, places: 1 });
    expect(await codeOf(offer(ranking, 1))).toBe('APPOINTMENT.REASON_NEEDED');
    const first = await offer(ranking, 0);
    expect(await codeOf(answer(ranking, 1, first.offerId, 'acceptance'))).toBe('APPOINTMENT.NO_OFFER');
    await answer(ranking, 0, first.offerId, 'refusal');
    expect(await codeOf(answer(ranking, 0, first.offerId, 'acceptance'))).toBe('APPOINTMENT.OFFER_STATE');
    const next = await offer(ranking, 1);
    await answer(ranking, 1, next.offerId, 'acceptance');
    expect(await offersOf(ranking)).toMatchObject([
      { state: 'refused', declined: 0 },
      { state: 'accepted', declined: 1 },
    ]);
    await sign(ranking, [next.offerId]);
    const [stated] = await query<{ shown: object; official: string }>(
      `SELECT body #> '{content,shown}' AS shown, body #>> '{fact,official}' AS official FROM outbox
       WHERE type = 'appointment' ORDER BY id DESC LIMIT 1`,
    );
    expect(stated).toMatchObject({
      shown: {
        place: 2,
        passedOverReason: null,
        declined: 1,
        proposedBy: expect.stringContaining('Mammadova'),
      },
      official: expect.not.stringContaining('Mammadova'),
    });
  });

  it('takes no answer after its time, and is on record as not answered', async () => {
    const ranking = await madeRanking(platform, { candidates: 2, places: 1 });
    const { offerId } = await offer(ranking, 0);
    await query(
      `UPDATE appointment_offer SET answer_by = clock_timestamp() - interval '1 second' WHERE id = $1`,
      [offerId],
    );
    expect(await codeOf(answer(ranking, 0, offerId, 'acceptance'))).toBe('APPOINTMENT.OFFER_EXPIRED');
    expect((await offersOf(ranking))[0]?.state).toBe('expired');
    // Nobody has swept: the next offer does it.
    await offer(ranking, 1);
    const events = await query('SELECT event, account_id FROM offer_event WHERE offer_id = $1', [offerId]);
    expect(events).toEqual([{ event: 'lapse', account_id: null }]);
    const [notice] = await query(`SELECT 1 FROM notice WHERE kind = 'offer-ended' AND about = $1`, [offerId]);
    expect(notice).toBeDefined();
  });

  it('reminds whoever has not answered, once, two days before the end or at half of a short time', async () => {
    const ranking = await madeRanking(platform, { candidates: 3, places: 3 });
    const [soon, short, later] = [
      await offer(ranking, 0),
      await offer(ranking, 1),
      await offer(ranking, 2),
    ].map(({ offerId }) => offerId);
    const moved = (id: string | undefined, offered: string, until: string) =>
      query(
        `UPDATE appointment_offer SET offered_at = clock_timestamp() - $2::interval,
           answer_by = clock_timestamp() + $3::interval WHERE id = $1`,
        [id, offered, until],
      );
    await moved(soon, '5 days', '47 hours');
    await moved(short, '13 hours', '11 hours');
    await moved(later, '2 days', '49 hours');
    const remind = platform.api.app.get(RemindOfOffers);
    const reminded = async () =>
      (
        await query<{ about: string }>(
          `SELECT about FROM notice WHERE kind = 'offer-lapses' AND about = ANY($1::text[]) ORDER BY about`,
          [[soon, short, later]],
        )
      ).map(({ about }) => about);
    await Promise.all([remind.run(), remind.run(), remind.run()]);
    expect(await reminded()).toEqual([soon, short].sort());
    await answer(ranking, 2, later ?? '', 'acceptance');
    await moved(later, '5 days', '1 hour');
    await remind.run();
    expect(await reminded()).toEqual([soon, short].sort());
  });

  it('shows on the way to a post who was offered one, who accepted, and what became of it', async () => {
    const ranking = await madeRanking(platform, { candidates: 3, places: 3 });
    const [a, b] = [await offer(ranking, 0), await offer(ranking, 1)];
    await answer(ranking, 0, a.offerId, 'acceptance');
    await answer(ranking, 1, b.offerId, 'refusal');
    const reached = async () => {
      const { steps } = await hr.get<{ steps: { id: string; reached: number }[] }>(path(ranking, 'pipeline'));
      return Object.fromEntries(steps.slice(-4).map((step) => [step.id, step.reached]));
    };
    expect(await reached()).toEqual({ ranked: 3, offered: 2, accepted: 1, appointed: 0 });
    await sign(ranking, [a.offerId]);
    expect(await reached()).toEqual({ ranked: 3, offered: 2, accepted: 1, appointed: 1 });
    const { items } = await hr.get<{ items: { id: string; step: string }[] }>(
      `${path(ranking, 'pipeline')}?step=offered`,
    );
    expect(items.map(({ step }) => step).sort()).toEqual(['appointed', 'offered']);
    const events = await candidateHistory(
      platform.api.parts.database.tx,
      ranking.ranked[1]?.applicationId ?? '',
    );
    expect(events.map(({ what }) => what).slice(-2)).toEqual(['offered', 'offer-refuse']);
  });

  it('is signed only when accepted, once, all or none, and not by whoever proposed it', async () => {
    const ranking = await madeRanking(platform, { candidates: 3, places: 3 });
    const [a, b] = [await offer(ranking, 0), await offer(ranking, 1)];
    await answer(ranking, 0, a.offerId, 'acceptance');
    expect(await codeOf(sign(ranking, [a.offerId, b.offerId]))).toBe('APPOINTMENT.OFFER_STATE');
    expect((await offersOf(ranking)).map(({ state }) => state)).toEqual(['accepted', 'offered']);
    expect(await codeOf(sign(ranking, [a.offerId], { code: undefined }))).toBe('SECOND_FACTOR.NEEDED');
    expect(await codeOf(sign(ranking, [a.offerId], { code: '000000' }))).toBe('SECOND_FACTOR.WRONG');
    // Of one person with both roles, who proposed it.
    await query(
      `UPDATE appointment_offer SET offered_by = (SELECT id FROM account WHERE sign_in = 'official') WHERE id = $1`,
      [a.offerId],
    );
    expect(await codeOf(sign(ranking, [a.offerId]))).toBe('APPOINTMENT.OWN_PROPOSAL');
    await query(
      `UPDATE appointment_offer SET offered_by = (SELECT id FROM account WHERE sign_in = 'hr') WHERE id = $1`,
      [a.offerId],
    );
    await freshCodes(platform);
    const code = demonstrationCode();
    const body = { offerIds: [a.offerId], code };
    const races = await Promise.all(
      Array.from({ length: 5 }, () => codeOf(official.post(path(ranking, 'appointments'), body))),
    );
    expect(races.filter((one) => one === 'done')).toHaveLength(1);
    // The code was used up by the one that was signed.
    expect(new Set(races)).toEqual(new Set(['done', 'SECOND_FACTOR.USED']));
    await answer(ranking, 1, b.offerId, 'acceptance');
    const replayed = official.post(path(ranking, 'appointments'), { offerIds: [b.offerId], code });
    expect(await codeOf(replayed)).toBe('SECOND_FACTOR.USED');
    expect(await codeOf(hr.post(path(ranking, 'appointments'), body))).toBe('AUTH.FORBIDDEN');
  });

  it('lets whoever accepted step back, HR take it back, and the official return it', async () => {
    const ranking = await madeRanking(platform, { candidates: 3, places: 3 });
    const offers = [await offer(ranking, 0), await offer(ranking, 1), await offer(ranking, 2)];
    const [a, b, c] = offers.map(({ offerId }) => offerId);
    for (const [index, id] of [a, c].entries()) await answer(ranking, index * 2, id ?? '', 'acceptance');
    await answer(ranking, 0, a ?? '', 'refusal');
    const back = (id: string | undefined, what: string, reason: string, by = hr) =>
      codeOf(by.post(path(ranking, `offers/${id ?? ''}/${what}`), { reason }));
    expect(await back(b, 'withdrawal', 'no')).toBe('APPOINTMENT.WHY');
    expect(await back(b, 'withdrawal', 'The post was offered by mistake.')).toBe('done');
    expect(await codeOf(answer(ranking, 1, b ?? '', 'acceptance'))).toBe('APPOINTMENT.OFFER_WITHDRAWN');
    expect(await back(c, 'return', 'Papers are missing from the file.', official)).toBe('done');
    expect((await offersOf(ranking)).map(({ state }) => state)).toEqual(['refused', 'withdrawn', 'returned']);
  });

  it('frees its place when the appointment ends', async () => {
    const ranking = await madeRanking(platform, { candidates: 2, places: 1 });
    const [first, second] = ranking.ranked;
    if (!first || !second) throw new Error('Two are ranked.');
    const { competitionId, postId } = ranking;
    const wish = ({ applicationId, client }: typeof first) => ({ postId, applicationId, candidate: client });
    const [id] = await appointed(platform, competitionId, [wish(first)]);
    expect(await codeOf(offer(ranking, 1))).toBe('APPOINTMENT.POST_FULL');
    await hr.post(path(ranking, `appointments/${id ?? ''}/end`), {
      reason: 'resigned',
      endedOn: new Date().toISOString().slice(0, 10),
    });
    // Who had it is in the reserve no more.
    expect(await codeOf(offer(ranking, 0))).toBe('APPOINTMENT.ALREADY');
    expect(await appointed(platform, competitionId, [wish(second)])).toHaveLength(1);
  });

  it('reaches the reserve until that is over, also after the competition is concluded', async () => {
    const ranking = await madeRanking(platform, { candidates: 2, places: 1 });
    const reserve = () =>
      hr.get<{ expiresAt: string; expired: boolean; members: { place: number }[] }>(path(ranking, 'reserve'));
    expect(await reserve()).toMatchObject({ expired: false, members: [{ place: 1 }, { place: 2 }] });
    await hr.post(path(ranking, 'closing'));
    const { offerId } = await offer(ranking, 0);
    expect(await codeOf(hr.post(path(ranking, 'conclusion')))).toBe('APPOINTMENT.OFFERS_OPEN');
    await answer(ranking, 0, offerId, 'refusal');
    await hr.post(path(ranking, 'conclusion'));
    expect(await codeOf(offer(ranking, 1, { answerDays: 31 }))).toBe('REQUEST.INVALID');
    await offer(ranking, 1, { answerDays: 30 });
    await query(
      `UPDATE ranking SET approved_at = approved_at - make_interval(days => 366) WHERE competition_id = $1`,
      [ranking.competitionId],
    );
    expect((await reserve()).expired).toBe(true);
    expect(await codeOf(offer(ranking, 0))).toBe('APPOINTMENT.RESERVE_EXPIRED');
  });

  it('is withdrawn on record when another ranking is approved', async () => {
    const ranking = await madeRanking(platform, { candidates: 2, places: 2 });
    const [a, b] = [await offer(ranking, 0), await offer(ranking, 1)];
    await answer(ranking, 0, a.offerId, 'acceptance');
    await query(`UPDATE ranking SET state = 'superseded' WHERE competition_id = $1`, [ranking.competitionId]);
    expect(await codeOf(answer(ranking, 1, b.offerId, 'acceptance'))).toBe('APPOINTMENT.OFFER_WITHDRAWN');
    expect(await codeOf(sign(ranking, [a.offerId]))).toBe('APPOINTMENT.OFFER_STATE');
    const worker = await platform.worker();
    await worker.sweeper.sweep();
    const events = await query(
      `SELECT event, reason FROM offer_event WHERE offer_id = ANY($1::uuid[]) AND event <> 'accept' ORDER BY id`,
      [[a.offerId, b.offerId]],
    );
    expect(events).toEqual(Array(2).fill({ event: 'withdraw', reason: 'ranking-replaced' }));
  });

  it('shows each candidate their own offers alone', async () => {
    const ranking = await madeRanking(platform, { candidates: 2, places: 2 });
    const { offerId } = await offer(ranking, 0);
    const [first, second] = ranking.ranked;
    const own = await first?.client.get<{ items: { id: string; state: string }[] }>('/api/v1/offers');
    expect(own?.items).toMatchObject([{ id: offerId, state: 'offered' }]);
    expect(await second?.client.get('/api/v1/offers')).toEqual({ items: [] });
    expect(JSON.stringify(own)).not.toContain('personName');
  });
});
