import { Module } from '@nestjs/common';
import { SessionModule } from '../session/index.js';
import { SittingModule } from '../sitting/index.js';
import { BasicParts } from './use-cases/basic-parts.js';
import { ConsentGate } from './use-cases/consent-gate.js';
import { ExcuseCamera } from './use-cases/excuse-camera.js';
import { FurtherParts } from './use-cases/further-parts.js';
import { GiveConsent } from './use-cases/give-consent.js';
import { OwnRecord } from './use-cases/own-record.js';
import { RecordParts } from './use-cases/record-parts.js';
import { SetWatchPlan } from './use-cases/set-watch-plan.js';
import { WatchNotices } from './use-cases/watch-notices.js';
import { ConsentController } from './web/consent.controller.js';
import { ConsentPages } from './web/consent.pages.js';
import { ExcusesController } from './web/excuses.controller.js';
import { ExcusesPages } from './web/excuses.pages.js';
import { OwnRecordController } from './web/own-record.controller.js';
import { OwnRecordPages } from './web/own-record.pages.js';
import { WatchPlanController } from './web/watch-plan.controller.js';
import { WatchPlanPages } from './web/watch-plan.pages.js';

const useCases = [
  BasicParts,
  ConsentGate,
  ExcuseCamera,
  FurtherParts,
  GiveConsent,
  OwnRecord,
  RecordParts,
  SetWatchPlan,
  WatchNotices,
];

/** What is to be watched, who has agreed to it, and what each candidate can read of it. */
@Module({
  imports: [SessionModule, SittingModule],
  controllers: [
    ConsentController,
    ConsentPages,
    ExcusesController,
    ExcusesPages,
    OwnRecordController,
    OwnRecordPages,
    WatchPlanController,
    WatchPlanPages,
  ],
  providers: useCases,
  exports: useCases,
})
export class ConsentModule {}
