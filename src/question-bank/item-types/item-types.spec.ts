import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sample, SAMPLE_ITEMS } from '../../../test/factories/sample-items.js';
import { checkContent } from '../domain/check-content.js';
import type { ItemFile } from '../domain/bank-files.js';
import { storedStructure } from '../domain/stored-item.js';
import { deliverItem, inLanguage, itemType, ITEM_TYPES, shapeOf, type ItemType } from './index.js';

const typeOf = (item: ItemFile): ItemType => {
  const type = itemType(item.type);
  if (!type) throw new Error(item.type);
  return type;
};
const shapeFor = (item: ItemFile) => shapeOf(storedStructure(item));
const shown = (item: ItemFile, optionOrder: readonly string[]) =>
  inLanguage(
    deliverItem({
      type: item.type,
      stored: storedStructure(item),
      rule: item.answerKey?.['rule'] as string | undefined,
      optionOrder,
      texts: Object.fromEntries(
        Object.entries(item.text).map(([language, { stem, options = {}, labels = {} }]) => [
          language,
          { stem, options, labels },
        ]),
      ),
    }),
    'en',
  );
/** The points of a response, 0 where it is none. */
const points = (item: ItemFile, value: string, optionOrder = item.options ?? [], language = 'en') => {
  const type = typeOf(item);
  const read = type.readResponse(value, shapeFor(item), optionOrder);
  return read === undefined ? 0 : type.score(item.answerKey, shapeFor(item), read, language);
};
const anOrder = (item: ItemFile) => {
  const options = [...(item.options ?? [])];
  return fc.shuffledSubarray(options, { minLength: options.length });
};
const full = (item: ItemFile, order: readonly string[], language = 'en') =>
  typeOf(item).fullResponse(item.answerKey, shapeFor(item), order, language) ?? '';

const questions = SAMPLE_ITEMS.filter((item) => typeOf(item).scoredBy !== 'nobody');
const scored = questions.filter((item) => typeOf(item).scoredBy === 'machine');
const named = (items: readonly ItemFile[]) =>
  items.map((item) => [`${item.type} ${JSON.stringify(item.structure ?? {})} ${item.id}`, item] as const);
/** Anything at all, JSON of all kinds, and JSON that looks like a response. */
const junk = (item: ItemFile) =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.json(),
    fc.array(fc.string({ maxLength: 3 })).map((list) => JSON.stringify(list)),
    fc
      .dictionary(
        fc.constantFrom('p1', 'g1', 'best', 'worst', '1', 'unit', 'value', '__proto__'),
        fc.jsonValue(),
      )
      .map((record) => JSON.stringify(record)),
    fc.constantFrom(
      full(item, item.options ?? []).slice(1),
      'constructor',
      '__proto__',
      '0',
      '13',
      '-1',
      '1e1',
    ),
  );

describe('the samples', () => {
  it('have every type, and no fault', () => {
    expect([...new Set(SAMPLE_ITEMS.map(({ type }) => type))].sort()).toEqual(
      ITEM_TYPES.map(({ code }) => code).sort(),
    );
    for (const item of SAMPLE_ITEMS) {
      const { type, options = [], structure = {}, answerKey = {}, text } = item;
      expect([item.id, checkContent({ type, options, structure, answerKey, texts: text })]).toEqual([
        item.id,
        [],
      ]);
    }
  });
});

describe.each(named(scored))('scoring %s', (_, item) => {
  it('gives 100 for the full answer, in whatever order the options are shown, in each language', () => {
    fc.assert(
      fc.property(anOrder(item), fc.constantFrom('en', 'ru'), (order, language) => {
        expect(points(item, full(item, order, language), order, language)).toBe(100);
        // Whoever changed the language of the page wrote in that one.
        expect(points(item, full(item, order, 'ru'), order, 'en')).toBe(100);
      }),
    );
  });

  it('never throws, and gives 0 for junk', () => {
    fc.assert(
      fc.property(junk(item), anOrder(item), (value, order) => {
        const given = points(item, value, order);
        expect(Number.isInteger(given)).toBe(true);
        expect(given).toBeLessThanOrEqual(100);
        if (item.answerKey?.['rule'] !== 'negative') expect(given).toBeGreaterThanOrEqual(0);
        const read = typeOf(item).readResponse(value, shapeFor(item), order);
        if (read === undefined) expect(given).toBe(0);
      }),
      { numRuns: 300 },
    );
    for (const value of ['', ' ', 'null', '[]', '{}', '"1"', '[[]]'])
      if (item.type !== 'short-text') expect([value, points(item, value)]).toEqual([value, 0]);
  });

  it('gives whole points within bounds for any guess, the same however options are shown', () => {
    fc.assert(
      fc.property(anOrder(item), anOrder(item), fc.infiniteStream(fc.nat()), (order, other, numbers) => {
        const below = (bound: number): number => (numbers.next().value ?? 0) % bound;
        const guess = typeOf(item).guess(shown(item, order), below);
        if (guess === null) return;
        const given = points(item, guess, order);
        expect(Number.isInteger(given)).toBe(true);
        expect(Math.abs(given ?? 0)).toBeLessThanOrEqual(100);
        // The same options chosen where they are shown elsewhere.
        const moved = guess.replace(/"?\b([1-9]|1[0-2])\b"?(?!\s*[0-9])/g, (found, ref: string) => {
          const quoted = found.startsWith('"');
          if (item.structure?.['response'] === 'rating' && !quoted) return found;
          const place = String(other.indexOf(order[Number(ref) - 1] ?? '') + 1);
          return quoted ? `"${place}"` : place;
        });
        expect(points(item, moved, other)).toBe(given);
      }),
    );
  });
});

