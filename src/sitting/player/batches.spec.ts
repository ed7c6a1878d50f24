import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChainedEvent } from '../domain/response-event.js';
import { nextBatch } from './batches.js';
import { storable } from './typing.js';

const event = (seq: number, value: string): ChainedEvent => ({
  seq,
  type: 'answer',
  position: 1,
  value,
  offset: 0,
  hash: 'a'.repeat(64),
});

describe('batches of events', () => {
  it('are few enough and small enough, one event at least, none lost and none twice', () => {
    const texts = fc.array(fc.string({ maxLength: 20_000, size: 'max' }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(texts, fc.nat({ max: 9 }), (values, failures) => {
        let left: readonly ChainedEvent[] = values.map((value, index) => event(index + 1, value));
        const seen: number[] = [];
        while (left.length > 0) {
          const batch = nextBatch(left, failures);
          expect(batch.length).toBeGreaterThan(0);
          if (batch.length > 1) expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(49_000);
          seen.push(...batch.map(({ seq }) => seq));
          left = left.slice(batch.length);
        }
        expect(seen).toEqual(values.map((_, index) => index + 1));
      }),
      { numRuns: 30 },
    );
  });

  it('stay as they are while more events come', () => {
    const events = [event(1, '1')];
    const batch = nextBatch(events);
    events.push(event(2, '2'));
    expect(batch).toHaveLength(1);
  });

  it('halve with each failure', () => {
    const events = Array.from({ length: 40 }, (_, index) => event(index + 1, 'я'.repeat(2000)));
    const sizes = [0, 1, 2, 3, 9].map((failures) => nextBatch(events, failures).length);
    expect(sizes).toEqual([11, 5, 2, 1, 1]);
  });
});

describe('what the log can keep', () => {
  it('has no NUL, no half character, and 16,000 characters at most', () => {
    expect(storable('a\0b')).toBe('ab');
    expect(storable('a\ud800b')).toBe('a\ufffdb');
    expect(storable('😀'.repeat(16_001))).toBe('😀'.repeat(16_000));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(storable(text).isWellFormed()).toBe(true);
      }),
    );
  });
});
