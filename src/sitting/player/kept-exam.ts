import type { Aids } from '../../form/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import type { SheetState } from '../domain/answer-sheet.js';
import type { ChainedEvent } from '../domain/response-event.js';
import type { KeptTime } from './clock.js';
import { chained, type Head } from './hash-chain.js';
import type { LateAnswers } from './late-answers.js';
import type { NoteKeeper } from './notes-panel.js';
import type { Leased, PlayerForm } from './types.js';
import { Vault } from './vault.js';

/** A lease and the exam under it: written once, when the lease was given. */
export interface ExamUnderLease {
  readonly sittingId: string;
  readonly sessionId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly candidateNumber: string;
  readonly form: PlayerForm;
  readonly sheet: SheetState;
  readonly aids: Aids;
  readonly accommodations: Accommodations;
}

/** The time as it is kept, and how long the lease had lasted by then: where the events' offsets go on after a reload. */
export interface KeptMoment extends KeptTime {
  readonly offset: number;
}

/** Text that is being typed and is no answer yet. */
export interface Draft {
  readonly position: number;
  readonly value: string | null;
}

const padded = (number: number): string => String(number).padStart(7, '0');

/**
 * One sitting as this browser holds it: the lease and its form, the answers so far, and the events that the server has
 * not acknowledged. Every change is in memory at once and in the vault as soon as the disk has it.
 */
export class KeptExam {
  readonly notes: NoteKeeper = {
    get: (position) =>
      Promise.resolve((this.vault.get(`note:${String(position)}`) as string | undefined) ?? ''),
    put: (position, text) => this.vault.set({ [`note:${String(position)}`]: text || undefined }),
  };

  private constructor(
    readonly vault: Vault,
    readonly exam: ExamUnderLease,
  ) {}

  /** What this browser has of a sitting, or null where it has no lease of it. */
  static of(vault: Vault): KeptExam | null {
    const exam = vault.get('exam') as ExamUnderLease | undefined;
    return exam ? new KeptExam(vault, exam) : null;
  }

