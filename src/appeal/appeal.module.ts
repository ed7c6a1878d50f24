import { Module } from '@nestjs/common';
import { CompetitionModule } from '../competition/index.js';
import { GradingModule } from '../grading/index.js';
import { ProctoringModule } from '../proctoring/index.js';
import { RankingModule } from '../ranking/index.js';
import { SelectionModule } from '../selection/index.js';
import { SittingModule } from '../sitting/index.js';
import { ForeseeChangeHandler } from './jobs/foresee-change.handler.js';
import { AppealHold } from './use-cases/appeal-hold.js';
import { BasisOfChange } from './use-cases/basis-of-change.js';
import { ChallengeItem } from './use-cases/challenge-item.js';
import { ConfirmChange } from './use-cases/confirm-change.js';
import { DecideAppeal } from './use-cases/decide-appeal.js';
import { EnqueueForeseen } from './use-cases/enqueue-foreseen.js';
import { FinishRegrades } from './use-cases/finish-regrades.js';
import { ForeseeChange } from './use-cases/foresee-change.js';
import { LookAtForeseen } from './use-cases/look-at-foreseen.js';
import { MakeAppeal } from './use-cases/make-appeal.js';
import { RuleOnChallenge } from './use-cases/rule-on-challenge.js';
import { RunForesee } from './use-cases/run-foresee.js';
import { AppealsController } from './web/appeals.controller.js';
import { CasesController } from './web/cases.controller.js';
import { AppealsPages } from './web/appeals.pages.js';
import { CasesPages } from './web/cases.pages.js';
import { ChangesController } from './web/changes.controller.js';
import { ChangesPages } from './web/changes.pages.js';
import { OwnAppealsPages } from './web/own-appeals.pages.js';
import { ReviewController } from './web/review.controller.js';
import { ReviewPages } from './web/review.pages.js';

const useCases = [
  AppealHold,
  BasisOfChange,
  ChallengeItem,
  ConfirmChange,
  DecideAppeal,
  EnqueueForeseen,
  FinishRegrades,
  ForeseeChange,
  ForeseeChangeHandler,
  LookAtForeseen,
  MakeAppeal,
  RuleOnChallenge,
  RunForesee,
];

/** Challenges of answer keys, appeals, and the regrades that come of them. */
@Module({
  imports: [
    CompetitionModule,
    GradingModule,
    ProctoringModule,
    RankingModule,
    SelectionModule,
    SittingModule,
  ],
  controllers: [
    AppealsController,
    AppealsPages,
    CasesController,
    CasesPages,
    ChangesController,
    ChangesPages,
    OwnAppealsPages,
    ReviewController,
    ReviewPages,
  ],
  providers: useCases,
  exports: useCases,
})
export class AppealModule {}
