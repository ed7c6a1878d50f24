import type { Aids } from '../../form/index.js';
import type { DeliveredItem, Texts } from '../../question-bank/item-types/index.js';
import type { SheetState } from '../domain/answer-sheet.js';

/** What POST /api/v1/sittings/:id/leases answers: see LeasedSitting on the server. */
export interface Leased {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly candidateNumber: string;
  readonly form: PlayerForm;
  readonly sheet: SheetState;
  readonly serverTime: number;
  readonly deadline: number;
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
  readonly sittingId: string;
  readonly csrfToken: string;
  readonly language: string;
  /** Language → the direction of its script. */
  readonly directions: Texts;
  /** Language → key → words; `{name}` is filled in. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
