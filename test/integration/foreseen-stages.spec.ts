import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newCandidate, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { foreseenAt } from '../support/contested.js';
import { published, verified } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { draftCompetition, giveInterviews, release, sitAllBut, stageSession } from '../support/staged.js';
import { until } from '../support/until.js';

const text = (en: string) => ({ en, ru: en });
const WHY = 'The law was changed in March, and this answer is not right since.';
const PLAN = {
  stages: [
    { code: 'exam', kind: 'exam', title: text('Exam'), rule: { kind: 'best', count: 2 }, weight: 60 },
    {
      code: 'interview',
      kind: 'interview',
      title: text('Interview'),
      rule: { kind: 'cut-score', points: 1000 },
      weight: 40,
    },
  ],
  ties: [],
  last: 'equal',
};
const NONE = { count: 0, numbers: [] };
const only = (number: string) => ({ count: 1, numbers: [number] });

interface Place {
  readonly points: number;
  readonly place: number | null;
}
interface Foreseen {
  readonly ranking: {
    readonly changes: readonly { candidateNumber: string; before: Place | null; after: Place | null }[];
  } | null;
  readonly stages: {
    readonly concluded: readonly {
      readonly code: string;
      readonly cameIn: { readonly numbers: readonly string[] };
      readonly fellOut: { readonly numbers: readonly string[] };
      readonly kept: { readonly numbers: readonly string[] };
    }[];
    readonly open: object | null;
    readonly noPlaces: string | null;
  };
}
interface Person {
  readonly client: ApiClient;
  readonly applicationId: string;
  sittingId: string;
  number: string;
}
type Change = 'annul' | 'other-key';

