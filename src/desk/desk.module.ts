import { Module } from '@nestjs/common';
import { CompetitionModule } from '../competition/index.js';
import { FormModule } from '../form/index.js';
import { GradingModule } from '../grading/index.js';
import { PeopleModule } from '../people/index.js';
import { ProctoringModule } from '../proctoring/index.js';
import { SessionModule } from '../session/index.js';
import { SittingModule } from '../sitting/index.js';
import { CorrectEntry } from './correction/correct-entry.js';
import { CorrectionController } from './correction/correction.controller.js';
import { CorrectionPages } from './correction/correction.pages.js';
import { DeskPages } from './desk.pages.js';
import { FailedJobsController } from './jobs/failed-jobs.controller.js';
import { FailedJobsPages } from './jobs/failed-jobs.pages.js';
import { ManagePages } from './manage.pages.js';
import { ExportPipeline } from './pipeline/export-pipeline.js';
import { PrivacyPages } from './privacy/privacy.pages.js';
import { PipelineController } from './pipeline/pipeline.controller.js';
import { PipelinePages } from './pipeline/pipeline.pages.js';
import { EnqueueRehearsals } from './rehearsal/enqueue-rehearsals.js';
import { MoveRehearsal } from './rehearsal/move-rehearsal.js';
import { RehearsalsController } from './rehearsal/rehearsals.controller.js';
import { RehearsalsPages } from './rehearsal/rehearsals.pages.js';
import { RehearseHandler } from './rehearsal/rehearse.handler.js';
import { RunDrill } from './rehearsal/run-drill.js';
import { RunRehearsal } from './rehearsal/run-rehearsal.js';
import { RemovalController } from './removal/removal.controller.js';
import { RemovalPages } from './removal/removal.pages.js';
import { RemovePersonal } from './removal/remove-personal.js';
import { SessionPages } from './session.pages.js';
import { NewCompetitionPages } from './new-competition.pages.js';
import { CheckReceipt } from './receipts/check-receipt.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ReceiptsPages } from './receipts/receipts.pages.js';

const rehearsals = [EnqueueRehearsals, MoveRehearsal, RehearseHandler, RunDrill, RunRehearsal];

@Module({
  imports: [
    FormModule,
    PeopleModule,
    CompetitionModule,
    GradingModule,
    ProctoringModule,
    SessionModule,
    SittingModule,
  ],
  controllers: [
    CorrectionController,
    CorrectionPages,
    DeskPages,
    FailedJobsController,
    FailedJobsPages,
    ManagePages,
    NewCompetitionPages,
    PipelineController,
    PipelinePages,
    PrivacyPages,
    ReceiptsController,
    ReceiptsPages,
    RehearsalsController,
    RehearsalsPages,
    RemovalController,
    RemovalPages,
    SessionPages,
  ],
  providers: [...rehearsals, CheckReceipt, CorrectEntry, ExportPipeline, RemovePersonal],
  exports: rehearsals,
})
export class DeskModule {}
