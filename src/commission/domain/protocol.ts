import type { Json } from '../../kernel/index.js';

/** How points come from levels, and what voids a round; a change of its meaning gets a new name. */
export const FORMULA = 'openmerit-commission-1';

export interface ProtocolRound {
  readonly number: number;
  readonly verdict: 'stands' | 'void' | 'median';
  readonly discussion: string | null;
  readonly scores: readonly {
    readonly official: string;
    readonly levels: Readonly<Record<string, number>>;
  }[];
  readonly competencies: readonly {
    readonly code: string;
    readonly points: number;
    readonly gap: number;
    readonly by: 'mean' | 'median';
  }[];
}

export interface ProtocolCandidate {
  readonly number: string;
  /** Hundredths; null: did not come. */
  readonly points: number | null;
  readonly steppedAside: readonly string[];
  readonly rounds: readonly ProtocolRound[];
}

/** What a commission decided, by candidates' numbers: no name of a candidate is in it. Officials are named. */
export interface Protocol {
  readonly v: 1;
  readonly formula: typeof FORMULA;
  readonly competition: { readonly code: string; readonly title: Readonly<Record<string, string>> };
  readonly agency: { readonly code: string; readonly name: Readonly<Record<string, string>> };
  readonly stage: {
    readonly code: string;
    readonly kind: string;
    readonly title: Readonly<Record<string, string>>;
  };
  readonly version: number;
  readonly openedAt: string;
  readonly concludedAt: string;
  readonly members: readonly {
    readonly function: 'chair' | 'member';
    readonly official: string;
    readonly organisation: string | null;
  }[];
  readonly quorum: { readonly numerator: number; readonly denominator: number };
  readonly largestGap: number;
  readonly guide: { readonly code: string; readonly version: number; readonly hash: string };
  readonly competencies: readonly {
    readonly code: string;
    readonly title: Readonly<Record<string, string>>;
  }[];
  readonly levels: number;
  readonly maximum: number;
  readonly declarations: { readonly made: number; readonly conflicts: number };
  readonly candidates: readonly ProtocolCandidate[];
  readonly votes: readonly {
    readonly official: string;
    readonly approve: boolean;
    readonly opinion: string | null;
  }[];
  readonly listHash: string;
}

/** The list that a commission votes on and publishes: by number (code points). */
export const listOf = (
  about: { readonly competition: string; readonly stage: string; readonly maximum: number },
  candidates: readonly { readonly number: string; readonly points: number | null }[],
): { readonly [key: string]: Json } => ({
  ...about,
  candidates: candidates.map(({ number, points }) => ({ candidateNumber: number, points })),
});
