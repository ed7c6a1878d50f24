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
  const places = (numbers: readonly string[], version = 1) =>
    ({
      competition: competition.code,
      version,
      rule: { code: 'openmerit-rank-1', subjectOrder: ['a'] },
      places: numbers.map((candidateNumber) => ({
        candidateNumber,
        points: 100,
        parts: { a: 100 },
        place: 1,
      })),
    }) as unknown as Json;
  const ranking = (numbers: readonly string[], version = 1) =>
    fact('ranking-approved', `${competition.code}/${String(version)}`, competition.code, {
      competition,
      agency,
      version,
      rule: { code: 'openmerit-rank-1', subjectOrder: ['a'] },
      ranked: numbers.length,
      total: numbers.length,
      listHash: hashJson(places(numbers, version)).toString('hex'),
    });
  const scaledRule = {
    code: 'openmerit-rank-3',
    scale: { version: 1, method: 'percentile', base: null },
    subjectOrder: ['a'],
  };
  // Two with as many points: nobody has more, and so both are at 100.
  const scaledPlaces = (scaled = 1_000_000_000) =>
    ({
      competition: competition.code,
      version: 1,
      rule: scaledRule,
      places: two.map((candidateNumber) => ({
        candidateNumber,
        points: 100,
        parts: { a: 100 },
        scaled,
        scaledParts: { a: 1_000_000_000 },
        place: 1,
      })),
    }) as unknown as Json;
  const scaledRanking = (scaled?: number) =>
    fact('ranking-approved', `${competition.code}/1`, competition.code, {
      competition,
      agency,
      version: 1,
      rule: scaledRule,
      ranked: two.length,
      total: two.length,
      listHash: hashJson(scaledPlaces(scaled)).toString('hex'),
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
  const made = (
    of: readonly number[],
    appointed = of.length,
    reasons: readonly string[] = [],
    declined = 0,
  ) =>
    fact('appointments-made', `${competition.code}/1`, competition.code, {
      competition,
      agency,
      rankingVersion: 1,
      appointed,
      places: [...of],
      reasons: [...reasons],
      ...(declined > 0 && { declined }),
    });

  const scoring = (number: number, hash = HASH) => ({ id: `v${String(number)}`, number, hash });
  const changed = (before = scoring(1), after = scoring(2), item = 'ITEM-1') =>
    fact('answer-key-changed', item, competition.code, {
      competition,
      agency,
      item,
      change: 'annulled',
      sessions: [{ id: session, title: texts, before, after }],
      reason: 'Two answers are right.',
    });
  /** A result list of so many, from which so many results are held back. */
  const holding = (sat: number, held: number) =>
    fact('result-list', session, competition.code, {
      competition,
      agency,
      session: { id: session, title: texts },
      sat,
      passed: sat,
      ...(held > 0 && { held }),
      listHash: HASH,
    });
  const appeal = (remedy: string, outcome = 'upheld', official: string | null = 'Somebody, Test') =>
    fact(
      'appeal-decided',
      newId(),
      competition.code,
      {
        competition,
        agency,
        session: { id: session, title: texts },
        about: 'incident',
        outcome,
        remedy,
        category: 'technical',
        receivedOn: '2031-05-01',
        decidedOn: '2031-05-06',
      },
      { official },
    );
  const voided = (number: string) => fact('sitting-void', number, session, { session, receiptHash: HASH });
  const disclosed = () =>
    fact('session-disclosed', session, competition.code, {
      competition,
      agency,
      session: { id: session, title: texts },
      sheets: 2,
      withheld: 0,
      listHash: HASH,
    });
  const cut = (version: number) =>
    fact('cut-score-set', `${competition.code}/${String(version)}`, competition.code, {
      competition,
      agency,
      programme: { code: 'p', version: 1 },
      version,
      method: 'law',
      overall: version,
      eachPart: 1,
      byPart: {},
      advised: null,
      standardError: null,
      judges: 0,
      legalBasis: 'A law',
      reason: 'It says so.',
    });
  const scale = (version = 1, base: string | null = null) =>
    fact('scaling-chosen', `${competition.code}/${String(version)}`, competition.code, {
      competition,
      agency,
      stage: null,
      version,
      method: base === null ? 'percentile' : 'equipercentile',
      base: base === null ? null : { id: base, title: { en: 'The base' } },
      reason: 'Sessions differ.',
    });
  const lost = (of: string) =>
    fact('session-void', of, competition.code, {
      competition,
      agency,
      session: { id: of, title: { en: 'The base' } },
      reason: 'The power failed.',
      sittings: 0,
      listHash: HASH,
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
      'results are published a third time after one change',
      'were published already',
      [committed('d'), results(two), changed(), results(two), results(two)],
    ],
    [
      'a change was stated before the first results alone',
      'were published already',
      [committed('d'), changed(), results(two), results(two)],
    ],
    [
      'a scoring version in between is passed over',
      'does not follow the one before',
      [committed('d'), results(two), changed(), changed(scoring(3), scoring(4), 'ITEM-2')],
    ],
    [
      'a change begins at another version than the last one ended',
      'does not follow the one before',
      [committed('d'), results(two), changed(), changed(scoring(2, OTHER), scoring(3), 'ITEM-2')],
    ],
    [
      'a ranking comes between a change and the list that follows from it',
      'were to be published again first',
      [committed('d'), results(two), changed(), ranking(two)],
    ],
    [
      'a ranking follows from the list before a change',
      'does not follow from the results',
      [committed('d'), results(two), changed(), results(['BBBBBBBBBB']), ranking(two)],
    ],
    [
      'results change after the sheets were published',
      'its results stay',
      [announced('public'), committed('d'), results(two), disclosed(), changed()],
    ],
    [
      'a sitting is void after the results, and no appeal gave it back',
      'were published already',
      [committed('d'), results(two), appeal('none'), voided('BBBBBBBBBB')],
    ],
    [
      'one appeal gives two sittings back',
      'were published already',
      [committed('d'), results(two), appeal('sat-again'), voided('BBBBBBBBBB'), voided('CCCCCCCCCC')],
    ],
    [
      'a rejected appeal changes something',
      'it is rejected',
      [committed('d'), results(two), appeal('sat-again', 'rejected')],
    ],
    ['nobody has decided an appeal', 'nobody has decided', [appeal('none', 'upheld', null)]],
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
    [
      'a cut score is adopted by whoever knows the results',
      'results of the competition',
      [committed('d'), cut(1), results(two), cut(2)],
    ],
    [
      'a scale is chosen by whoever knows the results',
      'results of the competition',
      [committed('d'), results(two), scale()],
    ],
    [
      'more follows than was held back',
      'were published already',
      [committed('d'), holding(1, 1), holding(3, 0)],
    ],
    [
      'what is held back does not become less',
      'were published already',
      [committed('d'), holding(1, 1), holding(1, 1)],
    ],
    [
      'results are held back that were published',
      'were published before',
      [committed('d'), holding(2, 0), changed(), holding(1, 1)],
    ],
    [
      'more sittings are void than were held back',
      'were published already',
      [committed('d'), holding(1, 1), voided('BBBBBBBBBB'), voided('CCCCCCCCCC')],
    ],
    [
      'a ranking comes while results are held back',
      'are held, and were to follow first',
      [committed('d'), holding(1, 1), ranking(two)],
    ],
    [
      'sheets are published while results are held back',
      'are held, and were to follow first',
      [announced('public'), committed('d'), holding(1, 1), disclosed()],
    ],
  ])('is named where %s', async (_, words, facts) => {
    expect(await faultOf(facts, lists)).toContain(words);
  });

  it('is no fault where a change brings a list, and a ranking from it', async () => {
    const facts = [
      committed('d'),
      results(two),
      ranking(two),
      changed(),
      changed(scoring(2), scoring(3), 'ITEM-2'),
      results(two),
      appeal('sat-again', 'partly'),
      voided('CCCCCCCCCC'),
      results(['BBBBBBBBBB']),
      ranking(['BBBBBBBBBB'], 2),
    ];
    expect(await faultOf(facts, [...lists, places(['BBBBBBBBBB'], 2)])).toBeUndefined();
  });

  it('is no fault where results that were held back follow, or are void', async () => {
    const facts = [
      committed('d'),
      holding(0, 3),
      voided('DDDDDDDDDD'),
      holding(1, 1),
      results(two),
      ranking(two),
    ];
    expect(await faultOf(facts, lists)).toBeUndefined();
    expect(await faultOf([committed('d'), holding(1, 1), voided('CCCCCCCCCC')], lists)).toBeUndefined();
  });

  it('is no fault where whoever stands better did not take what they were offered', async () => {
    const all = list(two);
    const own = places(two);
    // Of the two who share the first place in these lists nobody is second: the place itself is checked elsewhere.
    const facts = [announced('public'), results(two), ranking(two), appointment(null), made([2], 1, [], 1)];
    expect(await faultOf(facts, [all, own])).not.toContain('says no reason');
  });

  it('is no fault where all is in its order', async () => {
    const facts = [
      announced('public'),
      committed('d'),
      cut(1),
      scale(),
      receipt('BBBBBBBBBB'),
      receipt('CCCCCCCCCC', OTHER),
      cut(2),
      results(two),
      scaledRanking(),
      appointment(null),
      appointment(null),
      made([1, 1]),
    ];
    expect(await faultOf(facts, [list(two), scaledPlaces()])).toBeUndefined();
  });

  it('is no fault where another scale is chosen after results because the session of the first one is void', async () => {
    const base = newId();
    const onBase = [committed('d'), scale(1, base), results(two)];
    expect(await faultOf([...onBase, scale(2)], lists)).toContain('results of the competition');
    const after = [...onBase, lost(base), scale(2)];
    expect(await faultOf([...after, scale(3)], lists)).toContain('results of the competition');
    expect(await faultOf(after, lists)).toBeUndefined();
  });

  it('is a fault where a ranking does not go by the scale that was chosen, or by other points than it gives', async () => {
    const before = [committed('d'), scale(), results(two)];
    expect(await faultOf([...before, ranking(two)], lists)).toContain('by the scale that was chosen');
    const none = [committed('d'), results(two), scaledRanking()];
    expect(await faultOf(none, [list(two), scaledPlaces()])).toContain('by the scale that was chosen');
    const forged = [list(two), scaledPlaces(999_999_999)];
    expect(await faultOf([...before, scaledRanking(999_999_999)], forged)).toContain('does not follow');
    expect(await faultOf([...before, scaledRanking()], [list(two), scaledPlaces()])).toBeUndefined();
  });
});
