import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GroupCommit, GroupCommitFull } from './group-commit.js';

interface Item {
  readonly key: string;
  readonly value: number;
}

describe('GroupCommit', () => {
  it('writes one batch at a time, no key twice in one, everything once, in each key’s order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }), async (keys) => {
        const batches: (readonly Item[])[] = [];
        let writing = 0;
        const group = new GroupCommit<Item, number>(
          ({ key }) => key,
          async (items) => {
            writing += 1;
            expect(writing).toBe(1);
            batches.push(items);
            await new Promise(setImmediate);
            writing -= 1;
            return items.map(({ value }) => value * 10);
          },
          3,
        );
        const answers = await Promise.all(keys.map((key, value) => group.add({ key, value })));
        expect(answers).toEqual(keys.map((_, value) => value * 10));
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(3);
          expect(new Set(batch.map(({ key }) => key)).size).toBe(batch.length);
        }
        for (const key of ['a', 'b', 'c']) {
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
    const group = new GroupCommit<Item, number>(
      ({ key }) => key,
      (items) =>
        fail ? Promise.reject(new Error('disk')) : Promise.resolve(items.map(({ value }) => value)),
    );
    const both = await Promise.allSettled([
      group.add({ key: 'a', value: 1 }),
      group.add({ key: 'b', value: 2 }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fail = false;
    expect(await group.add({ key: 'a', value: 3 })).toBe(3);
  });

  it('refuses what it has no room for', async () => {
    const group = new GroupCommit<Item, number>(
      ({ key }) => key,
      (items) => Promise.resolve(items.map(() => 0)),
      10,
      1,
    );
    const first = group.add({ key: 'a', value: 1 });
    await expect(group.add({ key: 'b', value: 2 })).rejects.toThrow(GroupCommitFull);
    expect(await first).toBe(0);
  });
});
