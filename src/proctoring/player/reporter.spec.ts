import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LAST_WORDS } from '../domain/last-words.js';
import { ReportQueue } from './report-queue.js';
import { Reporter } from './reporter.js';

interface Sent {
  readonly signals: readonly { readonly seq: number; readonly ago: number; readonly kind: string }[];
  readonly first?: boolean;
}
type Answer = 'no line' | 'heard' | number;

describe('what a device reports', () => {
  const sent: Sent[] = [];
  /** What the next reports meet; then they are heard. */
  let answers: Answer[] = [];
  let onDisk = 0;
  /** What it heard of whether anything is watched. */
  const watched: boolean[] = [];

  const store = (): Storage => {
    const kept = new Map<string, string>();
    return {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => void kept.set(name, text),
      removeItem: (name: string) => void kept.delete(name),
    } as Storage;
  };
  const reporter = (queue: ReportQueue) =>
    new Reporter({
      token: 't',
      queue,
      camera: () => 'none',
      ticks: (tick) => {
        const timer = setInterval(tick, 1000);
        return () => {
          clearInterval(timer);
        };
      },
      onSnapshot: () => Promise.resolve(true),
      onWatched: (isWatched) => watched.push(isWatched),
    });
  const told = () => sent.flatMap(({ signals }) => signals.map(({ seq }) => seq));
  const left = { kind: 'left-page', lasted: null } as const;

  beforeEach(() => {
    jest.useFakeTimers();
    sent.length = 0;
    watched.length = 0;
    answers = [];
    onDisk = 0;
    const server = (_: string, { body }: { body: string }): Promise<Response> => {
      const report = JSON.parse(body) as Sent;
      const answer = answers.shift() ?? 'heard';
      if (answer === 'no line') return Promise.reject(new TypeError('no line'));
      sent.push(report);
      if (typeof answer === 'number') return Promise.resolve(new Response('{}', { status: answer }));
      onDisk = Math.max(onDisk, report.signals.at(-1)?.seq ?? 0);
      return Promise.resolve(Response.json({ acknowledged: onDisk, quiet: 10, longest: 60, snapshot: null }));
    };
    Object.assign(globalThis, {
      window: globalThis,
      document: { visibilityState: 'visible' },
      fetch: server,
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'document');
  });

  it('stops where nothing is watched any more, and goes on once it is again, with nothing that began meanwhile', async () => {
    const device = reporter(new ReportQueue(store(), 'q', '1'));
    await jest.advanceTimersByTimeAsync(100);
    device.happened(left);
    await jest.advanceTimersByTimeAsync(1000);
    expect(told()).toEqual([1]);
    answers = Array.from({ length: 3 }, () => 409);
    await jest.advanceTimersByTimeAsync(11_000);
    expect(answers).toHaveLength(2);
    device.happened({ kind: 'pasted', lasted: null, characters: 5 });
    device.happened({ kind: 'back-on-page', lasted: 4000 });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(answers).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(answers).toEqual([]);
    expect(sent.at(-1)?.signals).toEqual([]);
    const kinds = sent.flatMap(({ signals }) => signals.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(['left-page', 'back-on-page']));
    expect(watched).toEqual([false, true]);
    device.happened(left);
    await jest.advanceTimersByTimeAsync(1000);
    expect(told().at(-1)).toBe(3);
  });

  it('hears that nothing is watched until the server says otherwise: a lost line says nothing of it', async () => {
    answers = [409, 'no line', 409, 503];
    const device = reporter(new ReportQueue(store(), 'q', '1'));
    await jest.advanceTimersByTimeAsync(100);
    expect(answers).toEqual(['no line', 409, 503]);
    await jest.advanceTimersByTimeAsync(45_000);
    expect(answers.length).toBeLessThan(3);
    device.happened(left);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(answers).toEqual([]);
    expect(watched).toEqual([false, true]);
    expect(told()).toEqual([]);
  });

  it('is for another page to tell where that one goes on: this one sends nothing more', async () => {
    const kept = store();
    const device = reporter(new ReportQueue(kept, 'q', '1'));
    await jest.advanceTimersByTimeAsync(100);
    answers = ['no line'];
    device.happened(left);
    await jest.advanceTimersByTimeAsync(400);
    device.letGo();
    await jest.advanceTimersByTimeAsync(LAST_WORDS);
    expect(told()).toEqual([]);
    reporter(new ReportQueue(kept, 'q', '1'));
    await jest.advanceTimersByTimeAsync(2000);
    expect(told()).toEqual([1]);
  });

  it('is told at once when the exam is over though a report has just failed, with the time that has passed', async () => {
    const queue = new ReportQueue(store(), 'q', '1');
    const device = reporter(queue);
    await jest.advanceTimersByTimeAsync(100);
    answers = ['no line'];
    device.happened(left);
    await jest.advanceTimersByTimeAsync(400);
    expect(told()).toEqual([]);
    await device.stop();
    expect(told()).toEqual([1]);
    expect(sent.at(-1)?.signals[0]?.ago).toBe(400);
    expect(queue.isEmpty).toBe(true);
  });

  it('is told where nothing was heard of the server before: first what is on disk is asked', async () => {
    answers = ['no line'];
    onDisk = 4;
    const device = reporter(new ReportQueue(store(), 'q', '1'));
    device.happened(left);
    await device.stop();
    expect(sent.map(({ first, signals }) => [first ?? false, signals.length])).toEqual([
      [true, 0],
      [false, 1],
    ]);
    expect(told()).toEqual([5]);
  });

  it('waits for the report that is under way, and is told again until it is heard', async () => {
    const queue = new ReportQueue(store(), 'q', '1');
    const device = reporter(queue);
    device.happened(left);
    answers = ['no line', 503, 'no line'];
    const stopped = device.stop();
    await jest.advanceTimersByTimeAsync(LAST_WORDS / 2);
    await stopped;
    expect(told()).toEqual([1, 1]);
    expect(queue.isEmpty).toBe(true);
  });

  it.each([401, 409, 410])('is kept to itself where the answer is %i', async (status) => {
    const device = reporter(new ReportQueue(store(), 'q', '1'));
    await jest.advanceTimersByTimeAsync(100);
    device.happened(left);
    answers = [status];
    await device.stop();
    expect(told()).toEqual([1]);
  });

  it('is given up once nobody takes it any more', async () => {
    const device = reporter(new ReportQueue(store(), 'q', '1'));
    await jest.advanceTimersByTimeAsync(100);
    device.happened(left);
    answers = Array.from({ length: 1000 }, () => 'no line' as const);
    const stopped = device.stop();
    await jest.advanceTimersByTimeAsync(LAST_WORDS + 60_000);
    await stopped;
    answers = [];
    await jest.advanceTimersByTimeAsync(LAST_WORDS);
    expect(told()).toEqual([]);
  });
});
