import { Module } from '@nestjs/common';
import { QuestionBankModule } from '../question-bank/index.js';
import { AdoptCut } from './use-cases/adopt-cut.js';
import { ConvenePanel } from './use-cases/convene-panel.js';
import { MoveRound } from './use-cases/move-round.js';
import { RateItems } from './use-cases/rate-items.js';
import { CutScoreController } from './web/cut-score.controller.js';
import { CutScorePages } from './web/cut-score.pages.js';
import { JudgePages } from './web/judge.pages.js';
import { PanelsController } from './web/panels.controller.js';

const providers = [AdoptCut, ConvenePanel, MoveRound, RateItems];

@Module({
  imports: [QuestionBankModule],
  controllers: [CutScoreController, PanelsController, CutScorePages, JudgePages],
  providers,
  exports: providers,
})
export class StandardSettingModule {}
