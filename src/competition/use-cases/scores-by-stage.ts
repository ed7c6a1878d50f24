import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { StageKind } from '../domain/stage.js';
import type { StageView } from '../store/stage-store.js';

/** How somebody did in a stage. */
export interface StageScore {
  readonly applicationId: string;
  /** The candidate's number, of the sitting; null where the stage gives none: one is drawn at random. */
  readonly number: string | null;
  /** Hundredths; null where the stage gives none, or the candidate did not come. */
  readonly points: number | null;
  /** Ten-millionths, where sessions are compared on one scale: these count then. Otherwise left out. */
  readonly scaled?: number;
  /** By the exam's pass rule or a decision; null where there is neither, or the candidate did not come. */
  readonly passed: boolean | null;
}

/** Something that has to be done before a stage can be concluded. */
export interface StageOwed {
  /** A code of the stage that knows, for example `COMMISSION.NOT_SCORED`; its words are `commission:owed.NOT_SCORED`. */
  readonly code: string;
  readonly count: number;
}

/** Where the scores of stages come from: a stage of ours that holds some kinds of a competition's stages. */
export interface StageScores {
  readonly kinds: readonly StageKind[];
  /** The most points that can be had, hundredths; null where there are none, or it is not settled yet. */
  maximumOf(tx: Tx, stage: StageView): Promise<number | null>;
  /** Of whoever took part. Who is left out did not come; who took no part in the stage by its rules is not asked for. */
  scoresOf(tx: Tx, stage: StageView): Promise<readonly StageScore[]>;
  /** What is still to be done; nothing where the scores are complete. */
  owedOf(tx: Tx, stage: StageView): Promise<readonly StageOwed[]>;
}

/** Who knows the scores of which kind of stage: each registers when its module starts. */
@Injectable()
export class ScoresByStage {
  readonly #byKind = new Map<StageKind, StageScores>();

  /** The last one that registers for a kind has it. */
  register(scores: StageScores): void {
    for (const kind of scores.kinds) this.#byKind.set(kind, scores);
  }

  /** Undefined where nobody knows scores of this kind. */
  of(kind: StageKind): StageScores | undefined {
    return this.#byKind.get(kind);
  }
}
