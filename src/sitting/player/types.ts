import type { Aids } from '../../form/index.js';
import type { DeliveredItem, Texts } from '../../question-bank/item-types/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import type { SheetState } from '../domain/answer-sheet.js';

/** A sitting's time, as the server says it: milliseconds since 1970 by PostgreSQL's clock. */
export interface ClockReading {
  readonly serverTime: number;
  readonly deadline: number;
  /** Milliseconds that were left when the clock was stopped; null while it runs. */
  readonly pausedLeft: number | null;
}

/** Where a form lies, sealed, and what opens it (docs/spec/sealed-form.md). */
export interface SealedForm {
  readonly address: string;
  /** Base64, 32 bytes. */
  readonly contentKey: string;
}

/** What the server answers to whoever begins or goes on: a lease, the way to the form, the answers so far, the time. */
export interface Leased extends ClockReading {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly candidateNumber: string;
  readonly drawId: string;
  readonly sealed: SealedForm;
  readonly sheet: SheetState;
  readonly accommodations: Accommodations;
  readonly aids: Aids;
}

export interface PlayerForm {
  readonly title: Texts;
  readonly languages: readonly string[];
  readonly aids: Aids;
  readonly parts: readonly PlayerPart[];
  /** Stimuli of cases by ref, in each language. */
  readonly stimuli: Readonly<Record<string, Texts>>;
  /** Pictures by hash, as data: URIs. */
  readonly images: Texts;
}

export interface PlayerPart {
  readonly code: string;
  readonly title: Texts;
  readonly items: readonly PlayerItem[];
}

export interface PlayerItem extends DeliveredItem {
  readonly position: number;
  readonly stimulus?: string;
}

/** What the page hands to the player, as JSON in a data block. */
export interface PlayerSetup {
  readonly sessionId: string;
  /** This candidate's sitting; null where there is none yet. */
  readonly sittingId: string | null;
  readonly state: 'none' | 'open' | 'closed' | 'void';
  /** Since when a device holds the right to answer, milliseconds since 1970; null where none does. */
  readonly activeSince: number | null;
  /** This page was kept for times without a line, and may come now in place of one that is slow. */
  readonly isCopy: boolean;
  /** Where the configuration of Safe Exam Browser lies, where the session demands it; otherwise null. */
  readonly examBrowser: string | null;
  readonly csrfToken: string;
  readonly language: string;
  /** Language → the direction of its script. */
  readonly directions: Texts;
  /** Language → key → words; `{name}` is filled in. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
