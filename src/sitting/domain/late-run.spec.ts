import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../../kernel/index.js';
import { lateRun, sheetChanges } from './late-run.js';
import { eventBytes, type ChainedEvent } from './response-event.js';

const SITTING = '00000000-0000-4000-8000-000000000001';
const HEAD = { seq: 20, hash: 'a'.repeat(64) };

function made(count: number, from: { seq: number; hash: string } = HEAD, value = '1'): ChainedEvent[] {
  let { hash } = from;
  return Array.from({ length: count }, (_, index) => {
    const event = {
      seq: from.seq + index + 1,
      type: 'answer' as const,
      position: index + 1,
      value,
      offset: index * 1000,
    };
    hash = sha256(eventBytes(SITTING, 1, event, hash)).toString('hex');
    return { ...event, hash };
  });
}

describe('what came late', () => {
  it('continues the head in whatever order it arrived, up to the first gap', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 15 })
          .chain((count) =>
            fc.tuple(
              fc.constant(count),
              fc.shuffledSubarray([...Array(count).keys()], { minLength: 0, maxLength: count }),
            ),
          ),
        ([count, arrived]) => {
          const whole = made(count);
          const events = arrived.flatMap((index) => whole[index] ?? []);
          const gap = whole.findIndex((_, index) => !arrived.includes(index));
          const { continues, loose, forked } = lateRun(SITTING, 1, HEAD, events);
          expect(continues).toEqual(gap < 0 ? whole : whole.slice(0, gap));
          expect(loose).toBe(events.length - continues.length);
          expect(forked).toBe(false);
        },
      ),
    );
  });

  it('takes nothing that continues another head, belongs to another lease, or was changed', () => {
    const events = made(3);
    expect(lateRun(SITTING, 1, { seq: 20, hash: 'b'.repeat(64) }, events).continues).toEqual([]);
    expect(lateRun(SITTING, 2, HEAD, events).continues).toEqual([]);
    const changed = events.map((event, index) => (index === 1 ? { ...event, value: '4' } : event));
    expect(lateRun(SITTING, 1, HEAD, changed)).toEqual({
      continues: events.slice(0, 1),
      loose: 2,
      forked: false,
    });
  });

  it('follows the way that arrived first where the device went two', () => {
    const [first, second] = [made(3), made(2, HEAD, '2')];
    expect(lateRun(SITTING, 1, HEAD, [...first, ...second])).toEqual({
      continues: first,
      loose: 2,
      forked: true,
    });
    expect(lateRun(SITTING, 1, HEAD, [...second, ...first]).continues).toEqual(second);
  });

  it('says which answers a ruling would change, and how', () => {
    expect(sheetChanges({ '1': 'a', '2': 'b', '3': 'c' }, { '1': 'a', '2': 'x', '10': 'n' })).toEqual([
      { position: 2, how: 'changed' },
      { position: 3, how: 'removed' },
      { position: 10, how: 'added' },
    ]);
  });
});