describe.each(named(questions))('showing %s', (_, item) => {
  it('tells no authored letter, no rationale and nothing of the answer key', () => {
    fc.assert(
      fc.property(anOrder(item), (order) => {
        const view = shown(item, order);
        expect(view.options.map(({ ref }) => ref)).toEqual(order.map((__, index) => String(index + 1)));
        const { stem: ___, options: ____, labels, ...rest } = view;
        const told = JSON.stringify(rest);
        for (const word of ['points', 'right', 'order', 'pairs', 'accept', 'tolerance', 'rubric', '0.001'])
          expect(told).not.toContain(word);
        for (const letter of item.options ?? []) expect(told).not.toContain(`"${letter}"`);
        if (item.type === 'extended-text') expect(labels).toEqual({});
      }),
    );
  });

  it('knows a whole response from a part of one', () => {
    const type = typeOf(item);
    const view = shown(item, item.options ?? []);
    expect(type.isComplete?.(view, full(item, item.options ?? [])) ?? true).toBe(true);
  });
});

describe.each(named(SAMPLE_ITEMS))('editing %s', (_, item) => {
  it('comes back from the form as it went in, and any form is read without a throw', () => {
    const { editor } = typeOf(item);
    const { en } = item.text;
    const edited = {
      options: item.options ?? [],
      structure: item.structure ?? {},
      answerKey: item.answerKey ?? {},
      text: { options: en?.options ?? {}, labels: en?.labels ?? {} },
    };
    expect(editor.fromForm(editor.toForm(edited))).toEqual(
      item.type === 'short-text'
        ? // Nothing ticked is said as nothing ticked.
          { ...edited, answerKey: { ...edited.answerKey, normalise: [] } }
        : edited,
    );
    const names = Object.keys(editor.toForm(edited));
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('rule', 'right', ...names),
          fc.oneof(fc.string(), fc.array(fc.string())),
        ),
        (fields) => {
          const { options, structure, answerKey } = editor.fromForm(fields);
          const type = typeOf(item);
          expect(Array.isArray(type.check({ options, structure, answerKey, texts: {} }))).toBe(true);
        },
      ),
    );
  });
});

describe('half an answer', () => {
  it.each([
    ['TY-SJT-002', '{"best":"4"}', 50, false],
    ['TY-SJT-002', '{"worst":"3"}', 50, false],
    ['TY-SJT-004', '{"1":4}', 25, false],
    ['TY-MAT-001', '{"p1":"1"}', 33, false],
    ['TY-GCH-001', '{"g1":"2"}', 50, false],
    ['TY-GTX-001', '{"g1":" FIFTEEN. "}', 50, false],
    ['TY-NUM-001', '{"value":"12.5"}', 0, false],
  ])('%s %s gives %d', (id, value, expected, complete) => {
    const item = sample(id);
    expect(points(item, value)).toBe(expected);
    expect(typeOf(item).isComplete?.(shown(item, item.options ?? []), value)).toBe(complete);
  });
});

describe('rules by example', () => {
  it.each([
    // multiple-response, per option with a floor: right a c d, at most three.
    ['TY-MUL-001', '["1","3"]', 66],
    ['TY-MUL-001', '["1","3","2"]', 33],
    ['TY-MUL-001', '["2","5"]', 0],
    ['TY-MUL-001', '["1","2","3","4"]', 0],
    ['TY-MUL-001', '["1","1"]', 0],
    // with negative marking: right b d.
    ['TY-MUL-002', '["2"]', 50],
    ['TY-MUL-002', '["2","1"]', 0],
    ['TY-MUL-002', '["1"]', -50],
    ['TY-MUL-002', '["1","3"]', -100],
    // best: the experts' partial credit.
    ['TY-SJT-001', '1', 55],
    ['TY-SJT-001', '3', 0],
    // best and worst: the mean of both, cut.
    ['TY-SJT-002', '{"best":"1","worst":"2"}', 67],
    ['TY-SJT-002', '{"best":"3","worst":"4"}', 0],
    ['TY-SJT-002', '{"best":"1","worst":"1"}', 0],
    // ranking d a b c: footrule distance, at most 8.
    ['TY-SJT-003', '["1","4","2","3"]', 75],
    ['TY-SJT-003', '["3","2","1","4"]', 0],
    // rating 4 2 1 5: one off is half.
    ['TY-SJT-004', '{"1":3,"2":2,"3":1,"4":5}', 87],
    ['TY-SJT-004', '{"1":1,"2":5,"3":5,"4":1}', 0],
    // ordering a b c d: adjacent pairs that are kept.
    ['TY-ORD-001', '["2","1","3","4"]', 66],
    ['TY-ORD-001', '["4","3","2","1"]', 0],
    ['TY-ORD-001', '["1","2","3"]', 0],
    ['TY-MAT-001', '{"p1":"1","p2":"3","p3":"4"}', 66],
    ['TY-MAT-002', '{"p1":"3","p2":"2"}', 0],
    ['TY-GCH-001', '{"g1":"3","g2":"3"}', 0],
    ['TY-NUM-001', '{"unit":"g","value":"12 600"}', 100],
    ['TY-NUM-001', '{"unit":"g","value":"12600.1"}', 0],
    ['TY-NUM-001', '{"unit":"t","value":"12.5"}', 0],
    ['TY-SHT-001', '  The  Ombudsman. ', 100],
    ['TY-SHT-001', 'ombudsmen', 0],
  ])('%s %s gives %d', (id, value, expected) => {
    expect(points(sample(id), value)).toBe(expected);
  });
});
