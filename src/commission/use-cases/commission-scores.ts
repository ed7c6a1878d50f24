import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  ScoresByStage,
  type StageOwed,
  type StageScore,
  type StageScores,
  type StageView,
} from '../../competition/index.js';
import type { Tx } from '../../platform/index.js';
import { isComplete, maximumOf, scoresOf } from '../store/result-store.js';

/** Scores of an assessment or an interview: what its commission concluded, under the numbers of its public list. */
@Injectable()
export class CommissionScores implements StageScores, OnModuleInit {
  readonly kinds = ['assessment', 'interview'] as const;

  constructor(private readonly byStage: ScoresByStage) {}

  onModuleInit(): void {
    this.byStage.register(this);
  }

  async maximumOf(tx: Tx, stage: StageView): Promise<number | null> {
    return (await maximumOf(tx, stage.id)) ?? null;
  }

  async scoresOf(tx: Tx, stage: StageView): Promise<readonly StageScore[]> {
    return (await scoresOf(tx, stage.id)).map((one) => ({ ...one, passed: null }));
  }

  async owedOf(tx: Tx, stage: StageView): Promise<readonly StageOwed[]> {
    return (await isComplete(tx, stage.id)) ? [] : [{ code: 'COMMISSION.NOT_CONCLUDED', count: 1 }];
  }
}
