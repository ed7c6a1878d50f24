import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  applicationsInStage,
  ScoresByStage,
  type StageOwed,
  type StageScore,
  type StageScores,
  type StageView,
} from '../../competition/index.js';
import type { Tx } from '../../platform/index.js';
import { screeningOutcomes } from '../store/screening-store.js';

/** What a stage of screening gives: eligible or not, by named officers' decisions. It has no points. */
@Injectable()
export class ScreeningScores implements StageScores, OnModuleInit {
  readonly kinds = ['screening'] as const;

  constructor(private readonly byStage: ScoresByStage) {}

  onModuleInit(): void {
    this.byStage.register(this);
  }

  maximumOf(): Promise<null> {
    return Promise.resolve(null);
  }

  async scoresOf(tx: Tx, stage: StageView): Promise<readonly StageScore[]> {
    const { items } = await screeningOutcomes(tx, stage.competitionId);
    const members = new Set(await applicationsInStage(tx, stage));
    return items
      .filter(({ applicationId }) => members.has(applicationId))
      .map(({ applicationId, outcome }) => ({
        applicationId,
        number: null,
        points: null,
        passed: outcome === 'eligible',
      }));
  }

  async owedOf(tx: Tx, stage: StageView): Promise<readonly StageOwed[]> {
    const count = (await applicationsInStage(tx, stage)).length - (await this.scoresOf(tx, stage)).length;
    return count > 0 ? [{ code: 'APPLICATION.NOT_DECIDED', count }] : [];
  }
}
