import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listenToDevice, type Listening } from './device-signals.js';
import { OpenSignals } from './open-signals.js';

describe('what happens on a device', () => {
  const page = Object.assign(new EventTarget(), {
    visibilityState: 'visible',
    fullscreenElement: null as object | null,
    hasFocus: () => true,
  });
  let told: string[];
  let open: OpenSignals;
  let device: Listening;

  const turn = (state: 'visible' | 'hidden'): void => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  const fill = (isFull: boolean): void => {
    page.fullscreenElement = isFull ? {} : null;
    page.dispatchEvent(new Event('fullscreenchange'));
  };
  const setWatched = (isWatched: boolean): void => {
    open.isWatched = isWatched;
    if (isWatched) device.look();
  };

  beforeEach(() => {
    const kept = new Map<string, string>();
    page.visibilityState = 'visible';
    page.fullscreenElement = null;
    Object.assign(globalThis, {
      document: page,
      screen: {},
      addEventListener: page.addEventListener.bind(page),
    });
    told = [];
    open = new OpenSignals(
      {
        getItem: (name: string) => kept.get(name) ?? null,
        setItem: (name: string, text: string) => void kept.set(name, text),
        removeItem: (name: string) => void kept.delete(name),
      },
      'o',
    );
    device = listenToDevice(({ kind }) => told.push(kind), open, true);
  });
  afterEach(() => {
    device.stop();
    for (const name of ['document', 'screen', 'addEventListener']) Reflect.deleteProperty(globalThis, name);
  });

  it('is not told of its end where it began while nothing was watched', () => {
    setWatched(false);
    turn('hidden');
    turn('visible');
    fill(true);
    fill(false);
    setWatched(true);
    expect(told).toEqual([]);
    turn('hidden');
    turn('visible');
    expect(told).toEqual(['left-page', 'back-on-page']);
  });

  it('is told as beginning when something is watched again, where it goes on then', () => {
    fill(true);
    setWatched(false);
    turn('hidden');
    fill(false);
    expect(told).toEqual([]);
    setWatched(true);
    expect(told).toEqual(['left-page', 'left-full-screen']);
    turn('visible');
    fill(true);
    expect(told.slice(2)).toEqual(['back-on-page', 'back-in-full-screen']);
  });

  it('ends while nothing is watched where it began before', () => {
    turn('hidden');
    setWatched(false);
    turn('visible');
    expect(told).toEqual(['left-page', 'back-on-page']);
    setWatched(true);
    expect(told).toHaveLength(2);
  });
});
