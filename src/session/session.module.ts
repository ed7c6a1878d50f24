import { Module } from '@nestjs/common';
import { ApplicationModule } from '../application/index.js';
import { FormModule } from '../form/index.js';
import { PeopleModule } from '../people/index.js';
import { AdmitCandidate } from './use-cases/admit-candidate.js';
import { ChangePlan } from './use-cases/change-plan.js';
import { PhotoAtTheDoor } from './use-cases/photo-at-the-door.js';
import { Presence } from './use-cases/presence.js';
import { BookPlace } from './use-cases/book-place.js';
import { CancelBooking } from './use-cases/cancel-booking.js';
import { OfferPlaces } from './use-cases/offer-places.js';
import { OpenSession } from './use-cases/open-session.js';
import { SaveCentre } from './use-cases/save-centre.js';
import { SaveRoom } from './use-cases/save-room.js';
import { ScheduleSession } from './use-cases/schedule-session.js';
import { SeatCodes } from './use-cases/seat-codes.js';
import { SessionDraw } from './use-cases/session-draw.js';
import { TickPoint } from './use-cases/tick-point.js';
import { WhoIsAtTheDoor } from './use-cases/who-is-at-the-door.js';
import { AdmissionController } from './web/admission.controller.js';
import { AdmissionPages } from './web/admission.pages.js';
import { AdmissionSlip } from './web/admission-slip.js';
import { PhotoPages } from './web/photo.pages.js';
import { BookingsController } from './web/bookings.controller.js';
import { BookingsPages } from './web/bookings.pages.js';
import { CentresController } from './web/centres.controller.js';
import { CentresPages } from './web/centres.pages.js';
import { DrawController } from './web/draw.controller.js';
import { DrawPages } from './web/draw.pages.js';
import { PlacesController } from './web/places.controller.js';
import { PlacesPages } from './web/places.pages.js';
import { PublicDrawPages } from './web/public-draw.pages.js';
import { SessionsController } from './web/sessions.controller.js';

const useCases = [
  AdmitCandidate,
  BookPlace,
  CancelBooking,
  ChangePlan,
  OfferPlaces,
  OpenSession,
  PhotoAtTheDoor,
  Presence,
  SaveCentre,
  SaveRoom,
  ScheduleSession,
  SeatCodes,
  SessionDraw,
  TickPoint,
  WhoIsAtTheDoor,
];

@Module({
  imports: [ApplicationModule, FormModule, PeopleModule],
  controllers: [
    AdmissionController,
    AdmissionPages,
    BookingsController,
    BookingsPages,
    CentresController,
    CentresPages,
    DrawController,
    DrawPages,
    PhotoPages,
    PlacesController,
    PlacesPages,
    PublicDrawPages,
    SessionsController,
  ],
  providers: [...useCases, AdmissionSlip],
  exports: useCases,
})
export class SessionModule {}
