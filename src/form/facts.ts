import type { FactDraft } from '../platform/index.js';

export const DRAW_COMMITTED_FACT = 'draw-committed';
export const DRAW_REVEALED_FACT = 'draw-revealed';

/** A draft whose subject, cause and official the session that states it fills in. */
export type DrawFactDraft = Pick<FactDraft, 'type' | 'time' | 'shown'>;

/** "Forms will be drawn from exactly this, in exactly this way": stated before the first form. */
export function drawCommittedFact(input: {
  readonly algorithm: string;
  readonly programme: { readonly code: string; readonly version: number; readonly contentHash: string };
  readonly poolRoot: string;
  readonly poolSize: number;
  readonly shareCommitments: readonly { readonly by: string; readonly commitment: string }[];
  readonly time: Date;
}): DrawFactDraft {
  const { time, ...shown } = input;
  return {
    type: DRAW_COMMITTED_FACT,
    time,
    shown: {
      ...shown,
      programme: { ...shown.programme },
      shareCommitments: shown.shareCommitments.map((one) => ({ ...one })),
    },
  };
}

/** "These were the shares of the seed": with them and the pool anyone recomputes every form. */
export function drawRevealedFact(
  shares: readonly { by: string; share: string }[],
  time: Date,
): DrawFactDraft {
  return { type: DRAW_REVEALED_FACT, time, shown: { shares: shares.map((one) => ({ ...one })) } };
}
