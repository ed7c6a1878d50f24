import { describe, expect, it } from '@jest/globals';
import { canonicalJson, hashJson, leafHash, newId, type Json } from '../kernel/index.js';
import { makeFact, type FactDraft } from '../platform/outbox/fact.js';
import { DoesNotHold } from './log-reading.js';
import type { PublicSource } from './public-source.js';
import { nothingYet, remember, type Owed } from './history.js';
import { checkAppointments, checkRankings } from './published.js';

const HASH = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const competition = { code: 'ORDER-1', title: { en: 'A competition' } };
const agency = { code: 'MDS', name: { en: 'An agency' } };
const session = newId();
const texts = { en: 'A session' };

/** What a platform states that chooses afterwards; the log of such a one is as whole as any. */
describe('what comes when in the log', () => {
  const fact = (
    type: string,
    subject: string,
    cause: string,
    shown: FactDraft['shown'],
    more = {},
  ): FactDraft => ({
    type,
    subject,
    cause,
    time: new Date('2031-05-06T07:08:09Z'),
    official: 'Somebody, Test',
    shown,
    ...more,
  });
  const announced = (disclosure: string, code = competition.code) =>
    fact('competition-announced', code, code, {
      competition: { ...competition, code },
      agency,
      profile: { code: 'general', version: 1 },
      disclosure,
      applyFrom: '2031-01-01T00:00:00.000Z',
      applyUntil: '2031-02-01T00:00:00.000Z',
      posts: [],
    });
  const committed = (draw: string, cause = competition.code) =>
    fact('draw-committed', session, cause, {
      draw,
      number: 1,
      algorithm: 'openmerit-draw-2',
      programme: { code: 'p', version: 1, contentHash: HASH },
      pool: { root: HASH, size: 1 },
      roster: { root: HASH, size: 1 },
      spares: { root: HASH, size: 1 },
      contributors: [],
      preassembled: null,
    });
  const cancelled = (draw: string) =>
    fact('draw-cancelled', session, competition.code, {
      draw,
      number: 1,
      reason: 'It did not suit.',
      missing: [],
    });
  const receipt = (number: string, receiptHash = HASH, supersedes?: string) =>
    fact('receipt', number, session, {
      receiptHash,
      session,
      keyId: 'receipts-x',
      ...(supersedes !== undefined && { supersedes }),
    });
  const line = (candidateNumber: string) => ({
    candidateNumber,
    points: 100,
    parts: [{ part: 'a', points: 100 }],
    passed: true,
  });
  const list = (numbers: readonly string[], of = session) =>
    ({ session: of, lines: numbers.map(line) }) as unknown as Json;
  const results = (numbers: readonly string[], of = session, cause = competition.code) =>
    fact('result-list', session, cause, {
      competition,
      agency,
      session: { id: session, title: texts },
      sat: numbers.length,
      passed: numbers.length,
      listHash: hashJson(list(numbers, of)).toString('hex'),
    });
  const places = (numbers: readonly string[]) =>
    ({
      competition: competition.code,
      version: 1,
      rule: { code: 'openmerit-rank-1', subjectOrder: ['a'] },
      places: numbers.map((candidateNumber) => ({
        candidateNumber,
        points: 100,
        parts: { a: 100 },
        place: 1,
      })),
    }) as unknown as Json;
  const ranking = (numbers: readonly string[]) =>
    fact('ranking-approved', `${competition.code}/1`, competition.code, {
      competition,
      agency,
      version: 1,
      rule: { code: 'openmerit-rank-1', subjectOrder: ['a'] },
      ranked: numbers.length,
      total: numbers.length,
      listHash: hashJson(places(numbers)).toString('hex'),
    });
  const appointment = (place: number | null) =>
    fact(
      'appointment',
      newId(),
      `${competition.code}/1`,
      {
        competition,
        agency,
        post: { title: texts, grade: 'B', location: 'Baku' },
        place,
        passedOverReason: null,
      },
      { personal: { personName: 'A person' } },
    );
  const made = (of: readonly number[], appointed = of.length, reasons: readonly string[] = []) =>
    fact('appointments-made', `${competition.code}/1`, competition.code, {
      competition,
      agency,
      rankingVersion: 1,
      appointed,
      places: [...of],
      reasons: [...reasons],
    });

  /** What a verifier says of such a log: the first thing that does not hold, or nothing. */
  const faultOf = async (
    facts: readonly FactDraft[],
    chunks: readonly Json[],
  ): Promise<string | undefined> => {
    const lists = new Map(chunks.map((chunk) => [hashJson(chunk).toString('hex'), canonicalJson(chunk)]));
    const source = {
      text: (path: string) => Promise.resolve(lists.get(path.replace('/log/chunks/', '')) ?? ''),
    } as unknown as PublicSource;
    const memory = nothingYet();
    const owed: Owed = { reveals: [], stages: [], rankings: [], sessions: [], disclosed: [], appointed: [] };
    try {
      for (const [seq, draft] of facts.entries()) {
        const made = makeFact(draft);
        const leaf = leafHash(canonicalJson(made.fact as unknown as Json));
        remember({ seq, leaf, fact: made.fact, ...made.content }, memory, owed);
      }
      await checkRankings(source, owed.rankings);
      await checkAppointments(source, owed.appointed, memory.rankings);
      return undefined;
    } catch (error) {
      if (error instanceof DoesNotHold) return error.wrong;
      throw error;
    }
  };

  const two = ['BBBBBBBBBB', 'CCCCCCCCCC'];
  const lists = [list(two), list(['BBBBBBBBBB']), list(two, 'another'), places(two)];

  it.each<[string, string, readonly FactDraft[]]>([
    [
      'a competition is announced twice',
      'was announced before',
      [announced('public'), announced('commitments')],
    ],
    [
      'a draw is cancelled when somebody has handed in',
      'somebody had handed in already',
      [announced('public'), committed('d'), receipt('BBBBBBBBBB'), cancelled('d'), committed('e')],
    ],
    [
      'somebody hands in after the results',
      'the results of session',
      [committed('d'), receipt('BBBBBBBBBB'), results(['BBBBBBBBBB']), receipt('CCCCCCCCCC', OTHER)],
    ],
    [
      'results are published twice',
      'were published already',
      [committed('d'), results(two), results(['BBBBBBBBBB'])],
    ],
    [
      'a session changes its competition',
      `is of the competition ${competition.code}`,
      [committed('d'), results(two, session, 'ORDER-2')],
    ],
    [
      'a second receipt takes the place of nothing',
      'which does not take the place of the first',
      [announced('public'), committed('d'), receipt('BBBBBBBBBB'), receipt('BBBBBBBBBB', OTHER)],
    ],
    ['a list is another session’s', 'is of another one', [results(two, 'another'), ranking(two)]],
    [
      'an appointment is from no ranking',
      'which was never published',
      [announced('commitments'), appointment(1)],
    ],
    [
      'an appointment tells its place where sheets are to be public',
      'it tells a place',
      [announced('public'), results(two), ranking(two), appointment(1)],
    ],
    [
      'an appointment tells no place where it should',
      'it tells no place',
      [announced('commitments'), results(two), ranking(two), appointment(null)],
    ],
    [
      'fewer places are told than people were appointed',
      'more or fewer places',
      [announced('public'), results(two), ranking(two), appointment(null), appointment(null), made([1])],
    ],
    [
      'a place is appointed that nobody has',
      'Place 3 of the ranking',
      [announced('commitments'), results(two), ranking(two), appointment(3)],
    ],
    [
      'a place is appointed more often than it is shared',
      'was appointed more often',
      [announced('commitments'), results(two), ranking(two), appointment(1), appointment(1), appointment(1)],
    ],
    [
      'places are passed over without a word',
      'says no reason',
      [announced('public'), results(two), ranking(two), appointment(null), made([2])],
    ],
  ])('is named where %s', async (_, words, facts) => {
    expect(await faultOf(facts, lists)).toContain(words);
  });

  it('is no fault where all is in its order', async () => {
    const facts = [
      announced('public'),
      committed('d'),
      receipt('BBBBBBBBBB'),
      receipt('CCCCCCCCCC', OTHER),
      results(two),
      ranking(two),
      appointment(null),
      appointment(null),
      made([1, 1]),
    ];
    expect(await faultOf(facts, lists)).toBeUndefined();
  });
});
