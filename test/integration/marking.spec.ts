import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { ResultLine } from '../../src/grading/facts.js';
import { keptScores, type KeptScores } from '../../src/grading/domain/kept-scores.js';
import { correctMark, resultListOf } from '../../src/grading/index.js';
import { principalOf } from '../../src/people/index.js';
import { verifySession } from '../../src/verify/session-cli.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import {
  criteriaFor,
  essayExam,
  gradeOwed,
  namedMarkers,
  write,
  type EssayExam,
  type TaskText,
  type Writer,
} from '../support/essays.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Sheet {
  readonly points: number;
  readonly pending: number;
  readonly passed: boolean;
  readonly isGraded: boolean;
  readonly items: readonly {
    readonly position: number;
    readonly points: number;
    readonly why: string;
    readonly machine: { readonly why: string };
    readonly marks: readonly { readonly official: string; readonly place: number; readonly points: number }[];
    readonly layers: readonly {
      readonly kind: string;
      readonly points: number;
      readonly reason: string | null;
    }[];
  }[];
}

const letter = (name: string) => `A letter by nobody but ${name}, who writes plainly.`;
const note = (name: string) => `A note of ${name}: the bus, because the villages have no other way.`;

describe('marking of written tasks', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let first: EssayExam;
  /** Everything that markers were answered. */
  const seen: string[] = [];

  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const at = ({ sessionId }: EssayExam, rest = '') => `/api/v1/sessions/${sessionId}/marking${rest}`;
  const heard = <T>(answer: T): T => {
    seen.push(JSON.stringify(answer));
    return answer;
  };
  const next = async (marker: ApiClient, of: EssayExam): Promise<TaskText | undefined> => {
    const { textId } = heard(await marker.post<{ textId: string | null }>(at(of, '/next')));
    return textId === null ? undefined : heard(await marker.get<TaskText>(at(of, `/texts/${textId}`)));
  };
  const give = async (marker: ApiClient, of: EssayExam, text: TaskText, points: number) =>
    heard(
      await marker.post<{ points: number }>(at(of, `/texts/${text.textId}/marks`), {
        criteria: criteriaFor(text, points),
      }),
    );
  /** Marks all that a marker gets. @param points what each text is worth to them. */
  const markAll = async (marker: ApiClient, of: EssayExam, points: (text: string) => number) => {
    const order: string[] = [];
    for (;;) {
      const text = await next(marker, of);
      if (!text) return order;
      order.push(text.text);
      await give(marker, of, text, points(text.text));
    }
  };
  const grading = ({ sessionId }: EssayExam) =>
    exam.get<{ closed: number; graded: number; unmarked: number }>(`/api/v1/sessions/${sessionId}/grading`);
  const sheetOf = ({ sessionId }: EssayExam, writer: Writer) =>
    exam.get<Sheet>(`/api/v1/sessions/${sessionId}/score-sheets/${writer.candidateNumber}`);

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    first = await essayExam(platform);
  }, 120_000);
  afterAll(() => platform.close());

  it('goes from two markers over a third to a grade and a release', async () => {
    const ann = await write(platform, first, [letter('Ann'), note('Ann')]);
    const ben = await write(platform, first, [letter('Ben'), ' ']);
    await exam.post(`/api/v1/sessions/${first.sessionId}/closing`);
    expect(await gradeOwed(platform, first.sessionId)).toBe(2);
    expect(await grading(first)).toMatchObject({ closed: 2, graded: 2, unmarked: 2 });
    expect(await codeOf(exam.post(`/api/v1/sessions/${first.sessionId}/release`))).toBe('GRADING.UNMARKED');
    // Ben left the note empty: nobody need mark it.
    expect((await sheetOf(first, ben)).items.map(({ why }) => why)).toEqual(['pending', 'none']);

    const [one, two, three] = await namedMarkers(platform, first.sessionId, ['marker', 'marker2', 'marker3']);
    if (!one || !two || !three) throw new Error('The demonstration has three markers.');
    // Ann's letter: 60 and 71, within the rule. Her note: 20 and 80, so that a third decides. Ben's letter: 40 and 40.
    const points = (own: number, noted: number) => (text: string) =>
      text === note('Ann') ? noted : text === letter('Ann') ? own : 40;
    const firstOrder = await markAll(one, first, points(60, 20));
    const secondOrder = await markAll(two, first, points(71, 80));
    // Each marker has an order of their own: by a hash of the text's random id and theirs.
    for (const [signIn, order] of [
      ['marker', firstOrder],
      ['marker2', secondOrder],
    ] as const) {
      const byHash = await query<{ text: string }>(
        `SELECT s.answers ->> t.position::text AS text FROM marking_text t
           JOIN answer_sheet s ON s.sitting_id = t.sitting_id AND s.number = t.sheet, account a
         WHERE t.session_id = $1 AND a.sign_in = $2 ORDER BY md5(a.id::text || t.id::text)`,
        [first.sessionId, signIn],
      );
      expect(order).toEqual(byHash.map(({ text }) => text));
    }
    expect([...firstOrder].sort()).toEqual([letter('Ann'), letter('Ben'), note('Ann')].sort());
    expect([...secondOrder].sort()).toEqual([...firstOrder].sort());
    expect(await exam.get(at(first))).toMatchObject({
      progress: { texts: 3, settled: 2, adjudicating: 1, marksGiven: 6, marksOwed: 1 },
      tolerance: 20,
      adjudications: [{ points: expect.arrayContaining([20, 80]) as unknown, inHand: false, markers: 1 }],
    });
    // Each settled text is one more revision of its sitting, graded once.
    expect(await grading(first)).toMatchObject({ graded: 0 });
    expect(await gradeOwed(platform, first.sessionId)).toBe(2);
    expect(await gradeOwed(platform, first.sessionId)).toBe(0);
    expect(await grading(first)).toMatchObject({ graded: 2, unmarked: 1 });

    expect(await markAll(three, first, points(0, 35))).toEqual([note('Ann')]);
    expect(await gradeOwed(platform, first.sessionId)).toBe(1);
    expect(await grading(first)).toMatchObject({ graded: 2, unmarked: 0 });

    const sheet = await sheetOf(first, ann);
    expect(sheet).toMatchObject({ points: 66 + 35, pending: 0, passed: true, isGraded: true });
    expect(sheet.items.map(({ points: value, why, machine }) => [value, why, machine.why])).toEqual([
      [66, 'marked', 'pending'],
      [35, 'marked', 'pending'],
    ]);
    expect(sheet.items[1]?.marks.map(({ place, points: value }) => [place, value])).toEqual([
      [1, 20],
      [2, 80],
      [3, 35],
    ]);
    expect(sheet.items[1]?.layers).toMatchObject([{ kind: 'adjudicated', points: 35 }]);
    const [grade] = await query<{ points: number; marks: number }>(
      'SELECT points, marks FROM grade WHERE sitting_id = $1 ORDER BY marks DESC LIMIT 1',
      [ann.sittingId],
    );
    expect(grade).toEqual({ points: 101, marks: 2 });

    const hr = await staff(platform, 'hr');
    const own = `/api/v1/sessions/${first.sessionId}/score-sheets/${ann.candidateNumber}`;
    expect(await codeOf(hr.get(own))).toBe('GRADING.NOT_RELEASED');
    await exam.post(`/api/v1/sessions/${first.sessionId}/release`);
    expect(await hr.get<Sheet>(own)).toMatchObject({ points: 101 });
    expect(await ann.client.get(`/api/v1/sittings/${ann.sittingId}/result`)).toMatchObject({ points: 101 });
    await auditorGradesAgain();
    await corrects(ann);
  }, 60_000);

  /** An auditor has the texts and not the marks: what is published must leave room for some. */
  async function auditorGradesAgain(): Promise<void> {
    const auditor = await staff(platform, 'auditor');
    const session = `/api/v1/sessions/${first.sessionId}`;
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-marking-'));
    const keep = (name: string, content: string | Buffer): string => {
      writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    };
    const file = keep('package.jsonl', (await auditor.ownFile(`${session}/auditor-package`)).bytes);
    const draw = keep('draw.json', await (await fetch(`${platform.base}${session}/draw-bundle`)).text());
    const { database } = platform.api.parts;
    const list = await resultListOf(database.tx, first.sessionId);
    const verify = (lines: readonly ResultLine[]) => {
      const said: string[] = [];
      const code = verifySession(file, draw, keep('list.json', JSON.stringify({ ...list, lines })), (line) =>
        said.push(line),
      );
      return { code, text: said.join(' ') };
    };
    expect(verify(list.lines)).toMatchObject({ code: 0 });
    const beyond = verify(list.lines.map((line) => ({ ...line, points: line.points + 100 })));
    expect(beyond.text).toContain('no marks could make of the sheet');
    rmSync(folder, { recursive: true });
  }

  /** A correction after the release: a layer more, graded in the same transaction. */
  async function corrects(ann: Writer): Promise<void> {
    const { database } = platform.api.parts;
    const [account] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'appeals'`);
    const appeals = await principalOf(database.tx, account?.id ?? '');
    if (!appeals) throw new Error('The demonstration has an appeal officer.');
    const correct = (position: number, points: number) =>
      database.attempt((tx) =>
        correctMark(tx, appeals, {
          sittingId: ann.sittingId,
          position,
          points,
          reason: 'Two lines were overlooked.',
        }),
      );
    expect(await correct(2, 50)).toEqual({ ok: true, value: { revision: 3 } });
    expect(await gradeOwed(platform, first.sessionId)).toBe(0);
    expect(await ann.client.get(`/api/v1/sittings/${ann.sittingId}/result`)).toMatchObject({ points: 116 });
    const sheet = await sheetOf(first, ann);
    expect(sheet.points).toBe(116);
    expect(sheet.items[1]).toMatchObject({
      why: 'corrected',
      layers: [
        { kind: 'adjudicated', points: 35 },
        { kind: 'corrected', points: 50, reason: 'Two lines were overlooked.' },
      ],
    });
    // The same while a regrade is under way: what counts now and what will count both follow.
    await query(
      `INSERT INTO scoring_version (id, session_id, number, rules, content_hash, pending)
       SELECT gen_random_uuid(), session_id, 2, rules, content_hash, true FROM scoring_version WHERE session_id = $1`,
      [first.sessionId],
    );
    expect(await correct(2, 60)).toEqual({ ok: true, value: { revision: 4 } });
    expect(await ann.client.get(`/api/v1/sittings/${ann.sittingId}/result`)).toMatchObject({ points: 126 });
    expect(await sheetOf(first, ann)).toMatchObject({ points: 126, isGraded: true });
    for (const [position, points, code] of [
      [3, 50, 'MARKING.NOTHING_TO_CORRECT'],
      [2, 101, 'MARKING.POINTS'],
    ] as const) {
      const refused = await correct(position, points);
      expect(refused.ok ? null : refused.refusal.code).toBe(code);
    }
  }

  it('lets a marker change a mark until the other is known, and keeps both', async () => {
    const of = await essayExam(platform);
    await write(platform, of, [letter('Cem'), '']);
    await gradeOwed(platform, of.sessionId);
    const [one, two] = await namedMarkers(platform, of.sessionId, ['marker', 'marker2']);
    if (!one || !two) throw new Error('The demonstration has two markers.');
    const text = await next(one, of);
    if (!text) throw new Error('There is a text to mark.');
    expect(text).toMatchObject({ own: null, canChange: true });
    expect(text.tasks.map(({ language }) => language).sort()).toEqual(['en', 'ru']);
    expect(text.tasks[0]?.rubric[0]?.levels[0]).toMatchObject({
      points: 0,
      looks: expect.stringMatching(/\S/),
    });
    const wrong = { ...criteriaFor(text, 0), [text.tasks[0]?.rubric[0]?.criterion ?? '']: 101 };
    const address = at(of, `/texts/${text.textId}/marks`);
    expect(await codeOf(one.post(address, { criteria: wrong }))).toBe('MARKING.CRITERIA');
    await give(one, of, text, 40);
    await give(one, of, text, 44);
    expect(await one.get(at(of, `/texts/${text.textId}`))).toMatchObject({
      own: { number: 2, points: 44 },
      canChange: true,
    });
    // Marked by oneself already: not there once more, and nobody else's to look at.
    expect(await next(one, of)).toBeUndefined();
    expect(await codeOf(two.get(at(of, `/texts/${text.textId}`)))).toBe('MARKING.NO_TEXT');
    expect(await codeOf(two.post(address, { criteria: criteriaFor(text, 50) }))).toBe('MARKING.NO_TEXT');
    const other = await next(two, of);
    if (!other) throw new Error('The text has a second place.');
    expect(other.own).toBeNull();
    await give(two, of, other, 48);
    expect(await codeOf(give(one, of, text, 90))).toBe('MARKING.FINAL');
    expect(
      await query('SELECT number, points FROM mark WHERE text_id = $1 ORDER BY points', [text.textId]),
    ).toEqual([
      { number: 1, points: 40 },
      { number: 2, points: 44 },
      { number: 1, points: 48 },
    ]);
    await expect(query('UPDATE mark SET points = 0 WHERE text_id = $1', [text.textId])).rejects.toThrow(
      'only grows',
    );
    expect(await query('SELECT kind, points FROM mark_layer WHERE text_id = $1', [text.textId])).toEqual([
      { kind: 'marked', points: 46 },
    ]);
  }, 60_000);

  it('passes a text on where a marker knows the candidate, with everything else of that person', async () => {
    const of = await essayExam(platform);
    await write(platform, of, [letter('Dan'), note('Dan')]);
    await gradeOwed(platform, of.sessionId);
    const [one, two, three] = await namedMarkers(platform, of.sessionId, ['marker', 'marker2', 'marker3']);
    if (!one || !two || !three) throw new Error('The demonstration has three markers.');
    const text = await next(one, of);
    const aside = at(of, `/texts/${text?.textId ?? ''}/stepping-aside`);
    const reason = 'I know this story: it is a neighbour’s.';
    expect(heard(await one.post(aside, { reason }))).toEqual({ steppedAside: true });
    expect(await codeOf(one.post(aside, { reason }))).toBe('MARKING.NO_TEXT');
    expect(await next(one, of)).toBeUndefined();
    expect(heard(await one.get(at(of, '/own')))).toEqual({
      marked: 0,
      left: 0,
      inHand: null,
      changeable: [],
    });
    expect(await markAll(two, of, () => 50)).toHaveLength(2);
    expect(await markAll(three, of, () => 50)).toHaveLength(2);
    expect(await exam.get(at(of))).toMatchObject({
      progress: { texts: 2, settled: 2, marksOwed: 0 },
      steppedAside: [{ textId: text?.textId, reason }],
    });
    const decided = await query<{ reason: string }>(
      `SELECT reason FROM decision WHERE action = 'marker-stepped-aside' AND scope_id = $1`,
      [of.sessionId],
    );
    expect(decided).toEqual([{ reason }]);
  }, 60_000);

  it('gives one free place to one of those who reach for it, and the next text to the other', async () => {
    const of = await essayExam(platform);
    await write(platform, of, [letter('Eva'), note('Eva')]);
    await write(platform, of, [letter('Fay'), note('Fay')]);
    await gradeOwed(platform, of.sessionId);
    const markers = await namedMarkers(platform, of.sessionId, ['marker', 'marker2', 'marker3']);
    // Whoever asks several times at once has one text in hand all the same.
    const taken = await Promise.all(
      [...markers, ...markers, ...markers].map((marker) => marker.post<{ textId: string }>(at(of, '/next'))),
    );
    expect(taken.every(({ textId }) => textId)).toBe(true);
    const held = await query<{ count: number; most: number }>(
      `SELECT count(*)::int AS count, max(n)::int AS most FROM (SELECT count(*) AS n FROM mark_assignment
         WHERE session_id = $1 GROUP BY text_id) texts`,
      [of.sessionId],
    );
    const [places] = await query<{ count: number }>(
      `SELECT count(*)::int AS count FROM mark_assignment WHERE session_id = $1 AND state = 'open'`,
      [of.sessionId],
    );
    expect(places?.count).toBe(3);
    expect(held[0]?.most).toBeLessThanOrEqual(2);
    // Three at a time until nothing is left: eight marks on four texts, never three of one, never two by one.
    await Promise.all(markers.map((marker) => markAll(marker, of, () => 50)));
    const marks = await query<{ text: string; markers: number; marks: number }>(
      `SELECT text_id AS text, count(DISTINCT account_id)::int AS markers, count(*)::int AS marks FROM mark
       WHERE text_id IN (SELECT id FROM marking_text WHERE session_id = $1) GROUP BY text_id`,
      [of.sessionId],
    );
    expect(marks.map(({ markers: by, marks: given }) => [by, given])).toEqual(
      Array.from({ length: 4 }, () => [2, 2]),
    );
    expect(await exam.get(at(of))).toMatchObject({ progress: { texts: 4, settled: 4, marksOwed: 0 } });
  }, 60_000);

  it('carries marks over to a sheet that supersedes another where the text is the same, and owes them anew where not', async () => {
    const of = await essayExam(platform);
    const { sittingId } = await write(platform, of, [letter('Ida'), note('Ida')]);
    await gradeOwed(platform, of.sessionId);
    const [one, two] = await namedMarkers(platform, of.sessionId, ['marker', 'marker2']);
    if (!one || !two) throw new Error('The demonstration has two markers.');
    for (const marker of [one, two]) await markAll(marker, of, () => 50);
    await gradeOwed(platform, of.sessionId);
    expect(await grading(of)).toMatchObject({ graded: 1, unmarked: 0 });
    // As a ruling on late answers does: another sheet counts, with another note.
    await query(
      `INSERT INTO answer_sheet (sitting_id, number, answers, hash)
       SELECT sitting_id, 2, answers || jsonb_build_object('2', $2::text), hash FROM answer_sheet WHERE sitting_id = $1`,
      [sittingId, note('Ida once more')],
    );
    await query('UPDATE sitting SET sheet = 2 WHERE id = $1', [sittingId]);
    expect(await gradeOwed(platform, of.sessionId)).toBe(1);
    expect(await grading(of)).toMatchObject({ graded: 1, unmarked: 1 });
    const [grade] = await query<{ items: KeptScores }>(
      'SELECT by_item AS items FROM grade WHERE sitting_id = $1 AND sheet = 2',
      [sittingId],
    );
    expect(grade && keptScores(grade.items).map(({ points, why }) => [points, why])).toEqual([
      [50, 'marked'],
      [0, 'pending'],
    ]);
    expect(await exam.get(at(of))).toMatchObject({ progress: { texts: 2, settled: 1, marksOwed: 2 } });
    for (const marker of [one, two])
      expect(await markAll(marker, of, () => 70)).toEqual([note('Ida once more')]);
    expect(await gradeOwed(platform, of.sessionId)).toBe(1);
    expect(await grading(of)).toMatchObject({ graded: 1, unmarked: 0 });
  }, 60_000);

  it('is by named markers alone, and by a rule that stays once marking has begun', async () => {
    const of = await essayExam(platform);
    await write(platform, of, [letter('Gul'), '']);
    await gradeOwed(platform, of.sessionId);
    const outsider = await staff(platform, 'marker');
    expect(await codeOf(outsider.post(at(of, '/next')))).toBe('MARKING.NOT_A_MARKER');
    const [hr] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'hr'`);
    expect(await codeOf(exam.post(at(of, '/markers'), { accountId: hr?.id }))).toBe('MARKING.NO_ROLE');
    expect(await exam.put(at(of, '/rule'), { tolerance: 10 })).toEqual({ tolerance: 10 });
    const [one, two, three] = await namedMarkers(platform, of.sessionId, ['marker', 'marker2', 'marker3']);
    if (!one || !two || !three) throw new Error('The demonstration has three markers.');
    // What a marker who goes had in hand is another's.
    const held = await next(one, of);
    const [account] = await query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'marker'`);
    await exam.post(at(of, `/markers/${account?.id ?? ''}/removal`));
    expect(await codeOf(one.get(at(of, `/texts/${held?.textId ?? ''}`)))).toBe('MARKING.NO_TEXT');
    expect(await codeOf(one.post(at(of, '/next')))).toBe('MARKING.NOT_A_MARKER');
    expect(await markAll(two, of, () => 50)).toHaveLength(1);
    expect(await codeOf(exam.put(at(of, '/rule'), { tolerance: 90 }))).toBe('MARKING.BEGUN');
    expect(await markAll(three, of, () => 61)).toHaveLength(1);
    expect(await exam.get(at(of))).toMatchObject({
      progress: { adjudicating: 1 },
      adjudications: [{ markers: 0 }],
    });
    // Named once more, the first may take up what they gave back.
    await namedMarkers(platform, of.sessionId, ['marker']);
    expect(await markAll(one, of, () => 55)).toHaveLength(1);
    expect(await exam.get(at(of))).toMatchObject({ progress: { settled: 1, marksOwed: 0 } });
    expect(await exam.get(at(of, '/agreement'))).toMatchObject({
      texts: 1,
      few: true,
      apart: 1,
      meanGap: 11,
    });
  }, 60_000);

  it('tells a marker nothing of who wrote: no number, no name, no id of theirs', async () => {
    const hidden = await query<{ number: string; sitting: string; application: string; person: string }>(
      `SELECT candidate_number AS number, id AS sitting, application_id AS application, person_id AS person FROM sitting`,
    );
    const names = ['Test Person', 'Writers', 'official', 'candidate', 'sitting', 'language":"ru","text'];
    const all = seen.join('\n');
    expect(seen.length).toBeGreaterThan(60);
    for (const one of [...hidden.flatMap((row) => Object.values(row)), ...names])
      expect(all).not.toContain(one);
    // What may be changed and whether it is a third mark tells nothing either.
    expect(all).not.toContain('place');
    expect(all).not.toContain('adjudicat');
    const marker = await staff(platform, 'marker');
    for (const path of ['', '/agreement'])
      expect(await codeOf(marker.get(at(first, path)))).toBe('AUTH.FORBIDDEN');
  });
});
