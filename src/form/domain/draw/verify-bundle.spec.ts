import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  canonicalJson,
  hashJson,
  leafHash,
  merkleRoot,
  seededGenerator,
  type Json,
} from '../../../kernel/index.js';
import { permutation } from './option-order.js';
import { beaconShare, candidateSeed, sessionSeed, shareCommitment } from './seed.js';
import { furtherSpareNumbers } from './candidate-numbers.js';
import { readBundle, verifyBundle } from './verify-bundle.js';

const folder = path.resolve(import.meta.dirname, '../../../../test/vectors/draw-2');
const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- says what the file holds
const vectors = <T>(name: string) => JSON.parse(text(name)) as T;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The first check that fails, or undefined. */
function faultOf(content: string): string | undefined {
  const bundle = readBundle(content);
  if (!bundle.ok) return bundle.refusal.code;
  return [...verifyBundle(bundle.value)].find(({ wrong }) => wrong !== undefined)?.check;
}

describe('the vectors of openmerit-draw-2', () => {
  it('hold for canonical JSON, the generator, Merkle roots, option orders and seeds', () => {
    for (const one of vectors<{ cases: { json: string; canonical: string; sha256: string }[] }>(
      'canonical-json.json',
    ).cases) {
      const value = JSON.parse(one.json) as Json;
      expect([canonicalJson(value), hex(hashJson(value))]).toEqual([one.canonical, one.sha256]);
    }
    for (const one of vectors<{ cases: { seed: string; bounds: number[]; values: number[] }[] }>(
      'generator.json',
    ).cases) {
      const generator = seededGenerator(Buffer.from(one.seed, 'hex'));
      expect(one.bounds.map((bound) => generator.below(bound))).toEqual(one.values);
    }
    for (const { leaves, root } of vectors<{ cases: { leaves: string[]; root: string }[] }>('merkle.json')
      .cases) {
      expect(hex(merkleRoot(leaves.map((leaf) => leafHash(leaf))))).toBe(root);
    }
    for (const one of vectors<{ cases: { options: string[]; number: number; order: string[] }[] }>(
      'option-order.json',
    ).cases) {
      expect(permutation(one.options, one.number)).toEqual(one.order);
    }
    const seeds = vectors<{
      shares: { share: string; commitment: string }[];
      beacons: { name: string; round: string; value: string; share: string }[];
      seed: string;
      session: string;
      candidates: { number: string; seed: string }[];
      furtherSpareNumbers: { list: number; numbers: string[] };
    }>('seed.json');
    for (const { share, commitment } of seeds.shares) expect(shareCommitment(share)).toBe(commitment);
    for (const { name, round, value, share } of seeds.beacons)
      expect(beaconShare(name, round, value)).toBe(share);
    const seed = sessionSeed(seeds.shares.map(({ share }) => share));
    expect(hex(seed)).toBe(seeds.seed);
    for (const one of seeds.candidates)
      expect(hex(candidateSeed(seed, seeds.session, one.number))).toBe(one.seed);
    const { list, numbers } = seeds.furtherSpareNumbers;
    expect(furtherSpareNumbers(seed, seeds.session, list, numbers.length, new Set())).toEqual(numbers);
  });

  it.each(['per-candidate', 'one-form', 'parallel'])('hold for a whole draw: %s', (assembly) => {
    expect(faultOf(text(`bundle-${assembly}.json`))).toBeUndefined();
  });
});

type Path = readonly (string | number)[];

/** Every value of a JSON document that has no parts, by where it stands. */
function values(value: unknown, at: Path = []): [Path, unknown][] {
  if (typeof value !== 'object' || value === null) return [[at, value]];
  const parts: [string | number, unknown][] = Array.isArray(value)
    ? value.map((part, index): [number, unknown] => [index, part])
    : Object.entries(value);
  return parts.flatMap(([key, part]) => values(part, [...at, key]));
}

/** The document with the last byte of one value changed. */
function changed(document: unknown, at: Path): string {
  const copy = structuredClone(document) as Record<string | number, unknown>;
  const holder = at.slice(0, -1).reduce((value, key) => value[key] as Record<string | number, unknown>, copy);
  const last = at.at(-1) ?? '';
  const value = holder[last];
  if (typeof value === 'number') holder[last] = value + 1;
  else if (typeof value === 'boolean') holder[last] = !value;
  else if (typeof value === 'string')
    holder[last] = [...value].slice(0, -1).join('') + (value.endsWith('a') ? 'b' : 'a');
  return JSON.stringify(copy);
}

