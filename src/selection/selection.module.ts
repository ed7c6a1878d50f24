import { Module } from '@nestjs/common';
import { CompetitionModule } from '../competition/index.js';
import { SatScores } from './store/sat-scores.js';
import { ConcludeStage } from './use-cases/conclude-stage.js';
import { ForeseeStages } from './use-cases/foresee-stages.js';
import { PreviewStage } from './use-cases/preview-stage.js';
import { TakenOn } from './use-cases/taken-on.js';
import { WeighStage } from './use-cases/weigh-stage.js';
import { SelectionController } from './web/selection.controller.js';
import { SelectionPages } from './web/selection.pages.js';

const providers = [ConcludeStage, ForeseeStages, PreviewStage, SatScores, TakenOn, WeighStage];

@Module({
  imports: [CompetitionModule],
  controllers: [SelectionController, SelectionPages],
  providers,
  exports: providers,
})
export class SelectionModule {}
