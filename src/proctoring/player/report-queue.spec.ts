import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ReportQueue } from './report-queue.js';

const emptyStore = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  };
};
const left = (at: number) => ({ kind: 'left-page', at, lasted: null }) as const;

describe('what the server has not acknowledged', () => {
  it('is told once the server has said what it has, from the next number on', () => {
    const queue = new ReportQueue(emptyStore(), 'q', '1');
    queue.add(left(1000));
    expect(queue.next(1500)).toEqual([]);
    queue.acknowledge(7);
    expect(queue.next(1500)).toEqual([{ kind: 'left-page', lasted: null, seq: 8, ago: 500 }]);
    queue.acknowledge(8);
    expect(queue.isEmpty).toBe(true);
  });

  it('is told again under its number after a reload, where the answer was lost', () => {
    const store = emptyStore();
    const before = new ReportQueue(store, 'q', '1');
    before.acknowledge(0);
    before.add(left(1));
    before.add(left(2));
    before.next(10);
    const after = new ReportQueue(store, 'q', '1');
    after.add(left(3));
    // The server had the first of them.
    after.acknowledge(1);
    expect(after.next(10).map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('is numbered anew under another lease, whose numbers the server counts for themselves', () => {
    const store = emptyStore();
    const before = new ReportQueue(store, 'q', '1');
    before.acknowledge(4);
    before.add(left(1));
    before.add(left(2));
    expect(before.next(10).map(({ seq }) => seq)).toEqual([5, 6]);
    const after = new ReportQueue(store, 'q', '2');
    after.acknowledge(0);
    expect(after.next(10).map(({ seq, ago }) => [seq, ago])).toEqual([
      [1, 9],
      [2, 8],
    ]);
  });

  it('is left as it is in the store by a page that let go of it, whatever that one still hears', () => {
    const store = emptyStore();
    const before = new ReportQueue(store, 'q', '1');
    before.acknowledge(0);
    before.add(left(1));
    before.next(10);
    before.letGo();
    const after = new ReportQueue(store, 'q', '1');
    after.add(left(2));
    before.acknowledge(1);
    const last = new ReportQueue(store, 'q', '1');
    last.acknowledge(0);
    expect(last.next(10).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('does not come back where it was forgotten with the exam', () => {
    const store = emptyStore();
    const queue = new ReportQueue(store, 'q', '1');
    queue.acknowledge(0);
    queue.add(left(1));
    store.removeItem('q');
    expect(queue.next(10)).toHaveLength(1);
    expect(store.getItem('q')).toBeNull();
  });

  it('reaches the server once each, in order, whatever answers and pages are lost', () => {
    const step = fc.constantFrom('happens', 'reported', 'answer-lost', 'reload', 'reload-after-report');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = emptyStore();
        let queue = new ReportQueue(store, 'q', '1');
        let made = 0;
        const server: number[] = [];
        let known = 0;
        const report = (heard: boolean): void => {
          for (const { seq, position } of queue.next(0)) {
            if (seq <= known) continue;
            expect(seq).toBe(known + 1);
            known = seq;
            server.push(position ?? 0);
          }
          if (heard) queue.acknowledge(known);
        };
        for (const one of [...steps, 'reload', 'reported', 'reported'] as const) {
          if (one === 'happens') queue.add({ ...left(0), position: (made += 1) });
          else if (one === 'reported') report(true);
          else if (one === 'answer-lost') report(false);
          else {
            if (one === 'reload-after-report') report(false);
            queue = new ReportQueue(store, 'q', '1');
          }
        }
        expect(server).toEqual(Array.from({ length: made }, (_, i) => i + 1));
        expect(queue.isEmpty).toBe(true);
      }),
    );
  });

  it('is numbered on where a process of the server knows less than another', () => {
    const queue = new ReportQueue(emptyStore(), 'q', '1');
    queue.acknowledge(0);
    queue.add(left(1));
    queue.add(left(2));
    queue.next(10);
    queue.acknowledge(2);
    queue.acknowledge(0);
    queue.add(left(3));
    expect(queue.next(10).map(({ seq }) => seq)).toEqual([3]);
  });

  it('says no more than the server takes', () => {
    const queue = new ReportQueue(emptyStore(), 'q', '1');
    queue.acknowledge(0);
    queue.add({ kind: 'pasted', at: 0, lasted: 1e12, characters: 5_000_000 });
    expect(queue.next(1e12)).toEqual([
      { kind: 'pasted', seq: 1, ago: 86_400_000, lasted: 86_400_000, characters: 1_000_000 },
    ]);
  });

  it('goes on where a browser keeps nothing or kept nonsense', () => {
    const broken = {
      getItem: () => '{nonsense',
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => undefined,
    };
    const queue = new ReportQueue(broken, 'q', '1');
    queue.acknowledge(0);
    queue.add(left(0));
    expect(queue.next(0)).toHaveLength(1);
  });
});
