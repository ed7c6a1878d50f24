import { Module } from '@nestjs/common';
import { Apply } from './use-cases/apply.js';
import { BeforeConclusion } from './use-cases/before-conclusion.js';
import { CreateCompetition } from './use-cases/create-competition.js';
import { MoveCompetition } from './use-cases/move-competition.js';
import { ScoresByStage } from './use-cases/scores-by-stage.js';
import { SetStages } from './use-cases/set-stages.js';
import { Withdraw } from './use-cases/withdraw.js';
import { CompetitionsController } from './web/competitions.controller.js';
import { CompetitionsPages } from './web/competitions.pages.js';
import { StagesController } from './web/stages.controller.js';
import { StagesPages } from './web/stages.pages.js';

const useCases = [
  Apply,
  BeforeConclusion,
  CreateCompetition,
  MoveCompetition,
  ScoresByStage,
  SetStages,
  Withdraw,
];

@Module({
  controllers: [CompetitionsController, CompetitionsPages, StagesController, StagesPages],
  providers: useCases,
  exports: useCases,
})
export class CompetitionModule {}
