import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/index.js';
import { GradeSittingsHandler } from './jobs/grade-sittings.handler.js';
import { DecideFailedJob } from './use-cases/decide-failed-job.js';
import { EnqueueOwed } from './use-cases/enqueue-owed.js';
import { GradeBatch } from './use-cases/grade-batch.js';
import { GradeSittings } from './use-cases/grade-sittings.js';
import { IssueCertificate } from './use-cases/issue-certificate.js';
import { ReleaseChecks } from './use-cases/release-checks.js';
import { ReleaseResults } from './use-cases/release-results.js';
import { ReleaseSigned } from './use-cases/release-signed.js';
import { SettleHeld } from './use-cases/settle-held.js';
import { SignRelease } from './use-cases/sign-release.js';
import { CertificatePaper } from './web/certificate-paper.js';
import { CertificatesController } from './web/certificates.controller.js';
import { CheckPages } from './web/check.pages.js';
import { GradingController } from './web/grading.controller.js';
import { ReleasePages } from './web/release.pages.js';
import { ScoreSheetPages } from './web/score-sheet.pages.js';
import { ScoreSheetController } from './web/score-sheet.controller.js';
import { ResultPages } from './web/result.pages.js';

const providers = [
  CertificatePaper,
  DecideFailedJob,
  EnqueueOwed,
  GradeBatch,
  GradeSittings,
  GradeSittingsHandler,
  IssueCertificate,
  ReleaseChecks,
  ReleaseResults,
  ReleaseSigned,
  SettleHeld,
  SignRelease,
];

@Module({
  imports: [PeopleModule],
  controllers: [
    CertificatesController,
    CheckPages,
    GradingController,
    ReleasePages,
    ResultPages,
    ScoreSheetController,
    ScoreSheetPages,
  ],
  providers,
  exports: providers,
})
export class GradingModule {}
