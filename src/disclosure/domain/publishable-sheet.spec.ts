import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sample, SAMPLE_ITEMS } from '../../../test/factories/sample-items.js';
import type { ItemFile } from '../../question-bank/domain/bank-files.js';
import { storedStructure } from '../../question-bank/domain/stored-item.js';
import { inLanguage, deliverItem, itemType, shapeOf } from '../../question-bank/item-types/index.js';
import { isPublishable, type PlaceOfForm } from './publishable-sheet.js';

const typeOf = (item: ItemFile) => {
  const type = itemType(item.type);
  if (!type) throw new Error(item.type);
  return type;
};
const placeOf = (item: ItemFile, position = 1): PlaceOfForm => ({
  position,
  type: item.type,
  shape: shapeOf(storedStructure(item)),
  optionOrder: item.options ?? [],
});
const says = (item: ItemFile, response: string): boolean => isPublishable([placeOf(item)], { 1: response });

const closed = SAMPLE_ITEMS.filter((item) => typeOf(item).scoredBy === 'machine' && !typeOf(item).ownWords);
const full = (item: ItemFile): string =>
  typeOf(item).fullResponse(item.answerKey, shapeOf(storedStructure(item)), item.options ?? [], 'en') ?? '';
/** As a page would write it that knows nothing. */
const guess = (item: ItemFile, below: (bound: number) => number): string | null => {
  const shown = deliverItem({
    type: item.type,
    stored: storedStructure(item),
    rule: undefined,
    optionOrder: item.options ?? [],
    texts: { en: { stem: '', options: {}, labels: {} } },
  });
  return typeOf(item).guess(inLanguage(shown, 'en'), below);
};
/** Words that no item here lets one say. */
const NAME = 'Айгүл Ахметова';

describe.each(closed.map((item) => [item.id, item] as const))('a sheet with %s', (_, item) => {
  it('is published with what its page writes', () => {
    expect(says(item, full(item))).toBe(true);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const written = guess(item, (bound) => (numbers.next().value ?? 0) % bound);
        // Who guesses may choose more than the page lets one choose: that is no response.
        const place = placeOf(item);
        if (
          written === null ||
          typeOf(item).readResponse(written, place.shape, place.optionOrder) === undefined
        )
          return;
        expect([written, says(item, written)]).toEqual([written, true]);
      }),
    );
  });

  it('is never published with words in it, wherever they stand', () => {
    const written = full(item);
    const key = fc.constantFrom(
      'name',
      'best',
      'worst',
      'unit',
      'value',
      'p1',
      'p2',
      'g1',
      'g2',
      '1',
      '2',
      NAME,
    );
    const words = fc.constantFrom<unknown>(NAME, [NAME], { [NAME]: 1 }, ` ${NAME}`);
    fc.assert(
      fc.property(key, words, fc.nat(), fc.boolean(), (member, value, at, first) => {
        const said = JSON.stringify(value);
        const cut = at % (written.length + 1);
        const tries = [NAME, said, `${written}${NAME}`, written.slice(0, cut) + NAME + written.slice(cut)];
        if (written.startsWith('{')) {
          const extra = `${JSON.stringify(member)}:${said}`;
          // Twice in one text, the last one counts: the words would be there all the same.
          tries.push(first ? `{${extra},${written.slice(1)}` : `${written.slice(0, -1)},${extra}}`);
          const record = JSON.parse(written) as Record<string, unknown>;
          tries.push(JSON.stringify({ ...record, [member]: value }));
        }
        if (written.startsWith('[')) {
          const list = JSON.parse(written) as unknown[];
          tries.push(JSON.stringify([...list, value]), JSON.stringify(list.with(at % list.length, value)));
        }
        for (const text of tries) expect([text, says(item, text)]).toEqual([text, false]);
      }),
    );
  });
});

describe('a sheet', () => {
  it.each([
    ['TY-MAT-001', '{"p1":"1","p2":"I am Aigul"}'],
    ['TY-MAT-001', '{"name":"I am Aigul","p1":"1"}'],
    ['TY-MAT-001', '{"p1":"I am Aigul","p1":"1"}'],
    ['TY-GCH-001', '{"g1":"1","g2":["I am Aigul"]}'],
    ['TY-SJT-002', '{"best":"1","worst":"I am Aigul"}'],
    ['TY-SJT-004', '{"1":4,"2":"I am Aigul"}'],
    ['TY-NUM-001', '{"note":"I am Aigul","unit":"kg","value":"12.5"}'],
  ])('is not published where the reader of %s passes over the words: %s', (id, response) => {
    const place = placeOf(sample(id));
    const read = typeOf(sample(id)).readResponse(response, place.shape, place.optionOrder);
    expect(read).toBeDefined();
    expect(isPublishable([place], { 1: response })).toBe(false);
  });

  it('is not published with a place that its form does not have, or with own words', () => {
    const place = placeOf(sample('TY-MUL-002'));
    expect(isPublishable([place], { 1: '["2"]' })).toBe(true);
    expect(isPublishable([place], { 1: '["2"]', 2: '["2"]' })).toBe(false);
    expect(isPublishable([place], { 1: '["2"]', [NAME]: '["2"]' })).toBe(false);
    for (const item of SAMPLE_ITEMS.filter((one) => typeOf(one).ownWords))
      expect(isPublishable([placeOf(item)], { 1: full(item) })).toBe(false);
  });

  it('is not published, and stops nobody, however deep something is nested in it', () => {
    for (const levels of [1, 100, 7_900]) {
      const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`;
      expect(says(sample('TY-MAT-001'), `{"p1":"1","x":${deep}}`)).toBe(false);
      expect(says(sample('TY-MUL-002'), `["1",${deep}]`)).toBe(false);
    }
  });

  it('is published with a number as people write it', () => {
    const item = sample('TY-CAS-003');
    for (const text of ['50', '50,0', '1 234.5', '−5']) expect(says(item, text)).toBe(true);
    expect(says(sample('TY-NUM-001'), '{"unit":"g","value":"12 500"}')).toBe(true);
  });
});
