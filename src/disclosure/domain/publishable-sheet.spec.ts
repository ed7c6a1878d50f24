import { describe, expect, it } from '@jest/globals';
import { SAMPLE_ITEMS } from '../../../test/factories/sample-items.js';
import { storedStructure } from '../../question-bank/index.js';
import { itemType, shapeOf } from '../../question-bank/item-types/index.js';
import { isPublishable, type PlaceOfForm } from './publishable-sheet.js';

const places = SAMPLE_ITEMS.filter(({ type }) => itemType(type)?.scoredBy !== 'nobody').map(
  (item, index): PlaceOfForm & { readonly response: string | null } => {
    const shape = shapeOf(storedStructure(item));
    return {
      position: index + 1,
      type: item.type,
      shape,
      optionOrder: shape.options,
      response: itemType(item.type)?.fullResponse(item.answerKey, shape, shape.options, 'en') ?? null,
    };
  },
);
const closed = places.filter(({ type }) => !itemType(type)?.ownWords);

describe('a sheet that can be public', () => {
  it('has what its questions let one say', () => {
    expect(closed.length).toBeGreaterThan(6);
    const answers = Object.fromEntries(
      closed.flatMap(({ position, response }) => (response === null ? [] : [[String(position), response]])),
    );
    expect(isPublishable(places, answers)).toBe(true);
    expect(isPublishable(places, {})).toBe(true);
  });

  it.each(closed.map(({ type, position }) => [type, position] as const))(
    'has no name where %s asks for something else',
    (_, position) => {
      expect(isPublishable(places, { [position]: 'I am Aygun Hasanova' })).toBe(false);
    },
  );

  it('has nothing beside what a question asks for', () => {
    const records = closed.filter(({ response }) => response?.startsWith('{'));
    expect(records.length).toBeGreaterThan(2);
    for (const { position, response } of records) {
      const more = { ...(JSON.parse(response ?? '') as object), note: 'I am Aygun Hasanova' };
      expect(isPublishable(places, { [position]: JSON.stringify(more) })).toBe(false);
    }
  });

  it('has no words of the candidate’s own, whatever they are', () => {
    const words = places.filter(({ type }) => itemType(type)?.ownWords);
    expect(new Set(words.map(({ type }) => type))).toEqual(
      new Set(['short-text', 'gap-text', 'extended-text']),
    );
    for (const { position, response } of words)
      expect(isPublishable(places, { [position]: response ?? 'some words' })).toBe(false);
  });

  it('answers no question that is not in the form', () => {
    expect(isPublishable(places, { [places.length + 1]: '1' })).toBe(false);
    expect(isPublishable(places, { constructor: '1' })).toBe(false);
  });
});
