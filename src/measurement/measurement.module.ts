import { Module } from '@nestjs/common';
import { GradingModule } from '../grading/index.js';
import { QuestionBankModule } from '../question-bank/index.js';
import { ComputeStatisticsHandler } from './jobs/compute-statistics.handler.js';
import { ChooseScaling } from './use-cases/choose-scaling.js';
import { ComputeStatistics } from './use-cases/compute-statistics.js';
import { EnqueueStatistics } from './use-cases/enqueue-statistics.js';
import { ItemFlagCheck } from './use-cases/item-flag-check.js';
import { ScalingController } from './web/scaling.controller.js';
import { ScalingPages } from './web/scaling.pages.js';
import { StatisticsController } from './web/statistics.controller.js';
import { StatisticsPages } from './web/statistics.pages.js';

const providers = [ChooseScaling, ComputeStatistics, ComputeStatisticsHandler, EnqueueStatistics];

@Module({
  imports: [GradingModule, QuestionBankModule],
  controllers: [ScalingController, StatisticsController, ScalingPages, StatisticsPages],
  providers: [...providers, ItemFlagCheck],
  exports: providers,
})
export class MeasurementModule {}
