/** What was measured of a device. Times in milliseconds. */
export interface Measurements {
  /** A secure context (W3C Secure Contexts): https, or this very machine. */
  readonly secure: boolean;
  /** AES-GCM and SHA-256 of WebCrypto, tried and not only found. */
  readonly encryption: boolean;
  readonly storage: {
    /** What became of a real write into IndexedDB. */
    readonly written: 'kept' | 'forbidden' | 'full';
    /** Bytes that the browser says are left; null where it does not say. */
    readonly free: number | null;
  };
  readonly serviceWorker: boolean;
  readonly decompression: boolean;
  readonly cookies: boolean;
  /** The device's clock less the server's, and how far that may be off; null where the server did not answer. */
  readonly clock: { readonly ahead: number; readonly unsure: number } | null;
  readonly line: { readonly tried: number; readonly times: readonly number[] };
  /** CSS pixels: a large zoom makes them few. */
  readonly width: number;
  /** Names of what this browser is too old for. */
  readonly missing: readonly string[];
}

export type Level = 'pass' | 'warn' | 'fail';

export interface Finding {
  readonly id: keyof typeof CHECKS;
  readonly level: Level;
  /** Which words say it: `<id>_<state>`. */
  readonly state: string;
  /** For what is told in time: how much, in milliseconds. */
  readonly time?: number;
}

/** Bytes: a form with its pictures, every event of an exam, and the page itself. */
export const NEEDED = 8 * 1024 * 1024;
const COMFORTABLE = 50_000_000;
const CLOCK_TOLERANCE = 60_000;
const SLOW = 1500;
const NARROW = 320;

type Judgement = Omit<Finding, 'id'>;
const pass: Judgement = { level: 'pass', state: 'pass' };
const warn = (state = 'warn', time?: number): Judgement => ({
  level: 'warn',
  state,
  ...(time !== undefined && { time }),
});
const fail = (state = 'fail'): Judgement => ({ level: 'fail', state });

/** Each check by itself, in the order in which a person mends things: one fault is often the cause of the next. */
const CHECKS = {
  browser: ({ missing }: Measurements) => (missing.length === 0 ? pass : fail()),
  secure: ({ secure }: Measurements) => (secure ? pass : fail()),
  encryption: ({ encryption }: Measurements) => (encryption ? pass : fail()),
  storage: ({ storage: { written, free } }: Measurements) => {
    if (written !== 'kept') return fail(written);
    if (free === null || free >= COMFORTABLE) return pass;
    return free < NEEDED ? fail('full') : warn();
  },
  cookies: ({ cookies }: Measurements) => (cookies ? pass : fail()),
  decompression: ({ decompression }: Measurements) => (decompression ? pass : fail()),
  serviceWorker: ({ serviceWorker }: Measurements) => (serviceWorker ? pass : warn()),
  line: ({ line: { tried, times } }: Measurements) => {
    if (times.length === 0) return fail();
    const middle = median(times);
    if (times.length < tried) return warn('breaks', middle);
    return middle > SLOW ? warn('slow', middle) : { ...pass, time: middle };
  },
  clock: ({ clock }: Measurements) => {
    if (!clock) return warn('unknown');
    const off = Math.abs(clock.ahead);
    if (off <= CLOCK_TOLERANCE + clock.unsure) return pass;
    return warn(clock.ahead > 0 ? 'fast' : 'slow', off);
  },
  screen: ({ width }: Measurements) => (width >= NARROW ? pass : warn()),
} as const;

/** What the measurements mean for an exam, check by check. */
export const judge = (measured: Measurements): readonly Finding[] =>
  (Object.keys(CHECKS) as (keyof typeof CHECKS)[]).map((id) => ({ id, ...CHECKS[id](measured) }));

/** Whether an exam can be sat on this device: the worst of the findings. */
export const summary = (findings: readonly Finding[]): Level =>
  (['fail', 'warn'] as const).find((level) => findings.some((finding) => finding.level === level)) ?? 'pass';

/** The middle one; of an even number the higher of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * How far the device's clock is ahead of the server's, from one question: the server read its clock at some moment
 * between asking and hearing, so the middle is off by half of the way at most.
 */
export const clockAhead = (
  asked: number,
  heard: number,
  serverTime: number,
): { ahead: number; unsure: number } => ({
  ahead: (asked + heard) / 2 - serverTime,
  unsure: (heard - asked) / 2,
});
