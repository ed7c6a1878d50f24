import { Module } from '@nestjs/common';
import { GradeSittingsHandler } from './jobs/grade-sittings.handler.js';
import { DecideFailedJob } from './use-cases/decide-failed-job.js';
import { EnqueueOwed } from './use-cases/enqueue-owed.js';
import { GradeBatch } from './use-cases/grade-batch.js';
import { GradeSittings } from './use-cases/grade-sittings.js';
import { ReleaseChecks } from './use-cases/release-checks.js';
import { ReleaseResults } from './use-cases/release-results.js';
import { ReleaseSigned } from './use-cases/release-signed.js';
import { SignRelease } from './use-cases/sign-release.js';
import { GradingController } from './web/grading.controller.js';
import { ReleasePages } from './web/release.pages.js';
import { ScoreSheetPages } from './web/score-sheet.pages.js';
import { ScoreSheetController } from './web/score-sheet.controller.js';
import { ResultPages } from './web/result.pages.js';

const providers = [
  DecideFailedJob,
  EnqueueOwed,
  GradeBatch,
  GradeSittings,
  GradeSittingsHandler,
  ReleaseChecks,
  ReleaseResults,
  ReleaseSigned,
  SignRelease,
];

@Module({
  controllers: [GradingController, ReleasePages, ResultPages, ScoreSheetController, ScoreSheetPages],
  providers,
  exports: providers,
})
export class GradingModule {}
