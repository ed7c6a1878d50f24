import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { CloseOverdue } from './use-cases/close-overdue.js';
import { CloseSession } from './use-cases/close-session.js';
import { CloseSitting } from './use-cases/close-sitting.js';
import { FindEntry } from './use-cases/find-entry.js';
import { IssueLease } from './use-cases/issue-lease.js';
import { LeaseAnswers } from './use-cases/leased-sitting.js';
import { SaveResponses } from './use-cases/save-responses.js';
import { StartSitting } from './use-cases/start-sitting.js';
import { SubmitSitting } from './use-cases/submit-sitting.js';
import { WaitForStart } from './use-cases/wait-for-start.js';
import { RoomsController } from './web/rooms.controller.js';
import { SavesRoute } from './web/saves.route.js';
import { SittingTokens } from './web/sitting-tokens.js';
import { SittingsController } from './web/sittings.controller.js';
import { SittingsPages } from './web/sittings.pages.js';

const useCases = [
  CloseOverdue,
  CloseSession,
  CloseSitting,
  FindEntry,
  IssueLease,
  LeaseAnswers,
  SaveResponses,
  StartSitting,
  SubmitSitting,
  WaitForStart,
];

@Module({
  imports: [FormModule],
  controllers: [RoomsController, SittingsController, SittingsPages],
  providers: [...useCases, SavesRoute, SittingTokens],
  exports: useCases,
})
export class SittingModule {}
