import { seededGenerator, sha256 } from '../../kernel/index.js';
import type { DeviceSignal } from '../../proctoring/index.js';
import type { ClockAnswer } from '../../sitting/index.js';
import { ApiError } from '../round/api-client.js';
import { formOf, type Leased } from '../round/sit-exam.js';
import { Stopped, type CrowdConsent, type Observations } from './crowd.js';
import { DrillDevice, type DrillCaller, type Elsewhere, type Happening } from './drill-device.js';
import type { Deed, DeedKind, DrillPart } from './drill-plan.js';
import { DrillSheet } from './drill-sheet.js';

/** Something that a made-up candidate did. */
export interface Done {
  readonly candidateNumber: string;
  readonly kind: DeedKind;
  readonly at: Date;
}

export interface DrillAround {
  readonly sessionId: string;
  readonly consent: CrowdConsent;
  readonly durationMs: number;
  /** Milliseconds since the drill began. */
  readonly now: () => number;
  readonly isStopped: () => boolean;
  readonly seen: Observations;
  readonly elsewhere: Elsewhere;
  readonly done: (one: Done) => void;
}

/** In milliseconds; a short drill is faster. */
const TICK = 1000;
const CLOCK_EVERY = 4000;
const REPORT_EVERY = 10_000;
/** Whoever was given time goes on after the end of the drill for so long at most, in hundredths of it. */
export const OVERTIME = 20;
const PASTED = { characters: 240, position: 1 };
/** What is refused because a proctor was faster: the clock tells what has become of it. */
const TOO_LATE = /^(SITTING\.(CLOSED|VOID|OVER|LEASE_REVOKED|NO_LEASE)|WATCH\.(OVER|FLOOD)|SNAPSHOT\..*)$/;

/**
 * A made-up candidate who sits as somebody does: answers now and then, tells that their device is there, stops where their
 * clock stops, takes time that is added, reads what is written to them, and does what the plan says.
 */
export class DrillSitter {
  readonly #part: DrillPart;
  #device: DrillDevice | undefined;
  #sheet: DrillSheet | undefined;
  #clock: ClockAnswer | undefined;
  #firstDeadline = 0;
  #askAt = 0;
  #reportAt = 0;
  #readAt: number | null = null;
  #readUpTo = 0;
  #saves = 0;
  #deed: 'to come' | 'lasts' | 'over';

  constructor(
    private readonly caller: DrillCaller,
    part: DrillPart,
    private readonly around: DrillAround,
  ) {
    this.#part = part;
    this.#deed = part.deed ? 'to come' : 'over';
  }

