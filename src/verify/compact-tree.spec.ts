import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, merkleRoot } from '../kernel/index.js';
import { CompactTree } from './compact-tree.js';

const leaves = Array.from({ length: 300 }, (_, index) => leafHash(String(index)));

it('has the root of all that was added, also when it goes on from a state that was put away', () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (one, two) => {
      const [before, after] = [Math.min(one, two), Math.max(one, two)];
      let tree = new CompactTree();
      for (const leaf of leaves.slice(0, before)) tree.add(leaf);
      expect(tree.root()).toEqual(merkleRoot(leaves.slice(0, before)));
      tree = CompactTree.from(tree.state());
      for (const leaf of leaves.slice(before, after)) tree.add(leaf);
      expect(tree.size).toBe(after);
      expect(tree.root()).toEqual(merkleRoot(leaves.slice(0, after)));
    }),
  );
});

it('takes no state whose peaks do not fit its size', () => {
  expect(() => CompactTree.from({ size: 3, peaks: ['00'] })).toThrow(RangeError);
});
