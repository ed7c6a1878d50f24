import { stands, timeLeft } from '../domain/time-allowance.js';
import type { ClockReading } from './types.js';

/** The device's two clocks, in milliseconds: one that only runs on, and one that somebody can set. */
export interface DeviceClocks {
  monotonic(): number;
  wall(): number;
}

/** The time as it is kept in the browser: what the server's clock would say now, and the device's wall clock beside it. */
export interface KeptTime extends ClockReading {
  readonly wall: number;
}

const DEVICE: DeviceClocks = { monotonic: () => performance.now(), wall: () => Date.now() };
/** So far the two clocks may drift apart before it is a jump, or a sleep. */
const JUMP = 3000;

/**
 * The time left by the server's clock, which alone counts. Between two words of the server the device's clocks go on,
 * whichever of the two says less is left: the monotonic one may stand still while the lid is closed, the wall clock may
 * be set back. What they get wrong, the next word of the server puts right.
 */
export class Clock {
  #reading: ClockReading = { serverTime: 0, deadline: 0, pausedLeft: null };
  #monotonic = 0;
  #wall = 0;

  constructor(private readonly device: DeviceClocks = DEVICE) {}

  /** Takes the server's word. */
  set({ serverTime, deadline, pausedLeft }: ClockReading): void {
    this.#reading = { serverTime, deadline, pausedLeft };
    this.#monotonic = this.device.monotonic();
    this.#wall = this.device.wall();
  }

  /** Goes on from what was kept by an earlier page: by the wall clock, and never back. */
  restore(kept: KeptTime): void {
    const since = Math.max(0, this.device.wall() - kept.wall);
    this.set({ ...kept, serverTime: kept.serverTime + since });
  }

  /** What to keep, so that a reload goes on from here. */
  keep(): KeptTime {
    return { ...this.#reading, serverTime: this.now, wall: this.device.wall() };
  }

  /** What the server's clock says now, as best known. */
  get now(): number {
    return this.#reading.serverTime + this.#elapsed();
  }

  /** Milliseconds left, never below 0; while the clock stands, what will be left when it goes on. */
  get left(): number {
    return timeLeft(this.#reading, this.now);
  }

  get stands(): boolean {
    return stands(this.#reading, this.now);
  }

  /** Whether the wall clock was set, or the device slept, since the server's last word: time to ask it again. */
  get hasJumped(): boolean {
    const monotonic = this.device.monotonic() - this.#monotonic;
    return Math.abs(this.device.wall() - this.#wall - monotonic) > JUMP;
  }

  #elapsed(): number {
    return Math.max(this.device.monotonic() - this.#monotonic, this.device.wall() - this.#wall);
  }
}

/** "54:09", or "1:02:09" above an hour. */
export function clockText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(rest)}` : `${String(minutes)}:${two(rest)}`;
}
