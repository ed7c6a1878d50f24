import { describe, expect, it } from '@jest/globals';
import { OpenSignals } from './open-signals.js';

const emptyStore = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  };
};

describe('what has begun on a device and not ended', () => {
  it('begins once, ends once, and says how long it was', () => {
    const open = new OpenSignals(emptyStore(), 'o');
    expect(open.end('left-page', 5)).toBeNull();
    expect(open.begin('left-page', 1000)).toBe(true);
    expect(open.begin('left-page', 2000)).toBe(false);
    expect(open.end('left-page', 4000)).toBe(3000);
    expect(open.end('left-page', 5000)).toBeNull();
  });

  it('is ended by the page after a reload', () => {
    const store = emptyStore();
    new OpenSignals(store, 'o').begin('left-page', 1000);
    const after = new OpenSignals(store, 'o');
    expect(after.isOpen('left-page')).toBe(true);
    expect(after.isOpen('camera-off')).toBe(false);
    expect(after.end('left-page', 1500)).toBe(500);
    expect(new OpenSignals(store, 'o').isOpen('left-page')).toBe(false);
  });

  it('has lasted no less than nothing, whatever clock goes back, and goes on where nothing can be kept', () => {
    const broken = {
      getItem: () => '{nonsense',
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => undefined,
    };
    const open = new OpenSignals(broken, 'o');
    open.begin('camera-off', 9000);
    expect(open.end('camera-off', 1000)).toBe(0);
  });

  it('does not begin where nothing is watched, and what had begun before ends', () => {
    const open = new OpenSignals(emptyStore(), 'o');
    open.begin('camera-off', 1000);
    open.isWatched = false;
    expect(open.begin('left-page', 2000)).toBe(false);
    expect(open.end('left-page', 3000)).toBeNull();
    expect(open.end('camera-off', 3000)).toBe(2000);
    open.isWatched = true;
    expect(open.begin('left-page', 4000)).toBe(true);
    expect(open.end('left-page', 5000)).toBe(1000);
  });

  it('is what the tab that goes on has by now, for the one that lost the exam too', () => {
    const store = emptyStore();
    const lost = new OpenSignals(store, 'o');
    lost.begin('full-screen', 1000);
    const goesOn = new OpenSignals(store, 'o');
    goesOn.begin('left-page', 2000);
    lost.end('full-screen', 3000);
    expect(goesOn.end('left-page', 4000)).toBe(2000);
    expect(new OpenSignals(store, 'o').isOpen('left-page')).toBe(false);
  });

  it('does not come back where it was forgotten with the exam', () => {
    const store = emptyStore();
    const open = new OpenSignals(store, 'o');
    open.begin('full-screen', 1000);
    store.removeItem('o');
    expect(open.end('full-screen', 2000)).toBeNull();
    expect(store.getItem('o')).toBeNull();
  });
});
