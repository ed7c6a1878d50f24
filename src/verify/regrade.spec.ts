import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  drawOf,
  sessionLines,
  sessionText,
  vector,
  type ResultList,
} from '../../test/support/session-vectors.js';
import type { ShownSheet } from '../disclosure/domain/session-file.js';
import { hashJson, type Json } from '../kernel/index.js';
import { DoesNotHold } from './log-reading.js';
import { regrade, type RegradeSources } from './regrade.js';

const draw = drawOf('drawn');
const list = vector('drawn/result-list.json') as ResultList;
const alone: RegradeSources = { draw, receipts: undefined, published: [] };
const receipts = Object.fromEntries(
  sheetsOf(sessionLines('drawn')).map(({ candidateNumber, receipt }) => [
    candidateNumber,
    hashJson(receipt.body).toString('hex'),
  ]),
);

function sheetsOf([, ...sheets]: ReturnType<typeof sessionLines>): ShownSheet[] {
  return sheets as ShownSheet[];
}

/** What is wrong with a file, or undefined. Whatever else is thrown goes on. */
function fault(text: string, sources: RegradeSources = alone): string | undefined {
  try {
    regrade(text, sources);
    return undefined;
  } catch (error) {
    if (error instanceof DoesNotHold) return error.wrong;
    throw error;
  }
}

/** Every place of a JSON value, the value itself first. */
function places(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Array.isArray(value)
    ? value.flatMap((one, index) => places(one, [...at, index]))
    : Object.entries(value).flatMap(([key, one]) => places(one, [...at, key]));
  return [at, ...inner];
}
/** The value with another one at a place. */
function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((one: unknown, index): unknown => (index === key ? replaced(one, rest, other) : one));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: replaced(record[key], rest, other) };
}

