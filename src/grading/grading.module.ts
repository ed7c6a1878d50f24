import { Module } from '@nestjs/common';
import { GradeSittingsHandler } from './jobs/grade-sittings.handler.js';
import { EnqueueOwed } from './use-cases/enqueue-owed.js';
import { GradeSittings } from './use-cases/grade-sittings.js';
import { ReleaseResults } from './use-cases/release-results.js';
import { ReleaseSigned } from './use-cases/release-signed.js';
import { GradingController } from './web/grading.controller.js';
import { ScoreSheetController } from './web/score-sheet.controller.js';
import { ResultPages } from './web/result.pages.js';

const providers = [EnqueueOwed, GradeSittings, GradeSittingsHandler, ReleaseResults, ReleaseSigned];

@Module({
  controllers: [GradingController, ResultPages, ScoreSheetController],
  providers,
  exports: providers,
})
export class GradingModule {}
