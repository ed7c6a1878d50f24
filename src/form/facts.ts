import type { Json } from '../kernel/index.js';
import type { FactDraft } from '../platform/index.js';
import type { Contributor, HandedOver } from './domain/draw/contributor.js';

export const DRAW_COMMITTED_FACT = 'draw-committed';
export const DRAW_REPEATED_FACT = 'draw-repeated';
export const DRAW_SHARE_RECEIVED_FACT = 'draw-share-received';
export const DRAW_MADE_FACT = 'draw-made';
export const DRAW_SPARES_ADDED_FACT = 'draw-spares-added';
export const DRAW_CANCELLED_FACT = 'draw-cancelled';
export const DRAW_REVEALED_FACT = 'draw-revealed';

/** A draft whose subject, cause and official the session that states it fills in. */
export type DrawFactDraft = Pick<FactDraft, 'type' | 'time' | 'shown'>;

/** A Merkle root in hex, over this many leaves. */
export interface Committed {
  readonly root: string;
  readonly size: number;
}

export interface CommittedContent {
  readonly draw: string;
  /** Which draw of the session it is, from 1. */
  readonly number: number;
  readonly algorithm: string;
  readonly programme: { readonly code: string; readonly version: number; readonly contentHash: string };
  readonly pool: Committed;
  readonly roster: Committed;
  readonly spares: Committed;
  readonly contributors: readonly Contributor[];
  readonly preassembled: Committed | null;
}

/** "Forms will be drawn from exactly this, for exactly these numbers, in exactly this way": before any share is known. */
export const drawCommittedFact = (content: CommittedContent, time: Date): DrawFactDraft =>
  draft(DRAW_COMMITTED_FACT, time, content);

/** "This draw takes the place of that one, for this reason." */
export const drawRepeatedFact = (
  content: {
    readonly draw: string;
    readonly number: number;
    readonly repeats: string;
    readonly reason: string;
  },
  time: Date,
): DrawFactDraft => draft(DRAW_REPEATED_FACT, time, content);

/** "This contributor's share is here, and it opens the commitment"; the share itself follows at the end. */
export const drawShareReceivedFact = (
  content: { readonly draw: string; readonly role: string; readonly name: string },
  time: Date,
): DrawFactDraft => draft(DRAW_SHARE_RECEIVED_FACT, time, content);

/** "Every number, the spare ones too, has its form now": the root over all of them. */
export const drawMadeFact = (
  content: { readonly draw: string; readonly forms: Committed },
  time: Date,
): DrawFactDraft => draft(DRAW_MADE_FACT, time, content);

/** "There are more spare numbers", made by the seed itself, with the root over their forms. */
export const drawSparesAddedFact = (
  content: {
    readonly draw: string;
    readonly list: number;
    readonly spares: Committed;
    readonly formsRoot: string;
  },
  time: Date,
): DrawFactDraft => draft(DRAW_SPARES_ADDED_FACT, time, content);

/** "This draw does not count, for this reason; these contributors had not handed over." */
export const drawCancelledFact = (
  content: {
    readonly draw: string;
    readonly number: number;
    readonly reason: string;
    readonly missing: readonly { readonly role: string; readonly name: string }[];
  },
  time: Date,
): DrawFactDraft => draft(DRAW_CANCELLED_FACT, time, content);

/** "These were the shares of the seed and the numbers": with them anyone recomputes every form. */
export const drawRevealedFact = (
  content: {
    readonly draw: string;
    readonly shares: readonly HandedOver[];
    /** Of the list of all numbers, kept beside the log; null for a draw that made its numbers one by one. */
    readonly listHash: string | null;
  },
  time: Date,
): DrawFactDraft => draft(DRAW_REVEALED_FACT, time, content);

const draft = (type: string, time: Date, content: object): DrawFactDraft => ({
  type,
  time,
  shown: JSON.parse(JSON.stringify(content)) as { readonly [key: string]: Json },
});
