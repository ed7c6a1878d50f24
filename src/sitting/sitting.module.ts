import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { CloseSittingHandler } from './jobs/close-sitting.handler.js';
import { ChangeTime } from './use-cases/change-time.js';
import { CloseOverdue } from './use-cases/close-overdue.js';
import { CloseSession } from './use-cases/close-session.js';
import { CloseSittings } from './use-cases/close-sittings.js';
import { IssueReceipts } from './use-cases/issue-receipts.js';
import { Closings } from './use-cases/closings.js';
import { IssueLease } from './use-cases/issue-lease.js';
import { SaveResponses } from './use-cases/save-responses.js';
import { StartSitting } from './use-cases/start-sitting.js';
import { SubmitSitting } from './use-cases/submit-sitting.js';
import { RoomsController } from './web/rooms.controller.js';
import { SavesRoute } from './web/saves.route.js';
import { SittingsController } from './web/sittings.controller.js';
import { SittingsPages } from './web/sittings.pages.js';

const useCases = [
  ChangeTime,
  CloseOverdue,
  CloseSession,
  CloseSittings,
  CloseSittingHandler,
  Closings,
  IssueReceipts,
  IssueLease,
  SaveResponses,
  StartSitting,
  SubmitSitting,
];

@Module({
  imports: [FormModule],
  controllers: [RoomsController, SittingsController, SittingsPages],
  providers: [...useCases, SavesRoute],
  exports: useCases,
})
export class SittingModule {}
