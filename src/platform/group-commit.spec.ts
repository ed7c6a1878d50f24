import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GroupCommit, GroupCommitFull } from './group-commit.js';

interface Item {
  readonly key: string;
  readonly value: number;
  readonly bytes?: number;
}

const keyOf = ({ key }: Item): string => key;
const bytesOf = ({ bytes }: Item): number => bytes ?? 1;
const values = (items: readonly Item[]): Promise<number[]> =>
  Promise.resolve(items.map(({ value }) => value));

describe('GroupCommit', () => {
  it('writes one batch at a time, no key twice in one, everything once, in each key’s order, within its bounds', async () => {
    const anyItems = fc.array(
      fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), bytes: fc.integer({ min: 1, max: 12 }) }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(anyItems, async (items) => {
        const batches: (readonly Item[])[] = [];
        let writing = 0;
        const group = new GroupCommit<Item, number>(
          keyOf,
          async (batch) => {
            writing += 1;
            expect(writing).toBe(1);
            batches.push(batch);
            await new Promise(setImmediate);
            writing -= 1;
            return batch.map(({ value }) => value * 10);
          },
          3,
          100,
          { of: bytesOf, batch: 10, waiting: 1000 },
        );
        const answers = await Promise.all(items.map((item, value) => group.add({ ...item, value })));
        expect(answers).toEqual(items.map((_, value) => value * 10));
        for (const batch of batches) {
          const keys = batch.map(({ key }) => key);
          expect(keys).toEqual([...new Set(keys)].sort());
          expect(batch.length).toBeLessThanOrEqual(3);
          const bytes = batch.reduce((sum, item) => sum + (item.bytes ?? 0), 0);
          expect(bytes <= 10 || batch.length === 1).toBe(true);
        }
        for (const key of ['a', 'b', 'c', 'd']) {
          const order = batches.flat().filter((item) => item.key === key);
          expect(order.map(({ value }) => value)).toEqual(
            order.map(({ value }) => value).sort((x, y) => x - y),
          );
        }
      }),
    );
  });

  it('tells everybody in a batch that failed, and goes on', async () => {
    let fail = true;
    const group = new GroupCommit<Item, number>(keyOf, (items) =>
      fail ? Promise.reject(new Error('disk')) : values(items),
    );
    const both = await Promise.allSettled([
      group.add({ key: 'a', value: 1 }),
      group.add({ key: 'b', value: 2 }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fail = false;
    expect(await group.add({ key: 'a', value: 3 })).toBe(3);
  });

  it('refuses what it has no room for, by number and by bytes, and has room again', async () => {
    const waiting = (count: number, bytes: number) =>
      new GroupCommit<Item, number>(keyOf, values, 10, count, { of: bytesOf, batch: 100, waiting: bytes });
    for (const group of [waiting(1, 100), waiting(10, 5)]) {
      const first = group.add({ key: 'a', value: 1, bytes: 3 });
      await expect(group.add({ key: 'b', value: 2, bytes: 3 })).rejects.toThrow(GroupCommitFull);
      expect(await first).toBe(1);
      expect(await group.add({ key: 'b', value: 2, bytes: 3 })).toBe(2);
    }
  });
});