  /** Begins with a new lease. What the lease before left in the vault is gone with it, but not the notes. */
  static async begin(
    vault: Vault,
    sessionId: string,
    leased: Leased,
    form: PlayerForm,
    events: readonly ChainedEvent[] = [],
  ): Promise<KeptExam> {
    const { sittingId, lease, token, rootHash, candidateNumber, sheet, aids, accommodations } = leased;
    const exam = {
      sittingId,
      sessionId,
      lease,
      token,
      rootHash,
      candidateNumber,
      form,
      sheet,
      aids,
      accommodations,
    };
    const stale = ['answer:', 'flag:', 'event:', 'late', 'draft', 'forked'].flatMap((prefix) =>
      vault.all(prefix).map(([name]) => [`${prefix}${name}`, undefined] as const),
    );
    const kept = new KeptExam(vault, exam);
    const given = Object.assign({}, ...events.map((event) => kept.#valuesOf(event))) as Record<
      string,
      unknown
    >;
    const { serverTime, deadline, pausedLeft } = leased;
    const time: KeptMoment = { serverTime, deadline, pausedLeft, wall: Date.now(), offset: 0 };
    await vault.set({ ...Object.fromEntries(stale), exam, time, head: { seq: 0, hash: rootHash }, ...given });
    return kept;
  }

  /** The last event that is on the server's disk. */
  get acknowledged(): Head {
    return (this.vault.get('head') as Head | undefined) ?? { seq: 0, hash: this.exam.rootHash };
  }

  /** Events that the server has not acknowledged, in their order. */
  get pending(): readonly ChainedEvent[] {
    const { seq } = this.acknowledged;
    // What does not continue the chain was damaged, and can't be sent.
    return this.#events().filter((event, index) => event.seq === seq + 1 + index);
  }

  /** The answers and flags as the candidate left them. */
  get sheet(): SheetState {
    const { sheet } = this.exam;
    const answers = new Map(Object.entries(sheet.answers));
    for (const [position, value] of this.vault.all('answer:')) {
      if (value === null) answers.delete(position);
      else answers.set(position, value as string);
    }
    const flagged = new Set(sheet.flagged);
    for (const [position, isFlagged] of this.vault.all('flag:')) {
      if (isFlagged === true) flagged.add(Number(position));
      else flagged.delete(Number(position));
    }
    return { answers: Object.fromEntries(answers), flagged: [...flagged] };
  }

  get time(): KeptMoment | undefined {
    return this.vault.get('time') as KeptMoment | undefined;
  }

  /** What became of answers that came after the end of their lease or their time. */
  get late(): LateAnswers | undefined {
    return this.vault.get('late') as LateAnswers | undefined;
  }

  get draft(): Draft | undefined {
    return this.vault.get('draft') as Draft | undefined;
  }

  get language(): string | undefined {
    return this.vault.get('language') as string | undefined;
  }

  /** How often answers had to be moved to a new lease because the chain did not fit. */
  get moves(): number {
    return (this.vault.get('moves') as number | undefined) ?? 0;
  }

  /** Takes an event in, with the time beside it. @returns when it is on this device's disk, or could not be. */
  add(event: ChainedEvent, time: KeptMoment): Promise<void> {
    return this.vault.set({ ...this.#valuesOf(event), draft: undefined, time });
  }

  /** What is here does not continue what the server has, and waits for a page that can take a new lease. */
  get hasForked(): boolean {
    return this.reloads > 0;
  }

  /** How often the page was loaded anew for it. */
  get reloads(): number {
    return (this.vault.get('forked') as number | undefined) ?? 0;
  }

  markForked(): Promise<void> {
    return this.vault.set({ forked: this.reloads + 1 });
  }

  /** Everything up to this event is on the server's disk. */
  async acknowledge(head: Head): Promise<void> {
    await this.vault.set({ ...this.#without(head), moves: undefined });
    // Where the disk takes nothing any more, what lies there is behind the server: a reload must not believe it.
    if (!this.vault.isKept && this.pending.length === 0) await this.vault.forgetOnDisk();
  }

  /** Everything up to this event is with the server, the last of it beside the log, for an official to decide. */
  handOver(head: Head, late: LateAnswers): Promise<void> {
    return this.vault.set({ ...this.#without(head), late });
  }

  keepDraft(draft: Draft): Promise<void> {
    return this.vault.set({ draft });
  }

  keepTime(time: KeptMoment): Promise<void> {
    return this.vault.set({ time });
  }

  keepLanguage(language: string): Promise<void> {
    return this.vault.set({ language });
  }

  /**
   * Moves what the server has not acknowledged to a new lease, chained anew, in the order in which it was given.
   * @param form the form that the new lease opened.
   */
  async moveTo(leased: Leased, form: PlayerForm): Promise<KeptExam> {
    let previous = leased.rootHash;
    const moved: ChainedEvent[] = [];
    for (const { type, position, value, offset } of this.pending) {
      const event = { seq: moved.length + 1, type, position, value, offset };
      const link = await chained(leased, event, previous);
      moved.push(link);
      previous = link.hash;
    }
    const { moves } = this;
    const kept = await KeptExam.begin(this.vault, this.exam.sessionId, leased, form, moved);
    await this.vault.set({ moves: moves + 1 });
    return kept;
  }

  /** The lease is gone, and all that it had is with the server: the notes stay, and what became of late answers. */
  async end(): Promise<void> {
    await this.vault.wipe((name) => name.startsWith('note:') || name === 'late' || name === 'language');
  }

  #without(head: Head): Record<string, unknown> {
    const sent = this.#events().filter(({ seq }) => seq <= head.seq);
    return { head, ...Object.fromEntries(sent.map(({ seq }) => [`event:${padded(seq)}`, undefined])) };
  }

  #events(): readonly ChainedEvent[] {
    return this.vault.all('event:').map(([, event]) => event as ChainedEvent);
  }

  #valuesOf(event: ChainedEvent): Record<string, unknown> {
    const { seq, type, position, value } = event;
    return {
      [`event:${padded(seq)}`]: event,
      ...(type === 'answer' && { [`answer:${String(position)}`]: value }),
      ...(type === 'flag' && { [`flag:${String(position)}`]: value === '1' }),
    };
  }
}
