import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { CloseOverdue } from './use-cases/close-overdue.js';
import { CloseSession } from './use-cases/close-session.js';
import { CloseSitting } from './use-cases/close-sitting.js';
import { DecideGo } from './use-cases/decide-go.js';
import { PlanReplacement } from './use-cases/plan-replacement.js';
import { SessionChecklist } from './use-cases/session-checklist.js';
import { VoidSession } from './use-cases/void-session.js';
import { VoidSitting } from './use-cases/void-sitting.js';
import { DayController } from './web/day.controller.js';
import { DayPages } from './web/day.pages.js';
import { RoomPages } from './web/room.pages.js';
import { SessionModule } from '../session/index.js';
import { IssueLease } from './use-cases/issue-lease.js';
import { SaveResponses } from './use-cases/save-responses.js';
import { StartSitting } from './use-cases/start-sitting.js';
import { SubmitSitting } from './use-cases/submit-sitting.js';
import { RoomsController } from './web/rooms.controller.js';
import { SavesRoute } from './web/saves.route.js';
import { SittingTokens } from './web/sitting-tokens.js';
import { SittingsController } from './web/sittings.controller.js';
import { SittingsPages } from './web/sittings.pages.js';

const useCases = [
  CloseOverdue,
  CloseSession,
  CloseSitting,
  DecideGo,
  IssueLease,
  PlanReplacement,
  SessionChecklist,
  VoidSession,
  VoidSitting,
  SaveResponses,
  StartSitting,
  SubmitSitting,
];

@Module({
  imports: [FormModule, SessionModule],
  controllers: [DayController, DayPages, RoomPages, RoomsController, SittingsController, SittingsPages],
  providers: [...useCases, SavesRoute, SittingTokens],
  exports: useCases,
})
export class SittingModule {}