/** What is foreseen of stages and places is what comes once the stages are concluded again. */
describe('a change of an answer key in a competition with stages', () => {
  let platform: TestPlatform;
  let hr: ApiClient;
  let exam: ApiClient;
  let expert: ApiClient;
  let competitionId: string;
  let here: string;
  const people: Person[] = [];
  const interviews = new Map<string, number>();
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const person = (index: number): Person => {
    const one = people[index];
    if (!one) throw new Error('There is nobody.');
    return one;
  };
  const conclude = (code: string, reason?: string) =>
    hr.post(`${here}/stages/${code}/conclusions`, { ...(reason !== undefined && { reason }) });

  /** Places of somebody's form with a question of one right answer: those left out, or answered rightly and in no other form. */
  const placesOf = async (
    of: Person,
    which: 'left-out' | 'own',
  ): Promise<{ id: string; position: number }[]> =>
    query(
      `SELECT e ->> 'itemVersionId' AS id, (e ->> 'position')::int AS position
       FROM form f JOIN grade g ON g.sitting_id = f.sitting_id JOIN scoring_version n ON n.id = g.scoring_version_id,
         jsonb_array_elements(f.items) e, item_version v
       WHERE f.sitting_id = $1 AND v.id = (e ->> 'itemVersionId')::uuid AND v.type = 'single-choice'
         AND n.number = (SELECT max(number) FROM scoring_version WHERE session_id = n.session_id)
         AND CASE WHEN $2 THEN (g.by_item -> 0 ->> (e ->> 'position')::int - 1)::int = 0 ELSE (g.by_item -> 0 ->> (e ->> 'position')::int - 1)::int = 100 AND NOT n.rules -> 'annulled' ? (e ->> 'itemVersionId')
           AND NOT EXISTS (
           SELECT 1 FROM form o, jsonb_array_elements(o.items) i
           WHERE o.sitting_id <> f.sitting_id AND i ->> 'itemVersionId' = e ->> 'itemVersionId') END
       ORDER BY position`,
      [of.sittingId, which === 'left-out'],
    );

  /** A challenge that an expert finds right. @returns where it is. */
  const proposed = async (of: Person, place: { id: string; position: number } | undefined, kind: Change) => {
    if (!place) throw new Error('There is no such question in their form.');
    await of.client.post(`/api/v1/sittings/${of.sittingId}/challenges`, {
      position: place.position,
      reasons: 'By the law as it stands since March this is not right.',
    });
    const { items } = await exam.get<{ items: { id: string; state: string }[] }>(`${here}/challenges`);
    const at = `${here}/challenges/${items.find(({ state }) => state === 'open')?.id ?? ''}`;
    const [row] = await query<{ key: { points: Record<string, number> } }>(
      'SELECT answer_key AS key FROM item_version WHERE id = $1',
      [place.id],
    );
    const was = Object.entries(row?.key.points ?? {});
    const wrong = was.find(([, points]) => points === 0)?.[0];
    const answerKey = { points: Object.fromEntries(was.map(([one]) => [one, one === wrong ? 100 : 0])) };
    const ruling = kind === 'annul' ? { kind } : { kind: 'rekey', answerKey };
    await expert.post(`${at}/ruling`, { ...ruling, reason: WHY, challenges: 1 });
    return at;
  };
  const seen = (at: string) => foreseenAt<{ foreseen: Foreseen }>(exam, at);
  /** It is confirmed. @returns what was foreseen, and its page, once all is graded again. */
  const confirmed = async (at: string) => {
    const { foreseen, foreseenHash } = await seen(at);
    const page = (await exam.ownFile(`/manage${at.replace('/api/v1', '')}`)).bytes.toString();
    await exam.post(`${at}/confirmation`, { foreseenHash });
    await until(async () => (await query('SELECT 1 FROM regrade WHERE done_at IS NULL')).length === 0);
    return { foreseen, page };
  };
  const changed = async (...[of, place, kind]: Parameters<typeof proposed>) =>
    confirmed(await proposed(of, place, kind));

  /** The newest list of a stage, as far as it was foreseen. */
  const came = async (code: string) => {
    const [chunk] = await query<{
      list: {
        results: { number: string; kept: boolean }[];
        difference: { cameIn: string[]; fellOut: string[] };
      };
    }>(
      `SELECT k.content AS list FROM registry_chunk k JOIN stage_conclusion c ON c.list_hash = k.hash
         JOIN competition_stage s ON s.id = c.stage_id
       WHERE s.competition_id = $1 AND s.code = $2 ORDER BY c.version DESC LIMIT 1`,
      [competitionId, code],
    );
    if (!chunk) throw new Error('A list is kept.');
    const { results, difference } = chunk.list;
    return { ...difference, kept: results.filter(({ kept }) => kept).map(({ number }) => number) };
  };
  const foreseenOf = ({ stages }: Foreseen, code: string) => {
    const one = stages.concluded.find((stage) => stage.code === code);
    return one && { cameIn: one.cameIn.numbers, fellOut: one.fellOut.numbers, kept: one.kept.numbers };
  };
  const places = async (version: number): Promise<Map<string, Place>> => {
    const { items } = await hr.get<{ items: (Place & { candidateNumber: string })[] }>(
      `${here}/rankings/${String(version)}`,
    );
    return new Map(items.map(({ candidateNumber, points, place }) => [candidateNumber, { points, place }]));
  };
  /** All stages are concluded again and a ranking is approved: each says what was foreseen. */
  const comesAsForeseen = async (foreseen: Foreseen, before: number): Promise<void> => {
    for (const { code } of foreseen.stages.concluded) {
      await conclude(code, WHY);
      expect(await came(code)).toEqual(foreseenOf(foreseen, code));
    }
    const { version } = await hr.post<{ version: number }>(`${here}/rankings`, { reason: WHY });
    await hr.post(`${here}/rankings/${String(version)}/approval`);
    const [was, is] = [await places(before), await places(version)];
    for (const { candidateNumber, before: from, after } of foreseen.ranking?.changes ?? []) {
      expect(was.get(candidateNumber) ?? null).toEqual(from);
      if (after) was.set(candidateNumber, after);
      else was.delete(candidateNumber);
    }
    expect(is).toEqual(was);
  };

  /** Another competition whose exam is sat and released: the first one knows all, the next one all but one, and so on. */
  const begin = async (code: string, plan: object, count: number, isScaled = false): Promise<void> => {
    competitionId = await draftCompetition(platform, code);
    here = `/api/v1/competitions/${competitionId}`;
    await hr.put(`${here}/stages`, plan);
    await hr.post(`${here}/announcement`);
    const { items: stages } = await hr.get<{ items: { id: string }[] }>(`${here}/stages`);
    const stageId = stages[0]?.id;
    if (isScaled)
      await exam.post(`${here}/scalings`, { method: 'percentile', stageId, reason: 'Forms differ.' });
    people.length = 0;
    for (let index = 0; index < count; index += 1) {
      const client = await newCandidate(platform);
      const { applicationId } = await client.post<{ applicationId: string }>(`${here}/applications`, {
        language: 'en',
      });
      people.push({ client, applicationId, sittingId: '', number: '' });
    }
    await hr.post(`${here}/closing`);
    const sessionId = await stageSession(platform, competitionId, stageId);
    for (const [leftOut, one] of people.entries())
      one.sittingId = await sitAllBut(platform, one.client, sessionId, leftOut);
    await release(platform, sessionId, people.length);
    for (const one of people) {
      const [sitting] = await query<{ number: string }>(
        'SELECT candidate_number AS number FROM sitting WHERE id = $1',
        [one.sittingId],
      );
      one.number = sitting?.number ?? '';
    }
  };

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    [hr, exam, expert] = [
      await staff(platform, 'hr'),
      await staff(platform, 'exam'),
      await staff(platform, 'expert'),
    ];
    await begin('FORESEEN-1', PLAN, 3);
    for (const { applicationId } of people.slice(0, 2)) interviews.set(applicationId, 1500);
    giveInterviews(platform, interviews);
    await conclude('exam');
  }, 180_000);
  afterAll(() => platform.close());

  it('says where a stage or a ranking is not there yet, and then which places move', async () => {
    const [place] = await placesOf(person(1), 'left-out');
    const at = await proposed(person(1), place, 'annul');
    const early = await seen(at);
    expect(early.foreseen.stages).toMatchObject({
      concluded: [{ code: 'exam' }],
      open: { code: 'interview', why: 'not-concluded', count: 0 },
      noPlaces: 'stage',
    });
    await conclude('interview');
    expect((await seen(at)).foreseen.stages).toMatchObject({ open: null, noPlaces: 'no-ranking' });
    await hr.post(`${here}/rankings`);
    await hr.post(`${here}/rankings/1/approval`);
    const { foreseenHash } = early;
    expect(await codeOf(exam.post(`${at}/confirmation`, { foreseenHash }))).toBe('APPEAL.PREVIEW_CHANGED');
    const { foreseen, page } = await confirmed(at);
    expect(foreseen.stages).toMatchObject({
      concluded: [
        { code: 'exam', cameIn: NONE, fellOut: NONE, kept: NONE },
        { code: 'interview', cameIn: NONE, fellOut: NONE, kept: NONE },
      ],
      open: null,
      noPlaces: null,
    });
    expect(foreseen.ranking?.changes.map(({ before, after }) => [before?.place, after?.place])).toEqual([
      [2, 1],
    ]);
    expect(page).toContain('Who goes on from each stage');
    expect(page).not.toContain('Whoever stays all the same');
    await comesAsForeseen(foreseen, 1);
  }, 120_000);

  it('names who would come in, and says that a stage they have not been in cannot be foreseen', async () => {
    const third = person(2);
    let last: Awaited<ReturnType<typeof changed>> | undefined;
    for (
      let left = await placesOf(third, 'left-out');
      left.length > 0;
      left = await placesOf(third, 'left-out')
    )
      last = await changed(third, left[0], 'annul');
    expect(last?.foreseen.stages).toMatchObject({
      concluded: [{ code: 'exam', cameIn: only(third.number), fellOut: NONE, kept: NONE }],
      open: { code: 'interview', why: 'newcomers', count: 1 },
      noPlaces: 'stage',
    });
    expect(last?.foreseen.ranking).toBeNull();
    expect(last?.page).toContain('People would come in who have no score there (1)');
    await conclude('exam', WHY);
    expect(await came('exam')).toEqual({ cameIn: [third.number], fellOut: [], kept: [] });
  }, 120_000);

  it('names who would no longer go on', async () => {
    const third = person(2);
    const [place] = await placesOf(third, 'own');
    const { foreseen, page } = await changed(third, place, 'other-key');
    expect(foreseen.stages).toMatchObject({
      concluded: [{ code: 'exam', cameIn: NONE, fellOut: only(third.number), kept: NONE }, {}],
      open: null,
      noPlaces: null,
    });
    expect(page).toContain(third.number);
    await comesAsForeseen(foreseen, 2);
  }, 120_000);

  it('names who stays although the rule has them out, and the place that they lose', async () => {
    const [second, third] = [person(1), person(2)];
    // The second one falls as low as the third one, who comes in again and is interviewed.
    const [fallen] = await placesOf(second, 'own');
    const { foreseen: again } = await changed(second, fallen, 'other-key');
    expect(again.stages).toMatchObject({
      concluded: [{ code: 'exam', cameIn: only(third.number), fellOut: NONE, kept: NONE }],
      open: { code: 'interview', why: 'newcomers', count: 1 },
    });
    await conclude('exam', WHY);
    interviews.set(third.applicationId, 1500);
    await conclude('interview', WHY);
    await hr.post(`${here}/rankings`, { reason: WHY });
    await hr.post(`${here}/rankings/4/approval`);

    const [place] = await placesOf(third, 'own');
    const { foreseen, page } = await changed(third, place, 'other-key');
    expect(foreseen.stages).toMatchObject({
      concluded: [{ code: 'exam', cameIn: NONE, fellOut: NONE, kept: only(third.number) }, {}],
      noPlaces: null,
    });
    expect(foreseen.ranking?.changes.map(({ before, after }) => [before?.place, after?.place])).toEqual([
      [2, 3],
    ]);
    expect(page).toContain('Whoever stays all the same');
    await comesAsForeseen(foreseen, 4);
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 120_000);

  it('holds on a scale too', async () => {
    const rule = { kind: 'cut-score', points: 10_000 };
    const stages = [{ code: 'exam', kind: 'exam', title: text('Exam'), rule, weight: 1 }];
    await begin('FORESEEN-2', { stages, ties: [], last: 'equal' }, 2, true);
    await conclude('exam');
    const second = person(1);
    const [place, none] = await placesOf(second, 'left-out');
    expect(none).toBeUndefined();
    await hr.post(`${here}/rankings`);
    await hr.post(`${here}/rankings/1/approval`);
    const { foreseen } = await changed(second, place, 'annul');
    expect(foreseen).toMatchObject({
      stages: {
        concluded: [{ code: 'exam', cameIn: only(second.number), fellOut: NONE, kept: NONE }],
        open: null,
        noPlaces: null,
      },
      ranking: {
        entered: 1,
        changes: [{ candidateNumber: second.number, after: { points: 10_000, place: 1 } }],
      },
    });
    await comesAsForeseen(foreseen, 1);
    await published(platform);
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 120_000);
});
