import { describe, expect, it } from '@jest/globals';
import { PracticeStore, type PracticeRun } from './practice-store.js';

const run: PracticeRun = {
  endsAt: 1000,
  done: false,
  answers: { 1: '2' },
  flagged: [3],
  notes: { 1: 'Think.' },
};

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('a practice exam in the browser', () => {
  it('is found again, each exam its own', () => {
    const storage = memory();
    const store = new PracticeStore('first', () => storage);
    expect(store.keep(run)).toBe(true);
    expect(store.kept()).toEqual(run);
    expect(new PracticeStore('other', () => storage).kept()).toBeNull();
    store.forget();
    expect(storage.kept.size).toBe(0);
  });

  it('is not there where storage is forbidden, full, or holds something else', () => {
    const forbidden = new PracticeStore('first', () => {
      throw new Error('SecurityError');
    });
    expect(forbidden.keep(run)).toBe(false);
    expect(forbidden.kept()).toBeNull();
    forbidden.forget();
    const full = {
      ...memory(),
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect(new PracticeStore('first', () => full).keep(run)).toBe(false);
    for (const text of [
      '',
      'no json',
      'null',
      '[]',
      '{"endsAt":9}',
      JSON.stringify({ ...run, answers: { 1: 2 } }),
    ]) {
      const storage = memory();
      storage.kept.set('openmerit-practice-first', text);
      expect(new PracticeStore('first', () => storage).kept()).toBeNull();
    }
  });
});
