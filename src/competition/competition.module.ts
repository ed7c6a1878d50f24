import { Module } from '@nestjs/common';
import { Apply } from './use-cases/apply.js';
import { BeforeConclusion } from './use-cases/before-conclusion.js';
import { CreateCompetition } from './use-cases/create-competition.js';
import { DecidePostRequest } from './use-cases/decide-post-request.js';
import { MoveCompetition } from './use-cases/move-competition.js';
import { RequestPost } from './use-cases/request-post.js';
import { ScoresByStage } from './use-cases/scores-by-stage.js';
import { SetStages } from './use-cases/set-stages.js';
import { WithdrawPostRequest } from './use-cases/withdraw-post-request.js';
import { Withdraw } from './use-cases/withdraw.js';
import { CompetitionsController } from './web/competitions.controller.js';
import { CompetitionsPages } from './web/competitions.pages.js';
import { PostRequestsController } from './web/post-requests.controller.js';
import { PostRequestsPages } from './web/post-requests.pages.js';
import { StagesController } from './web/stages.controller.js';
import { StagesPages } from './web/stages.pages.js';

const useCases = [
  Apply,
  BeforeConclusion,
  CreateCompetition,
  DecidePostRequest,
  MoveCompetition,
  RequestPost,
  ScoresByStage,
  SetStages,
  Withdraw,
  WithdrawPostRequest,
];

@Module({
  controllers: [
    CompetitionsController,
    CompetitionsPages,
    PostRequestsController,
    PostRequestsPages,
    StagesController,
    StagesPages,
  ],
  providers: useCases,
  exports: useCases,
})
export class CompetitionModule {}
