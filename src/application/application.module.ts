import { Module } from '@nestjs/common';
import { CompetitionModule } from '../competition/index.js';
import { ScanDocumentHandler } from './jobs/scan-document.handler.js';
import { AddDocument } from './use-cases/add-document.js';
import { ClearDocuments } from './use-cases/clear-documents.js';
import { DecideApplication } from './use-cases/decide-application.js';
import { DecideTogether } from './use-cases/decide-together.js';
import { EnqueueScans } from './use-cases/enqueue-scans.js';
import { HandIn } from './use-cases/hand-in.js';
import { OpenDocument } from './use-cases/open-document.js';
import { RemoveDocument } from './use-cases/remove-document.js';
import { SaveAnswers } from './use-cases/save-answers.js';
import { ScreeningScores } from './use-cases/screening-scores.js';
import { ScanDocument } from './use-cases/scan-document.js';
import { ApplicationFormController } from './web/application-form.controller.js';
import { ApplyPages } from './web/apply.pages.js';
import { DocumentPages } from './web/document.pages.js';
import { ScreeningController } from './web/screening.controller.js';
import { ScreeningPages } from './web/screening.pages.js';

const forWorkers = [ClearDocuments, EnqueueScans, ScanDocumentHandler];

@Module({
  imports: [CompetitionModule],
  controllers: [ApplicationFormController, ApplyPages, DocumentPages, ScreeningController, ScreeningPages],
  providers: [
    ...forWorkers,
    AddDocument,
    DecideApplication,
    DecideTogether,
    HandIn,
    OpenDocument,
    RemoveDocument,
    SaveAnswers,
    ScanDocument,
    ScreeningScores,
  ],
  exports: [...forWorkers, OpenDocument],
})
export class ApplicationModule {}