  /** @throws Stopped */
  async run(): Promise<void> {
    const { around } = this;
    const end = around.durationMs * (1 + OVERTIME / 100);
    while (around.now() < end) {
      if (around.isStopped()) throw new Stopped();
      if (await this.#step(around.now())) return;
      await new Promise((resolve) => setTimeout(resolve, this.#short(TICK)));
    }
  }

  /** @returns whether it is over. */
  async #step(at: number): Promise<boolean> {
    if (!this.#device) {
      if (at >= this.#part.beginsAt) await this.#try(() => this.#begin(at));
      return false;
    }
    const { deed } = this.#part;
    if (deed && this.#deed === 'to come' && at >= deed.at) await this.#try(() => this.#act(deed, at));
    if (deed && this.#deed === 'lasts' && deed.until !== null && at >= deed.until) this.#comeBack(deed, at);
    // Who never comes back is waited for by nobody.
    if (this.#deed === 'lasts' && isSilent(deed)) return deed?.until === null;
    if (at >= this.#askAt) await this.#try(() => this.#ask(at));
    if (this.#clock && this.#clock.state !== 'open') return true;
    if (this.#readAt !== null && at >= this.#readAt) await this.#try(() => this.#read());
    const isAway = this.#deed === 'lasts' && deed !== null && isAwayFrom(deed);
    if (!isAway && this.#clock?.pausedLeft === null) await this.#try(() => this.#answer(at));
    const { handsInAt } = this.#part;
    if (handsInAt !== null && at >= handsInAt + this.#shift && this.#clock?.pausedLeft === null) {
      if (await this.#try(() => this.#handIn())) return true;
    }
    if (this.#device.hasNews || at >= this.#reportAt) await this.#try(() => this.#report(at));
    return false;
  }

  async #begin(at: number): Promise<void> {
    const { sessionId, consent, seen, elsewhere } = this.around;
    await this.caller.post(`/api/v1/sessions/${sessionId}/consent`, consent);
    const began = performance.now();
    const leased = await this.caller.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
    seen.starts.push(performance.now() - began);
    seen.started += 1;
    const form = await formOf(this.caller, leased);
    this.#sheet = new DrillSheet(form, leased, seededGenerator(sha256(leased.sittingId)));
    this.#device = new DrillDevice(this.caller, leased, consent.camera, elsewhere);
    this.#reportAt = at;
  }

  async #ask(at: number): Promise<void> {
    if (!this.#device) return;
    this.#clock = await this.#device.clock();
    this.#firstDeadline ||= this.#clock.deadline;
    this.#askAt = at + this.#short(CLOCK_EVERY);
    if (this.#clock.messages > this.#readUpTo) this.#readAt ??= at + this.#part.readsAfter;
  }

  async #read(): Promise<void> {
    if (this.#device) this.#readUpTo = await this.#device.readMessages(this.#readUpTo);
    this.#readAt = null;
  }

  async #act(deed: Deed, at: number): Promise<void> {
    const device = this.#device;
    if (!device) return;
    if (deed.kind === 'other-device') {
      this.#device = await device.handOver();
      this.#sheet?.goOn(this.#device.leased);
      this.#reportAt = at;
    } else if (deed.kind === 'other-address') {
      // Once by the old one, so that there is something that changes.
      await device.report(at);
      device.moveElsewhere();
      this.#reportAt = at + this.#short(REPORT_EVERY);
    } else {
      const tells = TELLS[deed.kind];
      if (tells) device.happened(tells[0], at, tells[1]);
    }
    this.#deed = isAwayFrom(deed) || isSilent(deed) || deed.until !== null ? 'lasts' : 'over';
    this.around.done({ candidateNumber: device.leased.candidateNumber, kind: deed.kind, at: new Date() });
  }

  #comeBack(deed: Deed, at: number): void {
    this.#deed = 'over';
    const kind = deed.kind === 'away-and-back' ? 'back-on-page' : 'back-in-full-screen';
    if (!isSilent(deed)) this.#device?.happened(kind, at, { lasted: Math.round(at - deed.at) });
  }

  async #answer(at: number): Promise<void> {
    const { answersAt } = this.#part;
    const due = answersAt.filter((moment) => moment + this.#shift <= at).length;
    const [sheet, device] = [this.#sheet, this.#device];
    if (due <= this.#saves || !sheet || !device) return;
    const each = Math.max(1, Math.ceil(sheet.length / answersAt.length));
    const began = performance.now();
    await sheet.answer(each * (due - this.#saves), (previous, events) => device.save(previous, events));
    this.around.seen.saves.push(performance.now() - began);
    this.#saves = due;
    this.#reportAt = at + this.#short(REPORT_EVERY);
  }

  async #handIn(): Promise<void> {
    await this.#device?.handIn(this.#sheet?.seq ?? 0);
    this.around.seen.handedIn += 1;
  }

  async #report(at: number): Promise<void> {
    this.#reportAt = at + this.#short(REPORT_EVERY);
    await this.#device?.report(at);
  }

  /** How much later everything is, because a clock stood or time was added. */
  get #shift(): number {
    return this.#clock ? Math.max(0, this.#clock.deadline - this.#firstDeadline) : 0;
  }

  #short(milliseconds: number): number {
    return Math.min(milliseconds, Math.max(100, (milliseconds * this.around.durationMs) / 180_000));
  }

  /** What goes wrong once is tried again with the next step. @returns whether it went well. */
  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Stopped) throw error;
      this.#askAt = 0;
      if (!(error instanceof ApiError && TOO_LATE.test(error.code))) this.around.seen.wrong(error);
      return false;
    }
  }
}

const isSilent = (deed: Deed | null): boolean =>
  deed?.kind === 'silent-and-back' || deed?.kind === 'silent-for-good';
const isAwayFrom = ({ kind }: Deed): boolean => kind === 'away-and-back' || kind === 'stays-away';

/** What a device tells of a deed; of the others the platform sees by itself. */
const TELLS: Readonly<Partial<Record<DeedKind, readonly [DeviceSignal['kind'], Partial<Happening>]>>> = {
  'away-and-back': ['left-page', {}],
  'stays-away': ['left-page', {}],
  pastes: ['pasted', PASTED],
  'camera-goes-off': ['camera-off', {}],
  'leaves-full-screen': ['left-full-screen', {}],
  'second-screen': ['more-screens', {}],
};
