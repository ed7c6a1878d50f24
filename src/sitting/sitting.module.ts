import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { CloseOverdue } from './use-cases/close-overdue.js';
import { CloseSession } from './use-cases/close-session.js';
import { CloseSitting } from './use-cases/close-sitting.js';
import { IssueLease } from './use-cases/issue-lease.js';
import { OpenSession } from './use-cases/open-session.js';
import { SaveResponses } from './use-cases/save-responses.js';
import { SessionDraw } from './use-cases/session-draw.js';
import { ScheduleSession } from './use-cases/schedule-session.js';
import { StartSitting } from './use-cases/start-sitting.js';
import { SubmitSitting } from './use-cases/submit-sitting.js';
import { DrawController } from './web/draw.controller.js';
import { DrawPages } from './web/draw.pages.js';
import { PublicDrawPages } from './web/public-draw.pages.js';
import { SavesRoute } from './web/saves.route.js';
import { SessionsController } from './web/sessions.controller.js';
import { SittingsController } from './web/sittings.controller.js';
import { SittingsPages } from './web/sittings.pages.js';

const useCases = [
  CloseOverdue,
  CloseSession,
  CloseSitting,
  IssueLease,
  OpenSession,
  SaveResponses,
  ScheduleSession,
  SessionDraw,
  StartSitting,
  SubmitSitting,
];

@Module({
  imports: [FormModule],
  controllers: [
    DrawController,
    DrawPages,
    PublicDrawPages,
    SessionsController,
    SittingsController,
    SittingsPages,
  ],
  providers: [...useCases, SavesRoute],
  exports: useCases,
})
export class SittingModule {}
