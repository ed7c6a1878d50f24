import { Module } from '@nestjs/common';
import { GradingModule } from '../grading/index.js';
import { RankingModule } from '../ranking/index.js';
import { SelectionModule } from '../selection/index.js';
import { ChallengeItem } from './use-cases/challenge-item.js';
import { ConfirmChange } from './use-cases/confirm-change.js';
import { DecideAppeal } from './use-cases/decide-appeal.js';
import { FinishRegrades } from './use-cases/finish-regrades.js';
import { ForeseeChange } from './use-cases/foresee-change.js';
import { MakeAppeal } from './use-cases/make-appeal.js';
import { RuleOnChallenge } from './use-cases/rule-on-challenge.js';
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
  ChallengeItem,
  ConfirmChange,
  DecideAppeal,
  FinishRegrades,
  ForeseeChange,
  MakeAppeal,
  RuleOnChallenge,
];

/** Challenges of answer keys, appeals, and the regrades that come of them. */
@Module({
  imports: [GradingModule, RankingModule, SelectionModule],
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
