import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../kernel/index.js';
import type { CorrectableEntry } from '../../registry/index.js';
import { formLines, typedLines } from './correction-form.js';

const entryOf = (shown: Record<string, Json>): CorrectableEntry => ({
  seq: 1,
  publicId: 'X',
  type: 'x',
  official: 'Somebody',
  shown,
  personal: { personName: 'Jon' },
  corrections: [],
  removed: false,
  search: {},
});

describe('the form of a correction', () => {
  it('that is sent as it was shown corrects nothing, whatever the browser makes of line ends', () => {
    const text = fc.string().map((one) => one.replaceAll('\r', ''));
    const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (shown) => {
        const lines = formLines(entryOf(shown));
        const sent = Object.fromEntries(lines.map(({ field, now }) => [field, now.replaceAll('\n', '\r\n')]));
        expect(typedLines(lines, sent)).toEqual([]);
      }),
    );
  });

  it('keeps the kind of what was published', () => {
    const lines = formLines(entryOf({ place: 1, open: true, grade: 'B', reason: null, location: 'Baku' }));
    const typed = {
      '/place': '12',
      '/open': 'false',
      '/grade': '7',
      '/reason': ' because ',
      personName: 'John',
    };
    expect(typedLines(lines, typed).map(({ field, correct }) => [field, correct])).toEqual([
      ['personName', 'John'],
      ['/place', 12],
      ['/open', false],
      ['/grade', '7'],
      ['/reason', 'because'],
    ]);
    // What is no number is left for the rule to refuse.
    expect(typedLines(lines, { '/place': 'two', '/grade': '' }).map(({ correct }) => correct)).toEqual([
      'two',
      null,
    ]);
  });

  it('asks for no name that is removed', () => {
    expect(formLines({ ...entryOf({ place: 1 }), removed: true }).map(({ field }) => field)).toEqual([
      '/place',
    ]);
  });
});
