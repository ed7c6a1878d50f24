import { describe, expect, it } from '@jest/globals';
import { correctionFact } from '../registry/facts.js';
import { makeFact } from '../platform/index.js';
import { readCorrection } from './corrections.js';
import type { ReadEntry } from './log-reading.js';

const SEQ = 9;
const honest = {
  publicId: 'ENTRY',
  seq: 4,
  fields: [{ field: '/place', published: 1, correct: 2 }],
  personal: {},
  ground: 'Order 12 of the agency',
  official: 'Somebody, Test',
  time: new Date(0),
  search: {},
};
const read = (change: Partial<typeof honest> = {}, envelope: object = {}) => {
  const { fact, content } = makeFact(correctionFact({ ...honest, ...change }));
  const entry: ReadEntry = { seq: SEQ, leaf: Buffer.alloc(32), fact: { ...fact, ...envelope }, ...content };
  return readCorrection(entry);
};

describe('a correction in the log', () => {
  it('is of one entry before it, and no other kind is one', () => {
    expect(read()).toEqual({ seq: SEQ, of: 4, entry: 'ENTRY', fields: honest.fields, personal: [] });
    expect(read({}, { type: 'tombstone' })).toBeUndefined();
  });

  it.each<[what: string, change: Partial<typeof honest>, envelope: object]>([
    ['of itself', { seq: SEQ }, {}],
    ['of what comes later', { seq: SEQ + 1 }, {}],
    ['that says nothing', { fields: [] }, {}],
    ['that nobody answers for', {}, { official: null }],
    ['whose entry says it is of another', {}, { subject: 'OTHER' }],
    ['whose entry says it is of another place', {}, { cause: '3' }],
  ])('is none %s', (_, change, envelope) => {
    expect(() => read(change, envelope)).toThrow(`Entry ${String(SEQ)} corrects another one, and `);
  });
});