describe('a published draw with one byte changed', () => {
  const perCandidate = vectors<object>('bundle-per-candidate.json');
  const parallel = vectors<object>('bundle-parallel.json');

  it.each<[string, Path, object]>([
    ['DRAW.OTHER_FORMAT', ['format'], perCandidate],
    ['facts', ['facts', 1, 'fact', 'time'], perCandidate],
    ['facts', ['facts', 1, 'fact', 'official'], perCandidate],
    ['facts', ['facts', 1, 'shown', 'pool', 'root'], perCandidate],
    ['facts', ['facts', 0, 'leafHash'], perCandidate],
    ['steps', ['session'], perCandidate],
    ['steps', ['draw'], perCandidate],
    ['blueprint', ['blueprint', 'parts', 0, 'draw', 0, 'count'], perCandidate],
    ['blueprint', ['blueprint', 'title', 'en'], perCandidate],
    ['pool', ['pool', 3, 'difficulty'], perCandidate],
    ['pool', ['pool', 3, 'content'], perCandidate],
    ['pool', ['pool', 3, 'translations', 'en'], perCandidate],
    ['roster', ['roster', 0], perCandidate],
    ['spare numbers', ['spares', 0, 1], perCandidate],
    ['contributors', ['contributors', 1, 'commitment'], perCandidate],
    ['contributors', ['contributors', 3, 'round'], perCandidate],
    ['contributors', ['contributors', 2, 'name'], perCandidate],
    ['shares', ['shares', 2, 'share'], perCandidate],
    ['shares', ['shares', 3, 'share'], perCandidate],
    ['assembled forms', ['preassembled', 1, 'parts', 0, 'items', 2], parallel],
    ['assembled forms', ['preassembled', 0, 'name'], parallel],
    ['further spare numbers', ['spares', 1, 2], perCandidate],
    ['assignments', ['assignments', 4, 'items', 5, 0], perCandidate],
    ['assignments', ['assignments', 4, 'items', 1, 1, 0], perCandidate],
    ['assignments', ['assignments', 4, 'hash'], perCandidate],
    ['assignments', ['assignments', 0, 'number'], perCandidate],
    ['assignments', ['assignments', 2, 'form'], parallel],
  ])('is caught by the check "%s" at %j', (check, at, document) => {
    expect(faultOf(changed(document, at))).toBe(check);
  });

  it.each([
    ['per-candidate', perCandidate],
    ['parallel', parallel],
  ])('never holds, wherever the byte stands (%s)', (_, document) => {
    const missed = values(document)
      .filter(([at, value]) => value !== null && faultOf(changed(document, at)) === undefined)
      .map(([at]) => at.join('.'));
    expect(missed).toEqual([]);
  });

  it.each(['pool', 'roster', 'contributors', 'shares', 'assignments', 'facts'])(
    'and one without its last of "%s" does not hold',
    (list) => {
      const copy = structuredClone(perCandidate) as Record<string, unknown[]>;
      copy[list]?.pop();
      expect(faultOf(JSON.stringify(copy))).toBeDefined();
    },
  );
});

describe('what a liar with the whole platform could try', () => {
  /** A bundle with other facts, rehashed as the platform would. */
  function retold(
    change: (facts: { fact: Record<string, Json>; shown: Record<string, Json>; leafHash: string }[]) => void,
  ) {
    const copy = vectors<{
      facts: { fact: Record<string, Json>; shown: Record<string, Json>; leafHash: string }[];
    }>('bundle-per-candidate.json');
    change(copy.facts);
    for (const one of copy.facts) {
      one.fact['contentHash'] = hex(hashJson(one.shown));
      one.leafHash = hex(leafHash(canonicalJson(one.fact)));
    }
    return faultOf(JSON.stringify(copy));
  }

  it.each<[string, string, Parameters<typeof retold>[0]]>([
    ['leave out that a draw was repeated', 'steps', (facts) => facts.shift()],
    ['state a fact in nobody’s name', 'steps', ([one]) => one && (one.fact['official'] = null)],
    ['draw before the shares came in', 'steps', (facts) => facts.splice(2, 0, ...facts.splice(5, 1))],
    ['leave out that a share was handed over', 'shares', (facts) => facts.splice(3, 1)],
    ['add a list of spare numbers unsaid', 'further spare numbers', (facts) => facts.splice(6, 1)],
    [
      'state other forms',
      'forms',
      (facts) => {
        const made = facts[5]?.shown['forms'] as { root: string; size: number };
        if (facts[5]) facts[5].shown['forms'] = { ...made, root: '0'.repeat(64) };
      },
    ],
    [
      'state other lists of numbers',
      'published lists',
      (facts) => {
        const last = facts.at(-1);
        if (last) last.shown['listHash'] = '0'.repeat(64);
      },
    ],
    [
      'name another algorithm',
      'algorithm',
      ([, one]) => one && (one.shown['algorithm'] = 'openmerit-draw-1'),
    ],
  ])('%s: "%s" fails', (_, check, change) => {
    expect(retold(change)).toBe(check);
  });
});
