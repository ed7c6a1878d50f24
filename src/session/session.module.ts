import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { PeopleModule } from '../people/index.js';
import { AdmitCandidate } from './use-cases/admit-candidate.js';
import { ChangePlan } from './use-cases/change-plan.js';
import { OpenSession } from './use-cases/open-session.js';
import { Presence } from './use-cases/presence.js';
import { ScheduleSession } from './use-cases/schedule-session.js';
import { SeatCodes } from './use-cases/seat-codes.js';
import { SessionDraw } from './use-cases/session-draw.js';
import { TickPoint } from './use-cases/tick-point.js';
import { WhoIsAtTheDoor } from './use-cases/who-is-at-the-door.js';
import { AdmissionController } from './web/admission.controller.js';
import { AdmissionPages } from './web/admission.pages.js';
import { DrawController } from './web/draw.controller.js';
import { DrawPages } from './web/draw.pages.js';
import { PublicDrawPages } from './web/public-draw.pages.js';
import { SessionsController } from './web/sessions.controller.js';

const useCases = [
  AdmitCandidate,
  ChangePlan,
  OpenSession,
  Presence,
  ScheduleSession,
  SeatCodes,
  SessionDraw,
  TickPoint,
  WhoIsAtTheDoor,
];

@Module({
  imports: [FormModule, PeopleModule],
  controllers: [
    AdmissionController,
    AdmissionPages,
    DrawController,
    DrawPages,
    PublicDrawPages,
    SessionsController,
  ],
  providers: useCases,
  exports: useCases,
})
export class SessionModule {}
