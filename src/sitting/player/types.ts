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

type Texts = Readonly<Record<string, string>>;

export interface PlayerForm {
  readonly title: Texts;
  readonly languages: readonly string[];
  readonly parts: readonly PlayerPart[];
}

export interface PlayerPart {
  readonly code: string;
  readonly title: Texts;
  readonly items: readonly PlayerItem[];
}

export interface PlayerItem {
  readonly position: number;
  readonly type: string;
  readonly texts: Readonly<
    Record<string, { readonly stem: string; readonly options: readonly PlayerOption[] }>
  >;
}

export interface PlayerOption {
  readonly ref: string;
  readonly text: string;
}

/** What the page hands to the player, as JSON in a data block. */
export interface PlayerSetup {
  readonly sittingId: string;
  readonly csrfToken: string;
  readonly language: string;
  readonly languageNames: Texts;
  /** Language → key → words; `{name}` is filled in. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
