import { describe, expect, it } from '@jest/globals';
import { stepsFrom } from './item-steps.js';

const author = (role: string): boolean => role === 'item-author';
const reviewer = (role: string): boolean => role === 'item-reviewer';

describe('the steps that are open', () => {
  it('are an author’s for a draft, and a reviewer’s from there on', () => {
    expect(stepsFrom({ state: 'draft', newest: true }, author)).toEqual(['submit', 'retire']);
    expect(stepsFrom({ state: 'draft', newest: true }, reviewer)).toEqual([]);
    expect(stepsFrom({ state: 'in-review', newest: true }, author)).toEqual([]);
    expect(stepsFrom({ state: 'in-review', newest: true }, reviewer)).toEqual(['approve', 'return']);
    expect(stepsFrom({ state: 'live', newest: true }, reviewer)).toEqual(['suspend', 'retire']);
  });

  it('are none for an old version, unless candidates still get it', () => {
    expect(stepsFrom({ state: 'approved', newest: false }, reviewer)).toEqual([]);
    expect(stepsFrom({ state: 'live', newest: false }, reviewer)).toEqual(['suspend', 'retire']);
    expect(stepsFrom({ state: 'retired', newest: true }, reviewer)).toEqual([]);
  });
});
