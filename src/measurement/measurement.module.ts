import { Module } from '@nestjs/common';
import { QuestionBankModule } from '../question-bank/index.js';
import { ComputeStatisticsHandler } from './jobs/compute-statistics.handler.js';
import { ChooseScaling } from './use-cases/choose-scaling.js';
import { ComputeStatistics } from './use-cases/compute-statistics.js';
import { EnqueueStatistics } from './use-cases/enqueue-statistics.js';
import { ScalingController } from './web/scaling.controller.js';
import { ScalingPages } from './web/scaling.pages.js';
import { StatisticsController } from './web/statistics.controller.js';
import { StatisticsPages } from './web/statistics.pages.js';

const providers = [ChooseScaling, ComputeStatistics, ComputeStatisticsHandler, EnqueueStatistics];

@Module({
  imports: [QuestionBankModule],
  controllers: [ScalingController, StatisticsController, ScalingPages, StatisticsPages],
  providers,
  exports: providers,
})
export class MeasurementModule {}
