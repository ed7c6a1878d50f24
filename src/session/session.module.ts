import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { OpenSession } from './use-cases/open-session.js';
import { ScheduleSession } from './use-cases/schedule-session.js';
import { SessionDraw } from './use-cases/session-draw.js';
import { DrawController } from './web/draw.controller.js';
import { DrawPages } from './web/draw.pages.js';
import { PublicDrawPages } from './web/public-draw.pages.js';
import { SessionsController } from './web/sessions.controller.js';

const useCases = [OpenSession, ScheduleSession, SessionDraw];

@Module({
  imports: [FormModule],
  controllers: [DrawController, DrawPages, PublicDrawPages, SessionsController],
  providers: useCases,
  exports: useCases,
})
export class SessionModule {}
