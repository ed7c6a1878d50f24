import { describe, expect, it } from '@jest/globals';
import type { StageRule } from '../competition/index.js';
import { hashJson, type Json } from '../kernel/index.js';
import { makeFact } from '../platform/outbox/fact.js';
import { stageList, type StageLine, type StageList } from '../selection/domain/stage-list.js';
import { DoesNotHold } from './log-reading.js';
import { checkStages, rankedAnew } from './path-checks.js';
import {
  noPaths,
  noteAnnounced,
  noteConcluded,
  noteRanked,
  noteScale,
  type PathMemory,
  type Scales,
} from './paths.js';

const CODE = 'STAGES-1';
const examRule: StageRule = { kind: 'best', count: 2 };
const interviewRule: StageRule = {
  kind: 'weighted',
  least: 50,
  stages: [
    { code: 'exam', weight: 1 },
    { code: 'interview', weight: 1 },
  ],
};

/** What a platform publishes of its stages, true or forged: each list under its own hash. */
class Published {
  readonly memory: PathMemory = noPaths();
  readonly #lists = new Map<string, Json>();
  scales: Scales = {};
  readonly results: { session: string; listHash: string }[] = [];
  #seq = 1;

  constructor() {
    noteAnnounced(this.#fact('competition-announced', CODE), this.announcement, this.memory);
    this.publishResults('s', [
      ['A', 300],
      ['B', 200],
      ['C', 100],
    ]);
  }

  readonly announcement = {
    stages: [
      { code: 'exam', kind: 'exam', rule: examRule, weight: 1 },
      { code: 'interview', kind: 'interview', rule: interviewRule, weight: 1 },
    ],
    ranking: { ties: ['interview'], last: 'equal' },
  } as unknown as Parameters<typeof noteAnnounced>[1];

  readonly listOf = (hash: string): Promise<Json> => Promise.resolve(this.#lists.get(hash) ?? null);

  publishResults(session: string, all: readonly (readonly [string, number])[]): void {
    const lines = all.map(([candidateNumber, points]) => ({
      candidateNumber,
      points,
      parts: [],
      passed: true,
    }));
    const listHash = this.#keep({ session, lines });
    const known = this.results.findIndex((one) => one.session === session);
    if (known === -1) this.results.push({ session, listHash });
    else this.results[known] = { session, listHash };
  }

  /** States a conclusion of these lines and checks it. */
  async conclude(
    stage: 'exam' | 'interview',
    lines: readonly StageLine[],
    more: {
      version?: number;
      before?: readonly StageLine[];
      forge?: (list: StageList) => StageList;
      rule?: StageRule;
    } = {},
  ): Promise<void> {
    const { version = 1, forge = (list) => list } = more;
    const isExam = stage === 'exam';
    const rule = more.rule ?? (isExam ? examRule : interviewRule);
    const list = forge(
      stageList(
        {
          competition: CODE,
          stage,
          version,
          rule,
          maximum: isExam ? 400 : 100,
          sessions: isExam ? ['s'] : [],
        },
        lines,
        more.before ?? null,
      ),
    );
    const count = (outcome: string) => list.results.filter((line) => line.outcome === outcome).length;
    const shown = {
      stage: { code: stage },
      version,
      rule,
      advanced: count('advanced'),
      out: count('out'),
      absent: count('absent'),
      cameIn: list.difference?.cameIn.length ?? 0,
      fellOut: list.difference?.fellOut.length ?? 0,
      reason: version > 1 ? 'A reason.' : null,
      listHash: this.#keep(list),
    } as unknown as Parameters<typeof noteConcluded>[2];
    const fact = this.#fact('stage-concluded', `${CODE}/${stage}/${String(version)}`);
    await checkStages(this.listOf, [
      noteConcluded((this.#seq += 1), fact, shown, this.memory, this.results, this.scales),
    ]);
  }

  ranked() {
    const shown = {
      version: 1,
      listHash: 'x',
      rule: { code: Object.keys(this.scales).length > 0 ? 'openmerit-rank-4' : 'openmerit-rank-2' },
    } as unknown as Parameters<typeof noteRanked>[2];
    const fact = this.#fact('ranking-approved', `${CODE}/1`);
    const { path, lists } = noteRanked((this.#seq += 1), fact, shown, this.memory);
    if (!path) throw new Error('It has stages.');
    return rankedAnew('R', path, lists, this.results, this.listOf, new Map());
  }

  #keep(list: unknown): string {
    const hash = hashJson(list as Json).toString('hex');
    this.#lists.set(hash, list as Json);
    return hash;
  }

  #fact(type: string, subject: string) {
    return makeFact({ type, subject, cause: CODE, time: new Date(0), official: 'Somebody', shown: {} }).fact;
  }
}

const line = (
  number: string,
  points: number | null,
  outcome: StageLine['outcome'],
  before: string | null = null,
  kept = false,
): StageLine => ({ number, before, points, passed: before === null ? true : null, outcome, kept });
const EXAM = [line('A', 300, 'advanced'), line('B', 200, 'advanced'), line('C', 100, 'out')];
// (300/400 + 40/100) / 2 ≥ 0.5; (200/400 + 49/100) / 2 < 0.5
const INTERVIEW = [line('X', 40, 'advanced', 'A'), line('Y', 49, 'out', 'B')];

describe('stages as the verifier works them out', () => {
  it('hold where each list follows from those before it, and so does the ranking', async () => {
    const published = new Published();
    await published.conclude('exam', EXAM);
    await published.conclude('interview', INTERVIEW);
    expect(await published.ranked()).toMatchObject({
      count: 1,
      places: [{ candidateNumber: 'X', points: 5750, place: 1, parts: { exam: 300, interview: 40 } }],
    });
  });

  it.each<[string, (published: Published) => Promise<unknown>, string]>([
    [
      'another rule',
      (one) => one.conclude('exam', EXAM, { rule: { kind: 'best', count: 3 } }),
      'another rule',
    ],
    [
      'somebody who goes on by no rule',
      (one) => one.conclude('exam', [...EXAM.slice(0, 2), line('C', 100, 'advanced')]),
      'does not come out',
    ],
    [
      'somebody who is kept from the first',
      (one) => one.conclude('exam', [...EXAM.slice(0, 2), line('C', 100, 'advanced', null, true)]),
      'does not come out',
    ],
    [
      'other points than the results have',
      (one) =>
        one.conclude('exam', [line('A', 300, 'advanced'), line('B', 50, 'out'), line('C', 100, 'advanced')]),
      'not those of the results',
    ],
    ['somebody who is left out', (one) => one.conclude('exam', EXAM.slice(0, 2)), 'not those of the results'],
    ['a stage before its turn', (one) => one.conclude('interview', INTERVIEW), 'stage before'],
    ['a version that skips one', (one) => one.conclude('exam', EXAM, { version: 2 }), 'not the next version'],
    [
      'other counts than lines',
      (one) => one.conclude('exam', EXAM, { forge: (list) => ({ ...list, maximum: 400, stage: 'other' }) }),
      'does not follow',
    ],
    [
      'somebody who was out of the stage before',
      async (one) => {
        await one.conclude('exam', EXAM);
        await one.conclude('interview', [INTERVIEW[0] as StageLine, line('Y', 49, 'out', 'C')]);
      },
      'not of those who went on',
    ],
    [
      'somebody who went on and vanished',
      async (one) => {
        await one.conclude('exam', EXAM);
        await one.conclude('interview', INTERVIEW.slice(0, 1));
      },
      'not of those who went on',
    ],
    [
      'another difference',
      async (one) => {
        await one.conclude('exam', EXAM);
        one.publishResults('s', [
          ['A', 300],
          ['B', 50],
          ['C', 100],
        ]);
        const now = [line('A', 300, 'advanced'), line('B', 50, 'out'), line('C', 100, 'advanced')];
        const forge = (list: StageList) => ({ ...list, difference: { cameIn: ['C'], fellOut: [] } });
        await one.conclude('exam', now, { version: 2, before: EXAM, forge });
      },
      'does not follow',
    ],
    ['a ranking before its stages', (one) => Promise.resolve().then(() => one.ranked()), 'not concluded'],
    [
      'a ranking on a stage that rests on what was',
      async (one) => {
        await one.conclude('exam', EXAM);
        await one.conclude('interview', INTERVIEW);
        await one.conclude('exam', EXAM, { version: 2, before: EXAM });
        await one.ranked();
      },
      'concluded anew',
    ],
    [
      'results that are in no stage',
      async (one) => {
        one.publishResults('left-out', [['D', 400]]);
        await one.conclude('exam', EXAM);
        await one.conclude('interview', INTERVIEW);
        await one.ranked();
      },
      'are in no stage',
    ],
  ])('do not hold with %s', async (_, forged, says) => {
    const error: unknown = await forged(new Published()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DoesNotHold);
    expect((error as DoesNotHold).message).toContain(says);
  });

  it('let somebody stay who has gone on, and whoever takes their place come in, with the difference told', async () => {
    const published = new Published();
    await published.conclude('exam', EXAM);
    published.publishResults('s', [
      ['A', 300],
      ['B', 50],
      ['C', 100],
    ]);
    const now = [
      line('A', 300, 'advanced'),
      line('B', 50, 'advanced', null, true),
      line('C', 100, 'advanced'),
    ];
    await published.conclude('exam', now, { version: 2, before: EXAM });
    // (50/400 + 49/100) / 2 < 0.5; (100/400 + 90/100) / 2 ≥ 0.5
    await published.conclude('interview', [...INTERVIEW, line('Z', 90, 'advanced', 'C')]);
    expect(await published.ranked()).toMatchObject({ count: 2 });
  });
});

describe('stages whose sessions are on one scale, as the verifier works them out', () => {
  const scale = { version: 1, method: 'percentile' as const, base: null };
  // Session s: 300, 200, 100; of one and the same form twice as hard: 150, 50.
  const scaled = (
    number: string,
    points: number,
    exact: number,
    outcome: StageLine['outcome'],
  ): StageLine => ({
    ...line(number, points, outcome),
    scaled: exact,
  });
  const ON_SCALE = [
    scaled('A', 300, 1_000_000_000, 'advanced'),
    scaled('B', 200, 666_666_667, 'out'),
    scaled('C', 100, 333_333_333, 'out'),
    scaled('D', 150, 1_000_000_000, 'advanced'),
    scaled('E', 50, 500_000_000, 'out'),
  ];
  const twoSessions = (): Published => {
    const published = new Published();
    published.publishResults('t', [
      ['D', 150],
      ['E', 50],
    ]);
    published.scales = noteScale({ ...scale, stage: 'exam' }, {});
    return published;
  };
  const onScale = (list: StageList): StageList => ({ ...list, scale, sessions: ['s', 't'] });

  it('hold, and order by the scale: who has fewer points of a harder form goes on', async () => {
    const published = twoSessions();
    await published.conclude('exam', ON_SCALE, { forge: onScale });
    // (100/100 + 40/100) / 2 and (100/100 + 49/100) / 2
    await published.conclude('interview', [line('X', 40, 'advanced', 'A'), line('Y', 49, 'advanced', 'D')]);
    const { rule, places } = await published.ranked();
    expect(rule).toMatchObject({ code: 'openmerit-rank-4', stages: [{ maximum: 10_000, scale }, {}] });
    expect(places).toMatchObject([
      { candidateNumber: 'Y', points: 7450, place: 1, parts: { exam: 150 }, scaledParts: { exam: 1e9 } },
      { candidateNumber: 'X', points: 7000, place: 2 },
    ]);
  });

  it.each<[string, readonly StageLine[], (list: StageList) => StageList, string]>([
    [
      'points on the scale that are others',
      [
        scaled('A', 300, 1_000_000_000, 'advanced'),
        scaled('B', 200, 666_666_668, 'out'),
        ...ON_SCALE.slice(2),
      ],
      onScale,
      'not those of the results',
    ],
    [
      'points as they are where a scale was chosen',
      ON_SCALE.map(({ scaled: _on, ...one }) => ({
        ...one,
        outcome: one.points !== null && one.points >= 200 ? ('advanced' as const) : ('out' as const),
      })),
      (list) => ({ ...list, sessions: ['s', 't'] }),
      'by the scale that was chosen',
    ],
    [
      'another scale than was chosen',
      ON_SCALE,
      (list) => ({ ...onScale(list), scale: { ...scale, version: 2 } }),
      'by the scale that was chosen',
    ],
  ])('do not hold with %s', async (_, lines, forge, says) => {
    await expect(twoSessions().conclude('exam', lines, { forge })).rejects.toThrow(says);
  });

  it('do not hold on a scale that nobody chose', async () => {
    const published = twoSessions();
    published.scales = noteScale({ ...scale, method: 'none', stage: 'exam' }, published.scales);
    await expect(published.conclude('exam', ON_SCALE, { forge: onScale })).rejects.toThrow(
      'by the scale that was chosen',
    );
  });
});
