import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashJson, sha256, type Json } from '../../src/kernel/index.js';
import { itemType, shapeOf, type StoredStructure } from '../../src/question-bank/item-types/index.js';
import { rank, type RankingRule } from '../../src/ranking/domain/rank.js';
import { verifySession } from '../../src/verify/session-cli.js';
import {
  drawOf,
  putAt,
  sessionLines,
  sessionText,
  vector,
  vectorPath,
  type ResultList,
} from '../support/session-vectors.js';

interface Ended {
  readonly code: number | null;
  readonly text: string;
}
const python = (...words: string[]): Ended => {
  const program = path.resolve(import.meta.dirname, '../python/session.py');
  const { status, stdout, stderr } = spawnSync('python3', [program, ...words], { encoding: 'utf8' });
  return { code: status, text: stdout + stderr };
};
const ours = (file: string, draw: string, list?: string): Ended => {
  const lines: string[] = [];
  const code = verifySession(file, draw, list, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
};
const isSkipped = process.env['OPENMERIT_SKIP_PYTHON'] === '1';
/** Where python3 cannot be had, the run said so and these tests are left out. */
const withPython = isSkipped ? describe.skip : describe;
/** Both programs; where python3 cannot be had, the first one alone. */
const both = (file: string, draw: string, list?: string): Ended[] => [
  ours(file, draw, list),
  ...(isSkipped ? [] : [python(file, draw, ...(list === undefined ? [] : ['--lists', list]))]),
];

const DRAWN = ['drawn/session.jsonl', 'drawn/draw.json'].map((name) => vectorPath(name)) as [string, string];
const LISTS = ['drawn', 'assembled', 'ties'].map((name) => vectorPath(name, 'result-list.json'));
const listHash = (folder: string): string =>
  sha256(readFileSync(vectorPath(folder, 'result-list.json'))).toString('hex');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-session-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const kept = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('the vectors of a session', () => {
  it('are what their script makes', () => {
    const all = () =>
      readdirSync(vectorPath(), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
    const before = all();
    const script = vectorPath('../make-session-1.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(all()).toEqual(before);
  });

  it.each(['drawn', 'assembled'])('are graded again by both programs to the same list: %s', (name) => {
    for (const { code, text } of both(vectorPath(name, 'session.jsonl'), vectorPath(name, 'draw.json'))) {
      expect(text).toContain(listHash(name));
      expect(code).toBe(0);
    }
  });

  it('stand with two sheets withheld where the published list is named, and are of no use without', () => {
    const withheld = vectorPath('drawn/withheld.jsonl');
    for (const { code, text } of both(withheld, DRAWN[1], LISTS[0])) {
      expect(text).toContain(listHash('drawn'));
      expect(code).toBe(0);
    }
    for (const { code, text } of both(withheld, DRAWN[1])) {
      expect(text).toContain('is withheld');
      expect(code).toBe(2);
    }
    // Another list does not do, though the sheets that are there say nothing against it.
    const list = vector('drawn/result-list.json') as { lines: { points: number }[] };
    for (const line of list.lines) line.points += 1;
    for (const { code } of both(withheld, DRAWN[1], kept('list.json', JSON.stringify(list))))
      expect(code).toBe(1);
  });

  interface Broken {
    readonly what: string;
    readonly file: 'session.jsonl' | 'draw.json';
    readonly at: readonly (string | number)[];
    readonly value?: unknown;
    readonly names: string;
    readonly code: number;
  }
  const { cases: broken } = vector('broken.json') as { cases: Broken[] };

  it.each(broken.map((one) => [one.what, one] as const))('do not hold where %s', (_, one) => {
    const [lines, draw] = [sessionLines('drawn'), drawOf('drawn')];
    putAt(one.file === 'draw.json' ? draw : lines, one.at, one.value);
    const files = [
      kept('session.jsonl', sessionText(lines)),
      kept('draw.json', JSON.stringify(draw)),
    ] as const;
    for (const { code, text } of both(...files)) {
      expect(text).toContain(one.names);
      expect(code).toBe(one.code);
    }
  });

  it('have no use as other files', () => {
    for (const file of [path.join(folder, 'none'), kept('no.jsonl', 'no session'), kept('empty.jsonl', '')])
      for (const { code } of both(file, DRAWN[1])) expect(code).toBe(2);
    for (const draw of [path.join(folder, 'none'), kept('no.json', '{"format":'), kept('list.json', '[]')])
      for (const { code } of both(DRAWN[0], draw)) expect(code).toBe(2);
  });

  it('give the ranking by the first program', () => {
    const { places, rule } = vector('ranking.json') as { places: unknown[]; rule: RankingRule };
    const lines = LISTS.flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as ResultList).lines);
    const contenders = lines.map(({ parts, ...line }) => ({
      ...line,
      parts: Object.fromEntries(parts.map(({ part, points }) => [part, points])),
    }));
    const ranked = rank(contenders, rule).map(({ passed: _, ...one }) => one);
    expect(hashJson(ranked as unknown as Json)).toEqual(hashJson(places as Json));
  });
});

interface Case {
  readonly item: { readonly type: string; readonly structure: StoredStructure; readonly answerKey: Json };
  readonly shown: readonly string[];
  readonly response: string;
  readonly points: number | null;
}
const pointsOf = ({ item, shown, response }: Omit<Case, 'points'>): number | null => {
  const [type, shape] = [itemType(item.type), shapeOf(item.structure)];
  const read = type?.readResponse(response, shape, shown);
  return type && read !== undefined ? type.score(item.answerKey, shape, read, '') : null;
};

describe('the responses of the vectors', () => {
  it('have their points by the first program', () => {
    for (const one of (vector('scores.json') as { cases: Case[] }).cases)
      expect({ ...one, points: pointsOf(one) }).toEqual(one);
  });
});

withPython('the second implementation, in Python', () => {
  it('gives each response of the vectors its points', () => {
    expect(python('--scores', vectorPath('scores.json'))).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^holds {2}scores: \d{3} responses\n$/),
    });
  });

  it('gives the points that the first one gives, whatever is sent', () => {
    const { cases } = vector('scores.json') as { cases: Case[] };
    const short = cases.filter(({ response }) => response.length < 200);
    const piece = fc.constantFrom(
      ...'[]{},:"0123456789 -+.eE−–٫٬٣۵½²３\u00a0\u2009\u001f\u0085\ufeff\n\\'.split(''),
      ...[
        'true',
        'null',
        'NaN',
        '"1"',
        '"2"',
        '"best":',
        '"worst":',
        '"unit":',
        '"value":',
        '"kg"',
        '"p1":',
        '"g1":',
      ],
    );
    // A response changed here and there, or pieces of what responses are made of.
    const edit = fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.array(piece, { maxLength: 2 }));
    const changed = fc
      .tuple(fc.constantFrom(...short), fc.array(edit, { maxLength: 3 }))
      .map(([one, edits]) => ({
        ...one,
        response: edits.reduce((text, [at, out, pieces]) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + pieces.join('') + text.slice(place + out);
        }, one.response),
      }));
    const made = fc
      .tuple(fc.constantFrom(...short), fc.array(piece, { maxLength: 12 }))
      .map(([one, pieces]) => ({ ...one, response: pieces.join('') }));
    const any = fc.oneof({ weight: 4, arbitrary: changed }, { weight: 1, arbitrary: made });
    const tried = fc.sample(any, {
      numRuns: process.env['OPENMERIT_LONG'] === '1' ? 200_000 : 20_000,
      seed: 1,
    });
    const scored = tried
      .filter(({ response: text }) => text.isWellFormed())
      .map((one) => ({ ...one, points: pointsOf(one) }));
    // Most are none, and enough are something.
    expect(scored.filter(({ points }) => points !== null).length).toBeGreaterThan(1000);
    const { code, text } = python('--scores', kept('many.json', JSON.stringify({ cases: scored })));
    expect([code, text]).toEqual([0, `holds  scores: ${String(scored.length)} responses\n`]);
  }, 240_000);

  it('makes the ranking again to the byte, and names one that does not follow', () => {
    const asked = ['--lists', ...LISTS, '--ranking'];
    const { code, text } = python(...DRAWN, ...asked, vectorPath('ranking.json'));
    expect(text).toContain(`ranking: ${sha256(readFileSync(vectorPath('ranking.json'))).toString('hex')}`);
    expect(code).toBe(0);
    const other = vector('ranking.json') as { places: { place: number }[] };
    other.places.reverse();
    expect(python(...DRAWN, ...asked, kept('ranking.json', JSON.stringify(other)))).toMatchObject({
      code: 1,
      text: expect.stringContaining('the ranking does not follow'),
    });
    const fewer = python(...DRAWN, '--lists', ...LISTS.slice(1, 2), '--ranking', vectorPath('ranking.json'));
    expect(fewer.code).toBe(1);
  });

  it.each(['short-text', 'gap-text', 'extended-text'])(
    'refuses by name what it does not score: %s',
    (type) => {
      const item = { type, structure: {}, answerKey: {} };
      const file = kept(
        'words.json',
        JSON.stringify({ cases: [{ item, shown: [], response: 'words', points: 0 }] }),
      );
      expect(python('--scores', file)).toMatchObject({
        code: 2,
        text: expect.stringContaining(`of the type ${type}`),
      });
    },
  );
});