describe('a session that is graded again', () => {
  it('gives the list that was published, and its hash', () => {
    const text = sessionText(sessionLines('drawn'));
    const { lines, listHash, withheld } = regrade(text, { ...alone, receipts });
    expect(lines).toEqual(list.lines);
    expect(listHash).toBe(hashJson(list as unknown as Json).toString('hex'));
    expect(withheld).toEqual([]);
  });

  it('takes what was published where a sheet is withheld, whichever they are', () => {
    const [head, ...sheets] = sessionLines('drawn');
    const numbers = sheets.map(({ candidateNumber }) => candidateNumber);
    fc.assert(
      fc.property(fc.subarray(numbers), (withheld) => {
        const text = sessionText([
          head,
          ...sheets.map((one) => (withheld.includes(one.candidateNumber) ? { ...one, answers: null } : one)),
        ]);
        expect(regrade(text, { ...alone, receipts, published: list.lines }).withheld).toEqual(withheld);
        if (withheld.length > 0) expect(fault(text)).toContain('is withheld');
      }),
    );
  });

  it('names the candidate of any answer that is another one, is gone or is added', () => {
    const [head, ...sheets] = sessionLines('drawn');
    fc.assert(
      fc.property(
        fc.constantFrom(...sheets.keys()),
        fc.integer({ min: 1, max: 30 }),
        fc.option(fc.oneof(fc.constantFrom('1', '2', '["1"]', ''), fc.string()), { nil: undefined }),
        (index, position, response) => {
          const { answers, candidateNumber } = sheets[index] as ShownSheet;
          const { [position]: before, ...others } = answers ?? {};
          fc.pre(response !== before);
          const changed = { ...others, ...(response !== undefined && { [position]: response }) };
          const text = sessionText([
            head,
            ...sheets.map((one, at) => (at === index ? { ...one, answers: changed } : one)),
          ]);
          expect(fault(text)).toBe(
            `Session ${head.session}: the sheet of ${candidateNumber} is not the one that was handed in.`,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('misses no sheet of those who handed in, and has none of others', () => {
    const [head, ...sheets] = sessionLines('drawn');
    for (const { candidateNumber } of sheets) {
      const fewer = sheets.filter((one) => one.candidateNumber !== candidateNumber);
      const text = sessionText([{ ...head, sheets: fewer.length }, ...fewer]);
      expect(fault(text, { ...alone, receipts })).toContain(`${candidateNumber} handed in`);
      const { [candidateNumber]: _, ...known } = receipts;
      expect(fault(sessionText([head, ...sheets]), { ...alone, receipts: known })).toContain(candidateNumber);
    }
  });

  it('names an answer key of which anything at all is another', () => {
    const [head, ...sheets] = sessionLines('drawn');
    const within = head.items.flatMap((item, index) =>
      [
        ...places(item.content, ['items', index, 'content']),
        ...places(item.opening, ['items', index, 'opening']),
      ].map((at) => [item.itemCode, at] as const),
    );
    fc.assert(
      fc.property(fc.constantFrom(...within), fc.jsonValue(), ([code, at], value) => {
        const changed = replaced(head, at, value) as typeof head;
        fc.pre(!hashJson(changed as unknown as Json).equals(hashJson(head as unknown as Json)));
        const found = fault(sessionText([changed, ...sheets]));
        // A member of another kind is named as that.
        if (!found?.includes('not of the form')) expect(found).toContain(`answer key of ${code}`);
      }),
      { numRuns: 300 },
    );
  });

  it('counts by the answer key that took the place of an item’s own, under the code that says so', () => {
    const [head, ...sheets] = sessionLines('drawn');
    const leaves = new Map(draw.pool.map((leaf) => [leaf.itemCode, leaf.itemVersionId]));
    const choices = head.items.filter(({ content }) => content['type'] === 'single-choice');
    const keyed = (code: string, rekeyed: Record<string, Json>): string =>
      sessionText([{ ...head, rules: { ...head.rules, code, rekeyed } }, ...sheets]);
    const own = Object.fromEntries(
      choices.map(({ itemCode, content }) => [leaves.get(itemCode) ?? '', content['answerKey'] as Json]),
    );
    expect(choices.length).toBeGreaterThan(0);
    expect(regrade(keyed('openmerit-score-3', own), alone).lines).toEqual(list.lines);
    expect(fault(keyed('openmerit-score-2', own))).toContain('which this program does not know');
    expect(
      fault(sessionText([{ ...head, rules: { ...head.rules, code: 'openmerit-score-3' } }, ...sheets])),
    ).toContain('which this program does not know');
    // Every other option is right as well: somebody has more points, nobody fewer.
    const others = Object.fromEntries(
      Object.entries(own).map(([id, key]) => {
        const { points } = key as { points: Record<string, number> };
        return [id, { points: Object.fromEntries(Object.keys(points).map((option) => [option, 100])) }];
      }),
    );
    expect(fault(keyed('openmerit-score-3', others))).toContain('another one than was published');
  });

  it('has the pass rule of its programme, or the cut score that the log states for that', () => {
    const [head, ...sheets] = sessionLines('drawn');
    const { pass } = head.rules;
    const text = (rules: object) => sessionText([{ ...head, rules: { ...head.rules, ...rules } }, ...sheets]);
    const cut = { adoption: 'V/2', method: 'law' };
    const stated = (more: object, programme = 'vectors/1', adoption = 'V/2'): RegradeSources => ({
      ...alone,
      cuts: { [programme]: { adoption, pass: { ...pass, byPart: {}, ...more } } },
    });
    expect(fault(text({}), { ...alone, cuts: {} })).toBeUndefined();
    expect(fault(text({ cut }), stated({}))).toBeUndefined();
    expect(fault(text({}), stated({}, 'another/1'))).toBeUndefined();
    // Without a log it cannot be seen, and is named to whoever reads.
    expect(regrade(text({ cut }), alone).unseenCut).toBe('V/2');
    expect(regrade(text({}), alone).unseenCut).toBeUndefined();

    expect(fault(text({}), stated({}))).toContain('passes over the cut score');
    for (const sources of [
      { ...alone, cuts: {} },
      stated({}, 'another/1'),
      stated({}, 'vectors/1', 'V/1'),
      stated({ overall: pass.overall + 1 }),
      stated({ byPart: { a: 1 } }),
    ])
      expect(fault(text({ cut }), sources)).toContain('is not the cut score');
    expect(fault(text({ cut, pass: { ...pass, byPart: { a: 1 } } }), stated({}))).toContain(
      'is not the cut score',
    );
    expect(fault(text({ pass: { ...pass, eachPart: 0 } }))).toContain('not the one of the programme');
  });

  it('gives its list or says what is wrong, whatever stands in place of anything', () => {
    const lines = sessionLines('drawn');
    const known = hashJson(list as unknown as Json).toString('hex');
    fc.assert(
      fc.property(fc.constantFrom(...places(lines)), fc.jsonValue(), (at, value) => {
        const changed = replaced(lines, at, value);
        const text = Array.isArray(changed) ? sessionText(changed) : JSON.stringify(changed);
        if (fault(text) === undefined) expect(regrade(text, alone).listHash).toBe(known);
      }),
      { numRuns: 300 },
    );
    for (const text of ['', '\n', 'null', '[]', '{}', 'no', sessionText(lines).slice(0, 500)])
      expect(fault(text)).toBeDefined();
  });
});
