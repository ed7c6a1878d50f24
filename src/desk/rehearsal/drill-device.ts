import type { DeviceSignal, Heard, Report } from '../../proctoring/index.js';
import type { ChainedEvent, ClockAnswer, OwnMessage } from '../../sitting/index.js';
import type { Caller, Leased } from '../round/sit-exam.js';
import { madeUpPicture } from './made-up-picture.js';

export const CLOCK = '/api/v1/sitting-clock';
export const MESSAGES = '/api/v1/sitting-messages';
export const READ = '/api/v1/sitting-messages/read';
export const REPORTS = '/api/v1/watch-reports';
export const SNAPSHOTS = '/api/v1/watch-snapshots';
export const LEASES = (sittingId: string): string => `/api/v1/sittings/${sittingId}/leases`;

/** Whoever speaks for a made-up candidate for as long as they sit. */
export interface DrillCaller extends Caller {
  get<T>(path: string, bearer?: string): Promise<T>;
  picture<T>(path: string, jpeg: Buffer, bearer: string): Promise<T>;
}

/** Tells a report of a device as if it came by another address: one machine has no other to come by. */
export type Elsewhere = (leased: Leased, report: Report) => Promise<Heard>;

/** What has happened on a device, and when by this process's clock. */
export type Happening = Omit<DeviceSignal, 'seq' | 'ago'> & { readonly since: number };

/** A made-up candidate's device: one lease, and what it tells of itself. */
export class DrillDevice {
  #camera: Report['camera'];
  #lastSlot = 0;
  #told = 0;
  #queued: readonly (Happening & { readonly seq: number })[] = [];
  #isElsewhere = false;

  constructor(
    private readonly caller: DrillCaller,
    readonly leased: Leased,
    hasCamera: boolean,
    private readonly elsewhere: Elsewhere,
  ) {
    this.#camera = hasCamera ? 'on' : 'none';
  }

  get hasNews(): boolean {
    return this.#queued.length > 0;
  }

  happened(kind: DeviceSignal['kind'], now: number, more: Partial<Happening> = {}): void {
    this.#told += 1;
    if (kind === 'camera-off') this.#camera = 'off';
    this.#queued = [...this.#queued, { seq: this.#told, kind, since: now, lasted: null, ...more }];
  }

  /** From now on it comes by another address. */
  moveElsewhere(): void {
    this.#isElsewhere = true;
  }

  /** Another device goes on: this one has no right to answer any more. */
  async handOver(): Promise<DrillDevice> {
    const leased = await this.caller.post<Leased>(LEASES(this.leased.sittingId));
    return new DrillDevice(this.caller, leased, this.#camera !== 'none', this.elsewhere);
  }

  clock(): Promise<ClockAnswer> {
    return this.caller.get<ClockAnswer>(CLOCK, this.leased.token);
  }

  async save(previous: string, events: readonly ChainedEvent[]): Promise<void> {
    await this.caller.post('/api/v1/responses', { previous, events }, this.leased.token);
  }

  async handIn(seq: number): Promise<void> {
    const { sittingId, lease } = this.leased;
    await this.caller.post(`/api/v1/sittings/${sittingId}/submission`, { head: { lease, seq } });
  }

  /** Reads what was written to this candidate after a number, and says so. @returns the last number that was read. */
  async readMessages(after: number): Promise<number> {
    const { token } = this.leased;
    const { items } = await this.caller.get<{ items: readonly OwnMessage[] }>(
      `${MESSAGES}?after=${String(after)}`,
      token,
    );
    for (const { number } of items) await this.caller.post(READ, { number }, token);
    return items.at(-1)?.number ?? after;
  }

  /** Tells that it is there and what has happened, and sends the snapshot that is wanted. */
  async report(now: number): Promise<void> {
    const report: Report = {
      signals: this.#queued.map(({ since, ...signal }) => ({
        ...signal,
        ago: Math.max(0, Math.round(now - since)),
      })),
      camera: this.#camera,
      lastSlot: this.#lastSlot,
    };
    const { acknowledged, snapshot } = this.#isElsewhere
      ? await this.elsewhere(this.leased, report)
      : await this.caller.post<Heard>(REPORTS, report, this.leased.token);
    this.#queued = this.#queued.filter(({ seq }) => seq > acknowledged);
    if (snapshot === null) return;
    await this.caller.picture(`${SNAPSHOTS}?slot=${String(snapshot)}`, madeUpPicture(), this.leased.token);
    this.#lastSlot = snapshot;
  }
}
